"""The quirks of EventBridge and its schedules, one by one; each test names its row."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport.runtime.tick import Tick
from faasport_aws.runtime import eventbridge, schedule
from tests.codecs.aws_events import CREATED, CUSTOM, FIRED, utc


def test_c1_a_rule_fires() -> None:
    (tick,) = schedule.decode_events(FIRED)

    assert (tick.id, tick.name, tick.data) == ("t-1", "demo", None)
    assert tick.scheduled_at == tick.time == utc(2020, 9, 30, 15, 58, 34)


@pytest.mark.parametrize(
    ("resources", "name"),
    [
        (["arn:aws:events:us-east-1:1:rule/bus/nightly"], "nightly"),
        (["arn:aws:scheduler:us-east-1:1:schedule/default/nightly"], "nightly"),
        ([], None),
        (None, None),
    ],
)
def test_c1_the_scheduler_s_own_event_is_the_same(resources: Any, name: Any) -> None:
    native = {**FIRED, "source": "aws.scheduler", "detail": "{}", "resources": resources}

    (tick,) = schedule.decode_events(native)

    assert (tick.name, tick.data) == (name, None)


@pytest.mark.parametrize("payload", [{"job": "report"}, {}, None, "text", 5, [1, {"a": 2}], True])
def test_c2_a_payload_of_the_user_s_own_is_data(payload: Any) -> None:
    assert schedule.decode_events(payload) == (Tick(source="aws.scheduler", data=payload),)


@pytest.mark.parametrize("native", [CREATED, CUSTOM, {**FIRED, "source": "somebody"}])
def test_c2_another_event_of_eventbridge_is_no_schedule(native: Any) -> None:
    with pytest.raises(PayloadError, match=r"@faasport\.event"):
        schedule.decode_events(native)


@pytest.mark.parametrize("detail", [{}, "text", None, [1], {"a": {"b": 1}}])
def test_e11_a_detail_may_be_anything(detail: Any) -> None:
    (event,) = eventbridge.decode_events({**CUSTOM, "detail": detail})

    assert event.data == detail
    assert (event.id, event.source, event.type) == ("e-1", "shop", "OrderCreated")
    assert event.time == utc(2024, 1, 1)
    assert event.datacontenttype == "application/json"


@pytest.mark.parametrize(
    ("resources", "subject"),
    [([], None), ([""], None), (None, None), (["a", "b"], "a"), ([5], None), ("text", None)],
)
def test_e11_the_first_resource_is_the_subject(resources: Any, subject: Any) -> None:
    (event,) = eventbridge.decode_events({**CUSTOM, "resources": resources})

    assert event.subject == subject


def test_e11_partners_are_sources_as_any() -> None:
    native = {**CUSTOM, "source": "aws.partner/auth0.com/x", "detail-type": ["Auth0 log"]}

    (event,) = eventbridge.decode_events(native)

    assert (event.source, event.type) == ("aws.partner/auth0.com/x", "Auth0 log")
