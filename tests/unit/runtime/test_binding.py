import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Optional

import pytest

import faasport
from faasport.runtime.binding import plan_for
from faasport.runtime.errors import DeclarationError
from faasport.runtime.request import Request, routed


@dataclass
class Item:
    sku: str


def bound(handler: Callable[..., Any], **request: Any) -> Any:
    caught = request.pop("caught", {})
    made = Request(**request)
    routed(made, caught, handler.__name__)
    return plan_for(handler, tuple(caught)).call(made)


def faults_of(handler: Callable[..., Any], **request: Any) -> list[list[Any]]:
    answer = bound(handler, **request)
    assert answer.status == 422
    return [[*error["loc"], error["type"]] for error in json.loads(answer.body)["errors"]]


def test_the_path_wins_over_the_query() -> None:
    def handler(key: str) -> str:
        return key

    assert bound(handler, raw_query="key=query", caught={"key": "path"}) == "path"


def test_what_is_in_no_path_is_in_the_query() -> None:
    def handler(page: int, *, size: int = 10) -> tuple[int, int]:
        return page, size

    assert bound(handler, raw_query="page=2&size=5") == (2, 5)
    assert bound(handler, raw_query="page=2") == (2, 10)


def test_a_header_s_name_has_hyphens() -> None:
    def handler(x_trace_id: Annotated[str, faasport.Header]) -> str:
        return x_trace_id

    assert bound(handler, headers={"X-Trace-Id": "1"}) == "1"


def test_several_headers_make_a_list() -> None:
    def handler(tag: Annotated[list[int], faasport.Header]) -> list[int]:
        return tag

    assert bound(handler, headers=[("tag", "1"), ("Tag", "2")]) == [1, 2]


def test_an_optional_parameter_that_is_missing_is_none() -> None:
    def handler(page: Optional[int], sid: Annotated[str | None, faasport.Cookie]) -> Any:  # noqa: UP045
        return page, sid

    assert bound(handler) == (None, None)


def test_a_default_of_a_list_stands_in() -> None:
    def handler(ids: list[int] = [7]) -> list[int]:  # noqa: B006  # never changed
        return ids

    assert bound(handler) == [7]
    assert bound(handler, raw_query="ids=1") == [1]


def test_the_annotation_counts_beneath_functools_wraps() -> None:
    def handler(page: int) -> int:
        return page

    @functools.wraps(handler)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return handler(*args, **kwargs) + 1

    assert bound(wrapper, raw_query="page=1") == 2


def test_a_body_of_json_scalars() -> None:
    def handler(limit: Annotated[int, faasport.Body]) -> int:
        return limit

    assert bound(handler, body=b"5") == 5
    assert faults_of(handler, body=b'"5"') == [["body", "number"]]


@pytest.mark.parametrize("body", [b"null", b" null\n"])
def test_null_is_none_where_the_body_may_be(body: bytes) -> None:
    def handler(item: Optional[Item]) -> Any:  # noqa: UP045
        return item

    assert bound(handler, body=body) is None


def test_null_is_text_where_the_body_is_text() -> None:
    def handler(note: Annotated[Optional[str], faasport.Body] = None) -> Any:  # noqa: UP045
        return note

    assert bound(handler, body=b"null") == "null"


def test_a_body_of_a_mapping() -> None:
    def handler(fields: dict[str, int]) -> dict[str, int]:
        return fields

    assert bound(handler, body=b'{"a":1}') == {"a": 1}
    assert faults_of(handler, body=b'{"a":"x"}') == [["body", "a", "number"]]


def test_faults_of_every_place_are_told_together() -> None:
    def handler(
        key: int,
        page: int,
        trace: Annotated[int, faasport.Header],
        sid: Annotated[int, faasport.Cookie],
        item: Item,
    ) -> None:
        raise AssertionError("not called")

    faults = faults_of(handler, caught={"key": "x"}, headers={"cookie": "sid=x"}, body=b"{}")

    assert faults == [
        ["path", "key", "invalid"],
        ["query", "page", "missing"],
        ["header", "trace", "missing"],
        ["cookie", "sid", "invalid"],
        ["body", "sku", "missing"],
    ]


