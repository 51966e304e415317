"""The usual parameters are bound as `binding` binds them, and whatever is unusual is left to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import CoroutineType
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from faasport.runtime.binding import plan_for
from faasport.runtime.errors import DeclarationError
from faasport.runtime.http_errors import UnprocessableContent
from faasport.runtime.request import Request, routed
from faasport.runtime.usual import usual_call

NAMES = ("id", "page", "order", "request", "context")
HINTS = (
    "",
    "str",
    "str | None",
    "None | str",
    "Optional[str]",
    "'str'",
    "int",
    "int | None",
    "bytes",
    "dict",
    "list[str]",
    "Request",
    "faasport.Request",
    "Request | None",
    "faasport.Context",
    "Sub",
    "Order",
    "Order | None",
    "Duck",
    "Annotated[str, 'told']",
    "Annotated[str, faasport.Header]",
    "Annotated[str, Field(min_length=2)]",
    "Unknown",
)
DEFAULTS = (None, None, "'x'", "None", "7", "faasport.Header", "faasport.Query('q')", "Field(1)")
HEAD = """
import faasport
from typing import Annotated, Optional
from pydantic import BaseModel, Field
from faasport import Request

Unknown = 5

class Sub(Request):
    pass

class Order(BaseModel):
    a: int

class Duck:
    @classmethod
    def model_validate_json(cls, body):
        return body.decode()
"""
WRAPPED = """
import functools
def inner(page: int): return page
@functools.wraps(inner)
def handler(): return inner()
"""
NAMESPACES: dict[str, dict[str, Any]] = {"": {}, "from __future__ import annotations": {}}
for future, names in NAMESPACES.items():
    exec(future + HEAD, names)

PARAMETER = st.tuples(st.sampled_from(HINTS), st.sampled_from(DEFAULTS))


def written(name: str, hint: str, default: str | None) -> str:
    """A parameter in the source of a handler."""
    annotated = f"{name}: {hint}" if hint else name
    return annotated if default is None else f"{annotated} = {default}"


@st.composite
def handlers(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """The source of a handler, and what its path catches."""
    told = draw(st.dictionaries(st.sampled_from(NAMES), PARAMETER, max_size=4))
    kept = sorted(told, key=lambda name: told[name][1] is not None)
    by_name = draw(st.sampled_from([[], [], [], kept[-1:], kept[-2:]]))
    parts = [written(name, *told[name]) for name in kept if name not in by_name]
    if by_name:
        parts += ["*", *[written(name, *told[name]) for name in by_name]]
    parts += draw(st.sampled_from([[], [], [], ["**more"]]))
    start = draw(st.sampled_from(["def", "def", "async def"]))
    caught = draw(st.lists(st.sampled_from([*told, "id"]), max_size=2, unique=True))
    return f"{start} handler({', '.join(parts)}):\n    return [{', '.join(kept)}]", tuple(caught)


def made(source: str, future: str) -> Callable[..., Any]:
    """The handler of a source."""
    names = dict(NAMESPACES[future])
    exec(f"{future}\n{source}", names)
    handler: Callable[..., Any] = names["handler"]
    return handler


def result(call: Callable[[Request], Any], request: Request) -> Any:
    """What a call comes to: a value, an answer, or what is raised."""
    try:
        value = call(request)
        return asyncio.run(value) if isinstance(value, CoroutineType) else value
    except UnprocessableContent as error:
        return error.members


def full(handler: Callable[..., Any], caught: Sequence[str]) -> Callable[[Request], Any] | None:
    """The call that `binding` makes; None where it refuses."""
    try:
        return plan_for(handler, caught).call
    except DeclarationError:
        return None


@settings(max_examples=600)
@given(
    handlers(),
    st.sampled_from(sorted(NAMESPACES)),
    st.sampled_from(["", "page=%41&id=q", "order=&context=c&request=r"]),
    st.sampled_from([b"", b"{}", b'{"a":1}', b"x"]),
)
@example(("def handler(id, context):\n    return id", ("id", "page")), "", "", b"")
@example(("def handler(order: Order, page: Order):\n    return 1", ()), "", "", b"{}")
def test_both_bind_alike(
    told: tuple[str, tuple[str, ...]], future: str, query: str, body: bytes
) -> None:
    source, caught = told
    handler = made(source, future)
    request = Request(raw_query=query, body=body)
    routed(request, {name: f"caught {name}" for name in caught}, "handler")

    usual, binding = usual_call(handler, caught), full(handler, caught)

    if usual is not None:
        assert binding is not None
        assert result(usual, request) == result(binding, request)


@pytest.mark.parametrize("future", sorted(NAMESPACES))
@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("def handler(): return 1", ()),
        ("def handler(id): return id", ("id",)),
        ("def handler(id: str, page: str = '1'): return id, page", ("id",)),
        ("def handler(page: str | None, size: None | str = 'x'): return page, size", ()),
        ("def handler(request): return request.raw_query", ("id",)),
        ("def handler(r: faasport.Request, c: faasport.Context): return r, c", ("id",)),
        ("def handler(order: Order): return order", ()),
        ("def handler(id, order: Duck): return id, order", ("id",)),
        ("async def handler(id, context): return id, context", ("id",)),
    ],
)
def test_the_usual_is_known(source: str, caught: tuple[str, ...], future: str) -> None:
    assert usual_call(made(source, future), caught) is not None


@pytest.mark.parametrize(
    "source",
    [
        "def handler(page): return page",
        "def handler(page: int): return page",
        "def handler(page: Missing): return page",
        "def handler(page: 'str' = faasport.Header): return page",
        "def handler(order: Order = None): return order",
        "def handler(*, page: str): return page",
        "def handler(*pages): return pages",
        "class Handler:\n    def __call__(self): return 1\nhandler = Handler()",
        WRAPPED,
    ],
)
def test_the_unusual_is_left_to_binding(source: str) -> None:
    assert usual_call(made(source, "from __future__ import annotations"), ()) is None
