import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import faasport
from faasport.runtime.asgi import asgi
from faasport.runtime.request import Request
from faasport.testing.asgi_client import AsgiAnswer, ask, scope_of

Serve = Callable[..., faasport.Application]


@faasport.http("POST", "/{rest:path}")
def echo(request: Request, rest: str) -> dict[str, Any]:
    return {
        "raw_path": request.raw_path,
        "body": request.body.decode(),
        "client": request.client_ip,
        "scheme": request.scheme,
        "trace": request.context.trace_id,
        "platform": request.context.platform,
    }


@faasport.http("GET", "/stream")
async def stream() -> faasport.Response:
    return faasport.Response(_pieces())


@faasport.http("GET", "/broken")
async def broken() -> faasport.Response:
    return faasport.Response(_broken())


async def _pieces() -> AsyncIterator[bytes]:
    yield b"a"
    yield b"b"


async def _broken() -> AsyncIterator[bytes]:
    yield b"a"
    raise OSError("gone")


def run(app: Any, scope: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    waiting, sent = list(messages), []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def test_what_the_server_vouches_for_reaches_the_handler(serve: Serve) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    request = Request(method="POST", raw_path="/a%2Fb", headers=headers, body=b"x", scheme="http")

    answer = ask(asgi(serve(echo)), request)

    assert answer.response.status == 200
    assert (
        f'"raw_path":"/a%2Fb","body":"x","client":"127.0.0.1","scheme":"http","trace":"{trace}",'
        '"platform":"asgi"'
    ).encode() in answer.response.body


def test_a_server_without_raw_path_gets_it_encoded_again(serve: Serve) -> None:
    scope = scope_of(Request(method="POST", raw_path="/a%20b/%C3%A9"))
    del scope["raw_path"]

    sent = run(asgi(serve(echo)), scope, {"type": "http.request"})

    assert b'"raw_path":"/a%20b/%C3%A9"' in sent[1]["body"]


def test_a_body_in_pieces_is_one_body(serve: Serve) -> None:
    sent = run(
        asgi(serve(echo)),
        scope_of(Request(method="POST", raw_path="/a")),
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.request", "body": b"b", "more_body": True},
        {"type": "http.request"},
    )

    assert b'"body":"ab"' in sent[1]["body"]


def test_a_client_that_leaves_gets_no_answer(serve: Serve) -> None:
    sent = run(
        asgi(serve(echo)),
        scope_of(Request(method="POST", raw_path="/a")),
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    )

    assert sent == []


def test_lifespan_is_answered(serve: Serve) -> None:
    sent = run(
        asgi(serve(echo)),
        {"type": "lifespan"},
        {"type": "lifespan.startup"},
        {"type": "lifespan.shutdown"},
    )

    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def test_a_websocket_is_closed(serve: Serve) -> None:
    (sent,) = run(asgi(serve(echo)), {"type": "websocket"})

    assert sent["type"] == "websocket.close"


def test_a_stream_is_sent_in_pieces(serve: Serve) -> None:
    answer = ask(asgi(serve(stream)), Request(raw_path="/stream"))

    start, *pieces = answer.messages
    assert b"content-length" not in dict(start["headers"])
    assert [piece["body"] for piece in pieces] == [b"a", b"b", b""]
    assert answer.is_whole


def test_a_stream_that_breaks_is_not_ended(serve: Serve) -> None:
    answer = AsgiAnswer(Request(raw_path="/broken"))
    app = asgi(serve(broken))

    async def asked() -> None:
        await app(scope_of(Request(raw_path="/broken")), answer.receive, answer.send)

    with pytest.raises(OSError, match="gone"):
        asyncio.run(asked())
    assert not answer.is_whole


@pytest.mark.parametrize(("method", "length"), [("POST", True), ("HEAD", False)])
def test_a_length_is_that_of_the_body_that_is_sent(serve: Serve, method: str, length: bool) -> None:
    answer = ask(asgi(serve(echo)), Request(method=method, raw_path="/a"))

    assert ("content-length" in answer.response.headers) == length
