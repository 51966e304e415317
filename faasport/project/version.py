"""The version of faasport itself."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, version


@cache
def tool() -> str:
    """As installed; a clone that was not installed does not know."""
    try:
        return version("faasport")
    except PackageNotFoundError:
        return "unknown"


def home() -> str | None:
    """Where its pages are on the web, if the distribution says so."""
    try:
        told = metadata("faasport").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    urls = dict(line.split(", ", 1) for line in told if ", " in line)
    return urls.get("Documentation") or urls.get("Homepage")