def test_a_body_nested_too_deeply_is_the_clients_fault() -> None:
    def handler(items: list[Item]) -> None:
        raise AssertionError("not called")

    assert faults_of(handler, body=b"[" * 100_000) == [["body", "json_invalid"]]


def test_a_plan_knows_its_parameters() -> None:
    def handler(
        key: int, request: Request, trace: Annotated[str, faasport.Header("x-t")] = ""
    ) -> None:
        return None

    plan = plan_for(handler, ("key",))

    assert [(p.name, p.place, p.wire_name, p.kind, p.required) for p in plan.parameters] == [
        ("key", "path", "key", "int", True),
        ("request", "request", "request", "str", False),
        ("trace", "header", "x-t", "str", False),
    ]


def unannotated(thing):  # type: ignore[no-untyped-def]
    return thing


def variadic(*args: str) -> None:
    return None


def named(**options: str) -> None:
    return None


def unreadable(thing: complex) -> None:
    return None


def two_bodies(one: Item, other: Item) -> None:
    return None


def two_places(key: Annotated[str, faasport.Header, faasport.Query]) -> None:
    return None


def no_such_path(key: Annotated[str, faasport.Path("other")]) -> None:
    return None


def unknown_name(key: "Nowhere") -> None:  # type: ignore[name-defined]  # noqa: F821
    return None


def path_list(key: Annotated[list[str], faasport.Path]) -> None:
    return None


def nothing() -> None:
    return None


@pytest.mark.parametrize(
    ("handler", "caught", "message"),
    [
        (unannotated, (), "parameter 'thing' matches nothing"),
        (variadic, (), "cannot take \\*args"),
        (named, (), "cannot take \\*args or \\*\\*kwargs"),
        (unreadable, (), "complex cannot be read from the query"),
        (two_bodies, (), "one and other would both be read from the body"),
        (two_places, (), "names two places"),
        (no_such_path, ("key",), "the path has no {other}"),
        (unknown_name, (), "the annotation 'Nowhere' cannot be read here"),
        (path_list, ("key",), "cannot be read from the path"),
        (nothing, ("key",), "the path catches {key} and no parameter takes it"),
    ],
)
def test_a_signature_that_cannot_work_says_where_and_what_to_do(
    handler: Callable[..., Any], caught: tuple[str, ...], message: str
) -> None:
    with pytest.raises(DeclarationError, match=message) as told:
        plan_for(handler, caught)

    assert __file__.rpartition("/")[2] in str(told.value)
    assert f"in {handler.__name__}" in str(told.value)


def test_a_marker_within_optional_counts() -> None:
    def handler(key: Optional[Annotated[str, faasport.Header("x-key")]] = None) -> Any:  # noqa: UP045
        return key

    assert bound(handler, headers={"x-key": "1"}) == "1"
    assert bound(handler) is None


@pytest.mark.parametrize(("hint", "default"), [(str, "none"), (bytes, b"none")])
def test_a_raw_body_has_its_default(hint: Any, default: Any) -> None:
    def handler(body: Any = default) -> Any:
        return body

    handler.__annotations__["body"] = Annotated[hint, faasport.Body]

    assert bound(handler) == default
    assert bound(handler, body=b"a") == ("a" if hint is str else b"a")


def test_an_answer_has_room_for_so_many_faults() -> None:
    def handler(items: list[Item]) -> None: ...

    faults = faults_of(handler, method="POST", body=b"[" + b"1," * 5000 + b"1]")

    assert len(faults) == 100


def test_a_field_whose_annotation_cannot_be_read_is_told_at_once() -> None:
    @dataclass
    class Unreadable:
        day: "Missing"  # type: ignore[name-defined]  # noqa: F821

    def handler(body: Unreadable) -> None: ...

    with pytest.raises(DeclarationError, match=r"Unreadable.day: the annotation 'Missing'"):
        plan_for(handler, ())
