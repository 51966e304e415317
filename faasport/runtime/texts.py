"""The readers of parameters that are text as it came, and of a place's text for all others."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import Reader
    from .request import Request
    from .structure import Fault, Place


def caught_text(name: str, default: Any, missing: object) -> Reader:
    """Of what the path catches."""

    def text(request: Request, faults: list[Fault]) -> Any:
        params = request._path_params
        if params and name in params:
            return params[name]
        return default if default is not missing else absent(faults, "path", name)

    return text


def query_text(name: str, default: Any, missing: object) -> Reader:
    """Of the first value that the query has."""

    def text(request: Request, faults: list[Fault]) -> Any:
        found = request._read_query_value(name)
        if found is None:
            return default if default is not missing else absent(faults, "query", name)
        return found

    return text


def absent(faults: list[Fault], place: str, name: str) -> None:
    """A parameter that has to be there, and is not."""
    refused(faults, (place, name), "Field required", "missing")


def refused(faults: list[Fault], place: Place, detail: str, kind: str = "invalid") -> None:
    """As `structure.wrong` says it, which text need not load."""
    faults.append({"loc": [*place], "detail": detail, "type": kind})
