import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import ModuleType
from typing import Any

import pytest

import faasport
from faasport.runtime.request import Request
from faasport.runtime.response import Response

Serve = Callable[..., faasport.Application]


def marking(name: str) -> Any:
    def mark(request: Request, call_next: Any) -> Response:
        response: Response = call_next(request)
        response.add_header("x-trail", name)
        return response

    return mark


def marking_later(name: str) -> Any:
    async def mark(request: Request, call_next: Any) -> Response:
        await asyncio.sleep(0)
        response: Response = await call_next(request)
        response.add_header("x-trail", name)
        return response

    return mark


def trail(response: Response) -> list[str]:
    return response.headers.get_all("x-trail")


def test_the_first_named_is_the_outermost(serve: Serve) -> None:
    @faasport.http("GET", "/")
    @faasport.middleware(marking("a"), marking("b"))
    @faasport.middleware(marking("c"))
    def handler() -> str:
        return "x"

    response = serve(handler).call(Request())

    assert trail(response) == ["c", "b", "a"]


def test_a_modules_are_around_a_functions(serve: Serve) -> None:
    @faasport.http("GET", "/")
    @faasport.middleware(marking("own"))
    def handler() -> str:
        return "x"

    application = serve(handler, __faasport_middleware__=(marking("module"),))

    assert trail(application.call(Request())) == ["own", "module"]


def test_the_order_of_decorators_does_not_matter(serve: Serve) -> None:
    @faasport.middleware(marking("a"))
    @faasport.http("GET", "/")
    def handler() -> str:
        return "x"

    assert trail(serve(handler).call(Request())) == ["a"]


@pytest.mark.parametrize("make", [marking, marking_later])
def test_a_decorated_function_is_the_very_function(make: Any) -> None:
    def handler() -> str:
        return "x"

    decorated = faasport.middleware(make("a"))(handler)

    assert decorated is handler
    assert decorated() == "x"


def later(mark: bool) -> Any:
    return marking_later if mark else marking


@pytest.mark.parametrize("outer", [True, False])
@pytest.mark.parametrize("inner", [True, False])
@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("on_a_loop", [True, False])
def test_sync_and_async_go_together(
    serve: Serve, outer: bool, inner: bool, waits: bool, on_a_loop: bool
) -> None:
    async def waiting() -> str:
        return "x"

    def plain() -> str:
        return "x"

    around = faasport.middleware(later(outer)("outer"), later(inner)("inner"))
    handler = faasport.http("GET", "/")(around(waiting if waits else plain))
    application = serve(handler)

    if on_a_loop:
        response = asyncio.run(application.acall(Request()))
    else:
        response = application.call(Request())

    assert (response.status, trail(response)) == (200, ["inner", "outer"])


class Marking:
    """Middleware that is an object."""

    async def __call__(self, request: Request, call_next: Any) -> Response:
        return await marking_later("a")(request, call_next)  # type: ignore[no-any-return]


@pytest.mark.parametrize("around", [Marking(), partial(marking_later("a"))])
def test_what_is_async_in_disguise_is_awaited(serve: Serve, around: Any) -> None:
    @faasport.http("GET", "/")
    @faasport.middleware(around)
    def handler() -> str:
        return "x"

    assert trail(serve(handler).call(Request())) == ["a"]


def test_middleware_may_answer_itself(serve: Serve) -> None:
    def refuse(request: Request, call_next: Any) -> Any:
        return {"no": True}, 403

    @faasport.http("GET", "/")
    @faasport.middleware(refuse)
    def handler() -> str:
        raise AssertionError("not called")

    response = serve(handler).call(Request())

    assert (response.status, response.body) == (403, b'{"no":true}')


def test_middleware_may_pass_on_another_request(serve: Serve) -> None:
    def other(request: Request, call_next: Any) -> Response:
        return call_next(Request(raw_query="name=other"))  # type: ignore[no-any-return]

    @faasport.http("GET", "/")
    @faasport.middleware(other)
    def handler(name: str) -> str:
        return name

    assert serve(handler).call(Request(raw_query="name=mine")).body == b"other"


def test_an_exception_passes_through_middleware(serve: Serve) -> None:
    seen: list[str] = []

    def watch(request: Request, call_next: Any) -> Any:
        try:
            return call_next(request)
        except LookupError as fault:
            seen.append(str(fault))
            return "found", 200

    @faasport.http("GET", "/")
    @faasport.middleware(watch)
    def handler() -> str:
        raise LookupError("lost")

    assert serve(handler).call(Request()).body == b"found"
    assert seen == ["lost"]


def test_an_http_error_is_a_response_to_middleware(serve: Serve) -> None:
    @faasport.http("GET", "/")
    @faasport.middleware(marking("a"))
    def handler() -> str:
        raise faasport.Conflict("taken")

    response = serve(handler).call(Request())

    assert (response.status, trail(response)) == (409, ["a"])


def test_middleware_without_a_response_is_a_crash_that_names_it(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def forgetful(request: Request, call_next: Any) -> None:
        call_next(request)

    @faasport.http("GET", "/")
    @faasport.middleware(forgetful)
    def handler() -> str:
        return "x"

    assert serve(handler).call(Request()).status == 500
    assert "Middleware forgetful returned None" in caplog.text


def test_middleware_is_functions() -> None:
    with pytest.raises(faasport.DeclarationError, match="takes functions, not 'audit'"):
        faasport.middleware("audit")  # type: ignore[arg-type]


def test_a_problem_of_middleware_that_cannot_be_sent_is_a_500(serve: Serve) -> None:
    def refuse(request: Request, call_next: Any) -> Response:
        raise faasport.Unauthorized(headers={"x-why": "é"})

    @faasport.http("GET", "/")
    @faasport.middleware(refuse)
    def handler() -> str:
        return "x"

    assert serve(handler).call(Request()).status == 500


def test_an_imported_handler_keeps_the_middleware_of_its_home(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ModuleType("home_of_the_handler")
    vars(home)["__faasport_middleware__"] = (marking("home"),)
    monkeypatch.setitem(sys.modules, home.__name__, home)

    @faasport.http("GET", "/")
    def handler() -> str:
        return "x"

    handler.__module__ = home.__name__
    application = serve(handler, __faasport_middleware__=(marking("importer"),))

    assert trail(application.call(Request())) == ["home", "importer"]


@pytest.mark.parametrize("waits", [True, False])
def test_middleware_that_waits_takes_no_thread_from_the_handler(serve: Serve, waits: bool) -> None:
    async def waiting() -> str:
        return "x"

    def plain() -> str:
        return "x"

    around = faasport.middleware(marking("a"), marking_later("b"), marking("c"))
    application = serve(faasport.http("GET", "/")(around(waiting if waits else plain)))

    async def answer() -> Response:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        return await asyncio.wait_for(application.acall(Request()), 5)

    assert trail(asyncio.run(answer())) == ["c", "b", "a"]
