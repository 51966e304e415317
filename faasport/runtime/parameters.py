"""Where a handler's parameter is read from, said in its annotation.

``def find(trace: Annotated[str, faasport.Header("x-trace-id")]) -> ...``
"""

from __future__ import annotations


class Parameter:
    """A place to read one value from. ``name`` defaults to the parameter's own."""

    __slots__ = ("name",)
    place = ""

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


class Header(Parameter):
    """A request header; the default name has hyphens for underscores."""

    __slots__ = ()
    place = "header"


class Query(Parameter):
    """A query parameter; a list takes every value."""

    __slots__ = ()
    place = "query"


class Cookie(Parameter):
    """A cookie."""

    __slots__ = ()
    place = "cookie"


class Path(Parameter):
    """A parameter of the path's template, under another name."""

    __slots__ = ()
    place = "path"


class Body(Parameter):
    """The body: JSON for data and models, as it is for ``str`` and ``bytes``."""

    __slots__ = ()
    place = "body"
