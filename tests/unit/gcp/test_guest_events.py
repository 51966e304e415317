"""Functions of events, called with ours by the framework itself."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import HTTPError, Retry
from faasport.runtime.event_triggers import Trigger
from faasport.runtime.message import Message
from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger
from tests.unit.gcp.guest_modules import Make, guest as guest

# The framework calls what the cloudevents package has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:is_binary is deprecated")
MOMENT = datetime(2024, 2, 29, 6, tzinfo=timezone.utc)
MESSAGE = Message(id="1", body=b"tea", sent_at=MOMENT)
TOPIC = Trigger("topic", "news", {})


def seen() -> Any:
    return sys.modules["theirs"].SEEN


def test_a_cloud_event_function_is_given_the_frameworks_own(guest: Make) -> None:
    text = """
    import functions_framework
    SEEN = []
    @functions_framework.cloud_event
    def f(event): SEEN.append(event)
    """

    guest(text).consuming(TOPIC, {})(MESSAGE)

    (event,) = seen()
    assert type(event).__module__ == "cloudevents.http.event"
    assert event["id"] == "1"
    assert event.data["message"]["data"] == "dGVh"


def test_a_function_of_the_first_generation_is_given_event_and_context(guest: Make) -> None:
    guest("SEEN = []\ndef f(*told): SEEN.extend(told)\n", payload="background").consuming(
        TOPIC, {}
    )(MESSAGE)

    event, context = seen()
    assert event["data"] == "dGVh"
    assert (context.event_id, context.timestamp) == ("1", "2024-02-29T06:00:00Z")
    assert context.resource["name"] == "projects/project/topics/news"


def test_an_event_of_firebase_becomes_one_of_the_first_generation(guest: Make) -> None:
    event = CloudEvent(
        id="1",
        source="//firebasedatabase.googleapis.com/projects/_/locations/us-central1/instances/db",
        type="google.firebase.database.ref.v1.written",
        subject="refs/users/7",
        time=MOMENT,
        data={"data": None, "delta": {"name": "Ada"}},
        datacontenttype="application/json",
    )
    made = guest("SEEN = []\ndef f(data, context): SEEN.extend([data, context])\n")

    made.consuming(Trigger("event", "google.firebase.database.ref.v1.written", {}), {})(event)

    data, context = seen()
    assert data == {"data": None, "delta": {"name": "Ada"}}
    assert context.resource == "projects/_/instances/db/refs/users/7"


def test_what_a_function_raises_fails_the_event(guest: Make) -> None:
    made = guest("def f(event, context): raise KeyError('x')")

    with pytest.raises(KeyError):
        made.consuming(TOPIC, {})(MESSAGE)


@pytest.mark.parametrize("status", [301, 400, 404, 503])
def test_no_other_status_than_success_is_done(status: int, guest: Make) -> None:
    made = guest(f"def f(request): return 'why', {status}")

    with pytest.raises(Retry, match=f"answered {status}: why"):
        made.consuming(Trigger("queue", "jobs", {}), {})(MESSAGE)


@pytest.mark.parametrize("status", [200, 202, 204])
def test_success_is_done(status: int, guest: Make) -> None:
    made = guest(f"def f(request): return '', {status}")

    assert made.consuming(Trigger("queue", "jobs", {}), {})(MESSAGE) is None


AIO = """
import asyncio
import functions_framework.aio as aio
from starlette.responses import StreamingResponse
SEEN = []

@aio.http
async def f(request):
    if request.method == "DELETE":
        raise KeyError("x")
    async def lines():
        try:
            for number in range(3):
                yield f"{number} {request.query_params['of']}\\n"
        finally:
            SEEN.append("end")
    return StreamingResponse(lines())

@aio.cloud_event
async def g(event):
    if event.data["message"]["data"] != "dGVh":
        raise KeyError("y")
    SEEN.append(event["id"])
"""
ROUTE = HttpTrigger(("ANY",), "/x", None, None)


def test_a_function_on_the_event_loop_streams(guest: Make) -> None:
    call = guest(AIO).answering(ROUTE, {})

    async def asked() -> list[bytes]:
        response = await call(Request(raw_query="of=y"))
        return [piece async for piece in response.stream if piece]

    assert asyncio.run(asked()) == [b"0 y\n", b"1 y\n", b"2 y\n"]
    assert seen() == ["end"]


def test_the_literal_part_of_a_route_is_no_part_of_its_path(guest: Make) -> None:
    text = """
    import functions_framework.aio as aio
    @aio.http
    async def f(request): return {"at": [request.url.path, request.path_params["path"]]}
    """
    call = guest(text).answering(HttpTrigger(("ANY",), "/users/{path:path}", None, None), {})
    scope = {"type": "http", "method": "GET", "path": "/users/a", "raw_path": b"/users/a"}
    google = SimpleNamespace(scope={**scope, "query_string": b"", "headers": []})

    for native in (None, google):
        request = Request(raw_path="/users/a", native=native)
        assert asyncio.run(call(request)).body == b'{"at":["/a","a"]}'


def test_its_stream_ends_with_who_reads_it(guest: Make) -> None:
    call = guest(AIO).answering(ROUTE, {})

    async def asked() -> bytes:
        response = await call(Request(raw_query="of=y"))
        first: bytes = await response.stream.__anext__()
        await response.stream.aclose()
        return first

    assert asyncio.run(asked()) == b"0 y\n"
    assert seen() == ["end"]


def test_what_it_raises_is_a_500(guest: Make, capfd: pytest.CaptureFixture[str]) -> None:
    call = guest(AIO).answering(ROUTE, {})

    with pytest.raises(HTTPError, match="500"):
        asyncio.run(call(Request(method="DELETE")))


def test_an_event_on_the_event_loop(guest: Make) -> None:
    consume = guest(AIO, "g").consuming(TOPIC, {})

    asyncio.run(consume(MESSAGE))

    assert seen() == ["1"]
    with pytest.raises(HTTPError):
        asyncio.run(consume(Message(id="2", body=b"bad", sent_at=MOMENT)))
