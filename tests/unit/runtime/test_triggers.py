from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import faasport
from faasport.runtime.cors import CORS
from faasport.runtime.declared import is_coroutine_function
from faasport.runtime.function import functions_in, load


def declared(function: Any) -> list[tuple[tuple[str, ...], str]]:
    return [(trigger.methods, trigger.path) for trigger in function.__faasport__]


def test_a_decorator_returns_the_very_function() -> None:
    def handler(name: str) -> str:
        return name

    decorated = faasport.http("GET", "/{name}")(handler)

    assert decorated is handler
    assert decorated("x") == "x"


def test_a_bare_declaration_is_any_method_at_the_function_s_name() -> None:
    @faasport.http
    def hello() -> None: ...

    assert declared(hello) == [(("ANY",), "/hello")]


def test_declarations_are_kept_in_reading_order() -> None:
    @faasport.http("get", "/a")
    @faasport.http(["PUT", "post", "PUT"], "/b")
    @faasport.http("any")
    @faasport.http(["GET", "ANY"], "/c")
    def handler() -> None: ...

    assert declared(handler) == [
        (("GET",), "/a"),
        (("PUT", "POST"), "/b"),
        (("ANY",), "/handler"),
        (("ANY",), "/c"),
    ]


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("GIT", "/"), {}, "'GIT' is not a method"),
        (([], "/"), {}, "'no method' is not a method"),
        (("GET", "a"), {}, "must start with '/'"),
        (("GET", "/{a"), {}, "a parameter is a whole segment"),
        (("GET", "/"), {"status": 100}, "status is a number from 200 to 599"),
        (("GET", "/"), {"status": "200"}, "status is a number from 200 to 599"),
        (("GET", "/"), {"cors": "*"}, "cors takes True, a faasport.CORS"),
        (("GET", "/"), {"cors": {"origin": "*"}}, "origin"),
        (("GET", "/"), {"cors": {"credentials": True}}, "credentials need the origins by name"),
    ],
)
def test_a_declaration_that_cannot_work_says_where(
    arguments: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    def handler() -> None: ...

    with pytest.raises(faasport.DeclarationError, match=message) as told:
        faasport.http(*arguments, **options)(handler)

    assert "test_triggers.py" in str(told.value)
    assert "in handler" in str(told.value)


def test_sharing_is_plain_data_and_back() -> None:
    cors = CORS(origins=["https://a"], credentials=True, expose=["x-a"], max_age=5)

    again = CORS(**cors.as_dict())

    assert again.as_dict() == cors.as_dict()


def module_of(**names: Any) -> ModuleType:
    module = ModuleType("declared")
    vars(module).update(names)
    return module


def test_functions_are_found_once_in_source_order() -> None:
    @faasport.http
    def second() -> None: ...

    @faasport.http
    def first() -> None: ...

    found = functions_in(module_of(second=second, first=first, again=second, other=len))

    assert [(function.name, function.target) for function in found] == [
        ("second", "declared:second"),
        ("first", "declared:first"),
    ]
    assert found[0].file == __file__
    assert found[0].line > 0


def test_a_function_is_async_if_it_or_anything_around_it_is() -> None:
    async def slow(request: Any, call_next: Any) -> Any: ...

    @faasport.http
    async def waits() -> None: ...

    @faasport.http
    @faasport.middleware(slow)
    def is_waited_for() -> None: ...

    @faasport.http
    def plain() -> None: ...

    found = functions_in(module_of(a=waits, b=is_waited_for, c=plain))

    assert [function.is_async for function in found] == [True, True, False]


class Callable_:  # noqa: N801
    async def __call__(self) -> None: ...


@pytest.mark.parametrize(("thing", "waits"), [(Callable_(), True), (len, False), (str, False)])
def test_a_coroutine_function_is_known_without_inspect(
    thing: Callable[..., Any], waits: bool
) -> None:
    assert is_coroutine_function(thing) == waits


@pytest.mark.parametrize("target", ["json:loads", "json:nowhere"])
def test_what_is_not_declared_is_not_loaded(target: str) -> None:
    with pytest.raises(faasport.DeclarationError, match="package again"):
        load(target)
