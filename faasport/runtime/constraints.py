"""Constraints of pydantic in an annotation: ``Annotated[int, Field(ge=1)]``.

Who writes one has imported pydantic already; it is asked here to check what it was told to.
"""

from __future__ import annotations

import sys

from .errors import DeclarationError
from .structure import validated, wrong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .request import Request
    from .structure import Fault

    Reader = Callable[[Request, list[Fault]], Any]


def adapter(hint: Any, where: str) -> Any:
    """pydantic's TypeAdapter of an annotation; our own markers mean nothing to it."""
    pydantic = sys.modules.get("pydantic")
    if pydantic is None:
        raise DeclarationError(f"{where}: {hint} needs pydantic, which nobody has imported.")
    try:
        return pydantic.TypeAdapter(hint)
    except Exception as fault:
        raise DeclarationError(f"{where}: pydantic cannot check {hint}: {fault}") from fault


def text_checked(
    find: Callable[[Request], Any], hint: Any, default: Any, missing: object, **place: str
) -> Reader:
    """A reader of text: one value, or a list of them for a repeatable name."""
    loc, where = (place["place"], place["name"]), place["where"]
    validate = adapter(hint, where).validate_python

    def checked(request: Request, faults: list[Fault]) -> Any:
        found = find(request)
        if found is None or found == []:
            if default is not missing:
                return default
            if found is None:
                faults.append(wrong(loc, "Field required", "missing"))
                return None
        return validated(validate, found, loc, faults)

    return checked


def body_checked(hint: Any, default: Any, missing: object, where: str) -> Reader:
    """A reader of a JSON body."""
    validate = adapter(hint, where).validate_json

    def checked(request: Request, faults: list[Fault]) -> Any:
        body = request.body
        if not body and default is not missing:
            return default
        return validated(validate, body, ("body",), faults)

    return checked
