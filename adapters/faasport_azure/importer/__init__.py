"""A function app of Azure → ours: function_app.py, or folders with a function.json."""

from .origin import Azure as Azure
