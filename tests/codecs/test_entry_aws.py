"""What Lambda calls, called as Lambda calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import faasport
import faasport_aws
from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport_aws.runtime import alb, entry, http_v1, http_v2

CONTEXT = SimpleNamespace(aws_request_id="r-1", get_remaining_time_in_millis=lambda: 2500)


def get(path: str, **fields: Any) -> dict[str, Any]:
    return http_v2.encode_request(Request(raw_path=path, **fields))


def test_the_context_is_lambda_s(application: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = entry.http(application, http_v2, "unit")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3f;Parent=5;Sampled=1")

    told = json.loads(handler(get("/echo/a", headers={"traceparent": "x"}), CONTEXT)["body"])

    assert (told["platform"], told["function"], told["invocation"]) == ("aws", "echo", "r-1")
    assert told["trace"] == "1-5759e988-bd862e3f"
    assert 2 < told["remaining"] <= 2.5


def test_a_w3c_trace_counts_where_x_ray_says_nothing(application: Any) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    event = get("/echo/a", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})

    told = json.loads(entry.http(application, http_v2)(event, CONTEXT)["body"])

    assert told["trace"] == trace


@pytest.mark.parametrize("codec", [http_v1, http_v2, alb])
def test_a_stream_is_collected(application: Any, codec: Any) -> None:
    handler = entry.http(application, codec)

    sync, asynchronous = (
        codec.decode_response(handler(codec.encode_request(Request(raw_path=path)), CONTEXT))
        for path in ("/stream", "/astream")
    )

    assert sync.body == b"a\xff"
    assert sync.headers.get("content-type") == "text/event-stream"
    assert asynchronous.body == b"ab"


def test_a_stream_that_breaks_is_a_500_and_logged(
    application: Any, caplog: pytest.LogCaptureFixture
) -> None:
    result = entry.http(application, http_v2)(get("/broken-stream"), CONTEXT)

    assert result["statusCode"] == 500
    assert "in mid-stream" not in result["body"]
    assert "in mid-stream" in caplog.text


def test_a_refused_payload_calls_no_handler_and_fails_the_invocation(application: Any) -> None:
    handler = entry.http(application, http_v2)

    with pytest.raises(PayloadError, match="WebSocket"):
        handler({"requestContext": {"connectionId": "c"}}, CONTEXT)


def test_the_mapping_of_a_custom_domain_can_be_taken_off(application: Any) -> None:
    handler = entry.http(application, http_v1, root_path="/payment")
    event = http_v1.encode_request(Request(raw_path="/payment/echo/a%2Fb"))

    told = json.loads(handler(event, CONTEXT)["body"])

    assert (told["raw_path"], told["path"]) == ("/payment/echo/a%2Fb", "/echo/a/b")


def test_a_named_stage_is_taken_off_before_routing(application: Any) -> None:
    event = get("/beta/echo/x")
    event["requestContext"]["stage"] = "beta"

    result = entry.http(application, http_v2)(event, CONTEXT)

    assert result["statusCode"] == 200


def test_only_the_first_invocation_of_a_process_is_a_cold_start() -> None:
    code = (
        "from types import SimpleNamespace\n"
        "from faasport.runtime.response import Response\n"
        "from faasport.runtime.request import Request\n"
        "from faasport_aws.runtime import entry, http_v2\n"
        "call = lambda request: Response(str(request.context.cold_start))\n"
        "handler = entry.http(SimpleNamespace(call=call), http_v2)\n"
        "event = http_v2.encode_request(Request())\n"
        "print([handler(event, None)['body'] for _ in range(3)])\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['True', 'False', 'False']"


# Modules of design §8 that no import of a codec may load; the entries take their vendors' lazily.
HEAVY = [
    "asyncio",
    "azure.functions",
    "base64",
    "dataclasses",
    "datetime",
    "email",
    "flask",
    "http.client",
    "importlib.metadata",
    "inspect",
    "pydantic",
    "starlette",
    "typing",
    "urllib.parse",
]
SHIPPED = [
    "faasport_aws.runtime.entry, faasport_aws.runtime.http_v2",
    "faasport_aws.runtime.entry, faasport_aws.runtime.http_v1",
    "faasport_aws.runtime.entry, faasport_aws.runtime.alb",
    "faasport_gcp.runtime.entry",
    "faasport_azure.runtime.entry, faasport_azure.runtime.http",
    "faasport_vercel.runtime.entry, faasport_vercel.runtime.lambda_event",
]


@pytest.mark.parametrize("modules", SHIPPED)
def test_an_entry_loads_nothing_heavy(modules: str) -> None:
    homes = [str(Path(each.__file__ or "").parents[1]) for each in (faasport, faasport_aws)]
    code = (
        f"import sys; sys.path[:0] = {homes!r}; import {modules}\n"
        f"print(*(set({HEAVY!r}) & set(sys.modules)))"
    )

    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
