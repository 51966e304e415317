"""The version of faasport itself."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def tool() -> str:
    """As installed; a clone that was not installed does not know."""
    try:
        return version("faasport")
    except PackageNotFoundError:
        return "unknown"
