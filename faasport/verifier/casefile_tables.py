"""The tables of `faasport.verify.toml`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from faasport.project.table import Table

# What may stand in a request line (RFC 9112, 3.2); the rest is written as %XX.
Target = Annotated[str, StringConstraints(pattern=r"^/[\x21-\x22\x24-\x7e]*$")]
Method = Annotated[str, StringConstraints(pattern=r"^[A-Z]+$")]
# RFC 9110, 5.1 and 5.5: a name is a token, and a value has no line break or control character.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise PydanticCustomError("bad_header", "this cannot be the name of a header")
    return text


def _value(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("bad_header", "a header has no control characters")
    return text


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Line = Annotated[list[Annotated[str, AfterValidator(_value)]], BeforeValidator(_several)]
Lines = dict[Annotated[str, AfterValidator(_name)], Line]


class RequestTable(Table):
    """`request` of a case."""

    method: Method = "GET"
    target: Target
    headers: Lines = Field(default_factory=dict)
    body: str | None = None
    json_: Any = Field(default=None, alias="json")
    body_base64: str | None = None


class ExpectedTable(Table):
    """`expected` of a case."""

    status: Annotated[int, Field(ge=100, le=599)] | None = None
    headers: Lines = Field(default_factory=dict)
    text: str | None = None
    json_: Any = Field(default=None, alias="json")
    body_base64: str | None = None
    verdicts: list[Literal["done", "retry", "reject"]] | None = None


class CaseTable(Table):
    """One `[[case]]`."""

    name: Annotated[str, StringConstraints(min_length=1)]
    function: str | None = None
    trigger: str | None = None
    request: RequestTable | None = None
    event: dict[str, Any] | None = None
    events: Annotated[list[dict[str, Any]], Field(min_length=1)] | None = None
    expected: ExpectedTable | None = None
    ignore: list[str] = Field(default_factory=list)
    targets: list[str] = Field(default_factory=list)

    @property
    def delivered(self) -> list[dict[str, Any]]:
        """The events of one delivery."""
        return self.events or ([] if self.event is None else [self.event])


class FileTable(Table):
    """The whole file."""

    case: list[CaseTable] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
