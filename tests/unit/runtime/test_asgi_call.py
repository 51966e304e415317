"""One request to an ASGI application, and what its end is."""

from __future__ import annotations

import asyncio

import pytest

from faasport.runtime import streams
from faasport.runtime.asgi_call import answered
from faasport.runtime.asgi_scope import scope_of
from faasport.runtime.errors import ResultError
from faasport.runtime.request import Request
from faasport.runtime.response import Response

START = {"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"1")]}


def body(octets=b"", *, more=False):
    return {"type": "http.response.body", "body": octets, "more_body": more}


def sending(*messages):
    async def app(scope, receive, send):
        for message in messages:
            await send(message)

    return app


def ask(app, method="GET", content=b"") -> Response:
    async def asked():
        request = Request(method=method, raw_path="/x", body=content)
        response = await answered(app, scope_of(request, {}), content)
        if response.stream is not None:
            response.set_header("x-streamed", "yes")
            response.body = b"".join([piece async for piece in streams.achunks(response)])
        return response

    return asyncio.run(asked())


def test_a_whole_answer_is_plain():
    response = ask(sending(START, body(b"abc")))

    assert (response.status, response.body) == (200, b"abc")
    assert response.headers.items() == [("x-a", "1")]


def test_an_answer_in_pieces_is_a_stream():
    response = ask(sending(START, body(b"a", more=True), body(b"", more=True), body(b"c")))

    assert response.body == b"ac"
    assert "x-streamed" in response.headers


def test_an_answer_as_long_as_announced_is_plain():
    start = {**START, "headers": [(b"content-length", b"3")]}

    response = ask(sending(start, body(b"abc", more=True), body()))

    assert response.body == b"abc"
    assert "x-streamed" not in response.headers


def test_more_than_announced_is_refused():
    start = {**START, "headers": [(b"content-length", b"1")]}

    with pytest.raises(ResultError, match="more than its Content-Length"):
        ask(sending(start, body(b"a", more=True), body(b"b")))


def test_every_cookie_leaves_and_no_field_of_the_hop():
    pairs = [(b"set-cookie", b"a=1"), (b"Set-Cookie", b"b=2"), (b"transfer-encoding", b"chunked")]

    response = ask(sending({**START, "headers": pairs}, body()))

    assert response.headers.items() == [("set-cookie", "a=1"), ("Set-Cookie", "b=2")]


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_waits_for_the_application(status):
    ended = []

    async def app(scope, receive, send):
        await send({**START, "status": status})
        await send(body())
        await asyncio.sleep(0)
        ended.append(True)

    assert ask(app).status == status
    assert ended


def test_head_runs_the_application_to_its_end():
    ended = []

    async def app(scope, receive, send):
        await sending(START, body(b"a", more=True), body(b"b", more=True), body(b"c"))(
            scope, receive, send
        )
        ended.append(scope["method"])

    response = ask(app, "HEAD")

    assert (response.body, response.stream, ended) == (b"", None, ["HEAD"])


def test_a_task_in_the_background_is_waited_for():
    done = []

    async def asked():
        go = asyncio.Event()

        async def app(scope, receive, send):
            await sending(START, body(b"told"))(scope, receive, send)
            await go.wait()
            done.append(True)

        request = Request(raw_path="/x")
        response = await answered(app, scope_of(request, {}), b"")
        before = list(done)
        go.set()
        pieces = [piece async for piece in streams.achunks(response)]
        return before, pieces

    assert asyncio.run(asked()) == ([], [b"told"])
    assert done == [True]


def test_what_fails_after_the_answer_is_logged_and_changes_nothing(caplog):
    async def app(scope, receive, send):
        await sending(START, body(b"told"))(scope, receive, send)
        raise LookupError("later")

    assert ask(app).body == b"told"
    assert "after the answer" in caplog.text


def test_an_exception_before_the_answer_passes():
    async def app(scope, receive, send):
        raise LookupError("early")

    with pytest.raises(LookupError, match="early"):
        ask(app)


def test_an_exception_after_the_start_alone_passes():
    async def app(scope, receive, send):
        await send(START)
        raise LookupError("early")

    with pytest.raises(LookupError):
        ask(app)


def test_an_exception_in_the_stream_breaks_it():
    async def app(scope, receive, send):
        await sending(START, body(b"a", more=True))(scope, receive, send)
        raise LookupError("midway")

    with pytest.raises(LookupError, match="midway"):
        ask(app)


@pytest.mark.parametrize(
    ("messages", "told"),
    [((), "no http.response.start"), ((START,), "no last"), ((START, body(more=True)), "no last")],
    ids=["nothing", "start", "pieces"],
)
def test_an_application_that_ends_before_its_answer_is_told(messages, told):
    with pytest.raises(ResultError, match=told):
        ask(sending(*messages))


@pytest.mark.parametrize(
    "messages",
    [(body(),), (START, START), (START, {"type": "websocket.send"})],
    ids=["body first", "two starts", "another kind"],
)
def test_messages_out_of_order_fail_in_the_application(messages):
    with pytest.raises(RuntimeError, match=r"http\.response"):
        ask(sending(*messages))


def test_what_is_sent_after_the_end_is_an_error_of_the_application(caplog):
    assert ask(sending(START, body(b"a"), body(b"b"))).body == b"a"
    assert "was sent after the end" in caplog.text


def test_a_header_that_cannot_be_sent_ends_the_application():
    gone = []

    async def app(scope, receive, send):
        await send({**START, "headers": [(b"x", b"\xff")]})
        try:
            while True:
                await send(body(b"a", more=True))
        except OSError:
            gone.append(True)

    with pytest.raises(ResultError, match="beyond ASCII"):
        ask(app)
    assert gone


def test_the_body_is_received_once_and_then_the_end():
    seen = []

    async def app(scope, receive, send):
        seen.append(await receive())
        waiting = asyncio.ensure_future(receive())
        await asyncio.sleep(0)
        seen.append(waiting.done())
        await sending(START, body())(scope, receive, send)
        seen.append(await waiting)

    ask(app, "POST", b"said")

    assert seen == [
        {"type": "http.request", "body": b"said", "more_body": False},
        False,
        {"type": "http.disconnect"},
    ]


def test_a_client_that_goes_is_told_to_the_application():
    seen = []

    async def app(scope, receive, send):
        await send(START)
        try:
            while True:
                await send(body(b"a", more=True))
        except OSError:
            await receive()
            seen.append(await receive())

    async def asked():
        response = await answered(app, scope_of(Request(raw_path="/x"), {}), b"")
        async for piece in response.stream:
            assert piece == b"a"
            break
        await streams.close(response)

    asyncio.run(asked())

    assert seen == [{"type": "http.disconnect"}]


def test_an_application_that_does_not_hear_is_cancelled(monkeypatch):
    monkeypatch.setattr("faasport.runtime.asgi_call.GRACE_SECONDS", 0.01)
    ended = []

    async def app(scope, receive, send):
        await sending(START, body(b"a", more=True))(scope, receive, send)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def asked():
        response = await answered(app, scope_of(Request(raw_path="/x"), {}), b"")
        await streams.close(response)

    asyncio.run(asked())

    assert ended


def test_an_application_that_exits_has_failed():
    async def app(scope, receive, send):
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        ask(app)
