"""vercel.json, for `vercel deploy --prebuilt`: the output is built, there is nothing to detect.

https://vercel.com/docs/project-configuration
"""

from __future__ import annotations

from typing import Any

FILE = "vercel.json"


def configuration() -> dict[str, Any]:
    """The configuration as data."""
    return {"$schema": "https://openapi.vercel.sh/vercel.json", "framework": None}
