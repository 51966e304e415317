"""The azure-functions package of the guest's own requirements."""

from __future__ import annotations

from faasport.runtime.errors import DeclarationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def functions(name: str = "This function") -> Any:
    """The package `azure.functions`. Raises DeclarationError where it is not installed."""
    try:
        import azure.functions as found
    except ImportError as fault:
        raise DeclarationError(
            f"{name} was written for Azure Functions and needs its package here too "
            f"({fault}): add azure-functions to the requirements."
        ) from None
    return found
