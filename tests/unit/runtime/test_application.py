import asyncio
import functools
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest

import faasport
from faasport.runtime.application import Application
from faasport.runtime.request import Request

Serve = Callable[..., Application]


@faasport.http("GET", "/sync")
def plain(request: Request) -> str:
    return request.context.function


@faasport.http("GET", "/async")
async def waiting(request: Request) -> str:
    return request.context.function


def logged(handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    def wrapper(*args: Any, **named: Any) -> Any:
        return handler(*args, **named)

    return wrapper


@faasport.http("GET", "/wrapped")
@logged
async def wrapped(request: Request) -> str:
    await asyncio.sleep(0)
    return request.context.function


@faasport.http("GET", "/crash")
def crash() -> None:
    raise RuntimeError("swordfish")


@pytest.mark.parametrize("path", ["/sync", "/async", "/wrapped"])
def test_every_kind_answers_on_both_kinds_of_host(serve: Serve, path: str) -> None:
    application = serve(plain, waiting, wrapped)
    expected = {"/sync": b"plain", "/async": b"waiting", "/wrapped": b"wrapped"}[path]

    answers = [
        application.call(Request(raw_path=path)),
        asyncio.run(application.acall(Request(raw_path=path))),
    ]

    assert [expected, expected] == [answer.body for answer in answers]


def test_sync_handlers_run_beside_the_event_loop(serve: Serve) -> None:
    @faasport.http("GET", "/")
    def thread() -> str:
        return threading.current_thread().name

    response = asyncio.run(serve(thread).acall(Request()))

    assert response.body.decode() != threading.main_thread().name


def test_async_handlers_share_one_kept_loop(serve: Serve) -> None:
    @faasport.http("GET", "/")
    async def loop() -> str:
        return str(id(asyncio.get_running_loop()))

    application = serve(loop)

    assert application.call(Request()).body == application.call(Request()).body


def test_an_application_is_async_if_a_loaded_handler_is(serve: Serve) -> None:
    assert serve(plain, waiting).is_async
    assert not serve(plain).is_async


@pytest.mark.parametrize("on_a_loop", [True, False])
def test_a_crash_is_logged_and_tells_nothing(
    serve: Serve, caplog: pytest.LogCaptureFixture, on_a_loop: bool
) -> None:
    application = serve(crash)
    request = Request(raw_path="/crash")

    response = asyncio.run(application.acall(request)) if on_a_loop else application.call(request)

    assert response.status == 500
    assert b"swordfish" not in response.body
    assert "GET /crash failed in crash" in caplog.text
    assert "RuntimeError: swordfish" in caplog.text


def test_a_problem_of_the_client_is_not_logged(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    response = serve(plain).call(Request(raw_path="/nowhere"))

    assert response.status == 404
    assert caplog.text == ""


def test_a_function_with_two_names_is_listed_once(serve: Serve) -> None:
    application = serve(plain, alias=plain)

    assert [(route.methods, route.template) for route in application.routes] == [
        (("GET",), "/sync")
    ]


def test_two_functions_on_one_route_are_refused(serve: Serve) -> None:
    @faasport.http("GET", "/sync")
    def other() -> str:
        return "x"

    with pytest.raises(faasport.DeclarationError, match="GET /sync is routed twice"):
        serve(plain, other)


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    monkeypatch.syspath_prepend(tmp_path)
    made: list[str] = []

    def write(**sources: str) -> None:
        for name, source in sources.items():
            made.append(name)
            (tmp_path / f"{name}.py").write_text(f"import faasport\n{source}")

    yield write
    for name in made:
        sys.modules.pop(name, None)


HELLO = '@faasport.http("GET", "/{name}")\ndef hello(name: str): return name\n'


def rows(module: str, function: str = "hello") -> list[Any]:
    return [(("GET",), "/{name}", f"{module}:{function}", 0, None)]


def test_a_module_is_imported_when_its_route_is_asked_for(modules: Callable[..., None]) -> None:
    modules(lazy_module=HELLO)
    application = Application("test", rows("lazy_module"))
    before = "lazy_module" in sys.modules

    response = application.call(Request(raw_path="/a"))

    assert response.body == b"a"
    assert not before
    assert "lazy_module" in sys.modules


def test_a_unit_imports_its_modules_at_once(modules: Callable[..., None]) -> None:
    modules(eager_module=HELLO)

    Application("test", rows("eager_module"), imports=["eager_module"])

    assert "eager_module" in sys.modules


def test_a_module_that_does_not_import_is_a_500(
    modules: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    modules(broken_module="raise RuntimeError('no database')\n")

    response = Application("test", rows("broken_module")).call(Request(raw_path="/a"))

    assert response.status == 500
    assert "no database" in caplog.text


def test_a_stale_route_says_so(
    modules: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    modules(stale_module=HELLO)

    response = Application("test", rows("stale_module", "gone")).call(Request(raw_path="/a"))

    assert response.status == 500
    assert "stale_module:gone is no declared function any more" in caplog.text


def test_options_of_everything_is_answered_as_a_path_is(serve: Serve) -> None:
    assert serve(plain).call(Request(method="OPTIONS", raw_path="/sync")).status == 204
    assert serve(plain).call(Request(method="OPTIONS", raw_path="*")).status == 404


class Watched:
    """A stream that tells when it is closed."""

    closed = False

    def __iter__(self) -> "Watched":
        return self

    def __next__(self) -> bytes:
        raise AssertionError("not read")

    def close(self) -> None:
        self.closed = True


def test_head_closes_a_stream_and_does_not_read_it(serve: Serve) -> None:
    watched = Watched()

    @faasport.http("GET", "/")
    def stream() -> faasport.Response:
        return faasport.Response(watched)

    response = serve(stream).call(Request(method="HEAD"))

    assert (response.body, response.stream) == (b"", None)
    assert watched.closed


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_has_none(serve: Serve, status: int) -> None:
    @faasport.http("GET", "/")
    def handler() -> Any:
        return {"a": 1}, status, {"content-length": "7", "etag": '"1"'}

    response = serve(handler).call(Request())

    assert (response.status, response.body) == (status, b"")
    assert response.headers.items() == [("etag", '"1"')]


def test_a_stage_in_front_is_not_routed(serve: Serve) -> None:
    response = serve(plain).call(Request(raw_path="/prod/sync", root_path="/prod"))

    assert response.body == b"plain"


def test_problems_are_json(serve: Serve) -> None:
    response = serve(plain).call(Request(method="POST", raw_path="/sync"))

    assert json.loads(response.body) == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
    }


def test_a_stream_that_cannot_be_closed_is_a_500(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    class Stuck(Watched):
        def close(self) -> None:
            raise OSError("stuck")

    @faasport.http("GET", "/")
    def stream() -> faasport.Response:
        return faasport.Response(Stuck())

    assert serve(stream).call(Request(method="HEAD")).status == 500
    assert "OSError: stuck" in caplog.text


def test_what_was_cancelled_inside_a_handler_is_a_500(serve: Serve) -> None:
    @faasport.http("GET", "/")
    async def handler() -> None:
        task = asyncio.ensure_future(asyncio.sleep(9))
        task.cancel()
        await task

    assert serve(handler).call(Request()).status == 500


def test_a_handler_that_iterates_too_far_is_a_500_on_every_host(serve: Serve) -> None:
    @faasport.http("GET", "/")
    def handler() -> Any:
        return next(iter(()))

    application = serve(handler)
    within = asyncio.wait_for(application.acall(Request()), 5)

    assert application.call(Request()).status == 500
    assert asyncio.run(_result(within)) == 500


async def _result(waiting: Any) -> int:
    return int((await waiting).status)


def test_context_variables_end_with_the_request(serve: Serve) -> None:
    user: ContextVar[str] = ContextVar("user", default="nobody")

    @faasport.http("GET", "/")
    def handler(name: str | None = None) -> str:
        if name:
            user.set(name)
        return user.get()

    application = serve(handler)

    assert application.call(Request(raw_query="name=zoe")).body == b"zoe"
    assert application.call(Request()).body == b"nobody"


def test_headers_that_no_response_can_hold_are_not_said_back(serve: Serve) -> None:
    @faasport.http("GET", "/", cors=True)
    def handler() -> str:
        return "x"

    asked = {
        "origin": "https://app.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "x-é",
    }
    response = serve(handler).call(Request(method="OPTIONS", headers=asked))

    assert response.status == 204
    assert "access-control-allow-headers" not in response.headers
