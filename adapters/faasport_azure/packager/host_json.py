"""host.json: how the Functions host treats the app.

https://learn.microsoft.com/azure/azure-functions/functions-host-json
"""

from __future__ import annotations

import json
from typing import Any

FILE = "host.json"


def settings(timeout: int) -> dict[str, Any]:
    """The settings as data. Without a route prefix, paths are those of every other platform."""
    minutes, seconds = divmod(timeout, 60)
    return {
        "version": "2.0",
        "extensionBundle": {
            "id": "Microsoft.Azure.Functions.ExtensionBundle",
            "version": "[4.*, 5.0.0)",
        },
        "extensions": {"http": {"routePrefix": ""}},
        "functionTimeout": f"00:{minutes:02}:{seconds:02}",
        "logging": {"logLevel": {"default": "Information"}},
    }


def rendered(timeout: int) -> bytes:
    return json.dumps(settings(timeout), indent=2).encode() + b"\n"
