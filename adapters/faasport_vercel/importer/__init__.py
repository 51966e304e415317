"""A project on Vercel → ours: vercel.json and the Python files that it serves."""

from .origin import Vercel as Vercel
