"""A recorded event, read and then written for a guest, has the members of the recorded one.

The request goes by way of the neutral model alone: what it keeps must come out as it went in.
"""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger
from faasport_aws.runtime import alb, http_v1, http_v2
from faasport_aws.runtime.guest_http import PAYLOADS
from faasport_aws.runtime.guest_routes import Route

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "MANIFEST.json").read_text("utf-8"))["events"]
READ: dict[str, tuple[ModuleType, str]] = {
    "apigw_v2": (http_v2, "http-api-2.0"),
    "function_url": (http_v2, "function-url"),
    "apigw_v1": (http_v1, "rest-api-1.0"),
    "alb": (alb, "alb"),
}
FILES = [row["file"] for row in RECORDED if row["platform"] == "aws" and row["trigger"] in READ]
# By a dot-separated place. A recorded member that is null or empty says nothing.
COMPARED = {
    "http-api-2.0": (
        "version",
        "rawQueryString",
        "cookies",
        "requestContext.http.method",
        "requestContext.http.sourceIp",
        "requestContext.stage",
        "requestContext.requestId",
        "requestContext.accountId",
        "requestContext.apiId",
        "requestContext.timeEpoch",
        "requestContext.authorizer.jwt.claims",
        "requestContext.authorizer.lambda",
        "stageVariables",
    ),
    "rest-api-1.0": (
        "httpMethod",
        "requestContext.requestId",
        "requestContext.accountId",
        "requestContext.apiId",
        "requestContext.requestTimeEpoch",
        "requestContext.authorizer.claims",
        "stageVariables",
    ),
    "alb": ("httpMethod", "path", "requestContext.elb.targetGroupArn"),
}
# `sam local` writes seconds where API Gateway writes milliseconds.
SECONDS = 1637063673
COMPARED["function-url"] = COMPARED["http-api-2.0"][:5]


def native_of(file: str) -> Any:
    return json.loads((HERE / "events" / file).read_text("utf-8-sig"))


def at(event: Any, place: str) -> Any:
    for name in place.split("."):
        event = event.get(name) if isinstance(event, dict) else None
    return event


def sent(native: dict[str, Any]) -> bytes:
    body = native.get("body") or ""
    if not isinstance(body, str):
        return b""
    raw = body.encode("utf-8", "surrogatepass")
    return b64decode(raw) if native.get("isBase64Encoded") is True else raw


def foreign(request: Request) -> Request:
    """The request as if it had come over another platform: of AWS's facts, those are left that the
    neutral model has."""
    return Request(
        method=request.method,
        raw_path=request.raw_path,
        raw_query=request.raw_query,
        root_path=request.root_path,
        headers=request.headers,
        body=request.body,
        client_ip=request.client_ip,
        scheme=request.scheme,
        host=request.host,
        platform=request.platform,
    )


@pytest.mark.parametrize("file", FILES)
def test_what_was_recorded_comes_out_again(file: str) -> None:
    native = native_of(file)
    trigger = next(row["trigger"] for row in RECORDED if row["file"] == file)
    codec, payload = READ[trigger]
    try:
        request = codec.decode_request(native)
    except PayloadError:
        return  # the corpus of its codec says why
    route = Route(HttpTrigger(("ANY",), "/{proxy:path}", None, None))

    made = json.loads(json.dumps(PAYLOADS[payload](foreign(request), route.of(request), "f")))

    again = codec.decode_request(made)
    assert request.body == again.body
    assert request.headers.get_all("content-type") == again.headers.get_all("content-type")
    assert list(request.query) == list(again.query)
    for place in COMPARED[payload]:
        recorded = at(native, place)
        if recorded not in (None, "", {}, []) and recorded != SECONDS:
            assert recorded == at(made, place), place
