"""The law of the codecs holds for the events that guests of Lambda get: they are completed, and
nothing of the request is lost beyond the codec's own list."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger
from faasport.testing import event_strategies as events
from faasport.testing.losses import Losses
from faasport.testing.strategies import requests
from faasport_aws import losses
from faasport_aws.event_losses import LOSSES
from faasport_aws.runtime import (
    alb,
    alb_single,
    dynamodb,
    eventbridge,
    http_v1,
    http_v2,
    kinesis,
    s3,
    s3_notification,
    sns,
    sqs,
)
from faasport_aws.runtime.guest_events import writer
from faasport_aws.runtime.guest_headers import forwarding
from faasport_aws.runtime.guest_http import PAYLOADS
from faasport_aws.runtime.guest_payloads import S3_EVENTBRIDGE
from faasport_aws.runtime.guest_routes import Route

READ: dict[str, tuple[ModuleType, Losses]] = {
    "http-api-2.0": (http_v2, losses.HTTP_V2),
    "function-url": (http_v2, losses.HTTP_V2),
    "rest-api-1.0": (http_v1, losses.HTTP_V1),
    "alb": (alb, losses.ALB),
    "alb-single": (alb_single, losses.ALB_SINGLE),
}
ROUTE = Route(HttpTrigger(("ANY",), "/{rest:path}", None, None))


def arriving(request: Request) -> Request:
    """The request with the headers that every front adds."""
    return Request(
        method=request.method,
        raw_path=request.routing_path,
        raw_query=request.raw_query,
        headers=[*request.headers, *forwarding(request)],
        body=request.body,
        client_ip=request.client_ip,
        scheme=request.scheme,
        host=request.host,
    )


@pytest.mark.parametrize("payload", PAYLOADS)
@settings(max_examples=100, deadline=None)
@given(request_=requests())
def test_a_guest_gets_what_the_codec_carries(payload: str, request_: Request) -> None:
    codec, lost = READ[payload]
    expected = lost.carry(arriving(request_))

    native: Any = json.loads(json.dumps(PAYLOADS[payload](request_, ROUTE.of(request_), "f")))

    actual = codec.decode_request(native)
    assert expected == actual
    assert expected.query == actual.query
    assert expected.cookies == actual.cookies
    assert actual.notes == ()


EVENTS: dict[str, tuple[str, str, ModuleType, str, st.SearchStrategy[Any]]] = {
    "sqs": ("queue", "", sqs, "sqs", events.messages()),
    "sns": ("topic", "", sns, "sns", events.messages()),
    "s3": ("bucket", "", s3_notification, "s3_notification", events.object_events()),
    "s3-eventbridge": ("bucket", S3_EVENTBRIDGE, s3, "s3", events.object_events()),
    "dynamodb": ("table", "", dynamodb, "dynamodb", events.change_events()),
    "eventbridge": ("event", "", eventbridge, "eventbridge", events.cloud_events()),
    "kinesis": ("stream", "", kinesis, "stream", events.records()),
}
# A guest's event has an id and a moment, whoever sent it.
STAMPED = frozenset(("time", "sent_at"))
IDENTIFIED = {"s3": ("id",)}


@pytest.mark.parametrize("name", EVENTS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_guest_gets_what_the_codec_carries_of_an_event(name: str, data: st.DataObject) -> None:
    kind, payload, codec, row, every = EVENTS[name]
    event = data.draw(every)
    carried = LOSSES[row].carried(event)

    native: Any = json.loads(json.dumps(writer(kind, payload)((event,))))

    (actual,) = codec.decode_events(native)
    made_up = {each for each in STAMPED if getattr(event, each, ...) is None}
    made_up.update(IDENTIFIED.get(name, ()), () if event.id else ("id",))
    if name == "kinesis":  # its id is of the sequence number, which no record may lack
        made_up |= {"id", "offset"} if not carried.offset else set()
    told = [each for each in carried.TOLD if each not in made_up]
    assert [getattr(carried, each) for each in told] == [getattr(actual, each) for each in told]
