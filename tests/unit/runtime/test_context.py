from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest

from faasport.runtime.context import Context, trace_of

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_a_bare_context_knows_nothing() -> None:
    context = Context()

    assert (context.platform, context.deadline, context.remaining()) == ("neutral", None, None)


def test_a_deadline_is_aware_and_runs_down() -> None:
    moment = datetime.now(timezone.utc) + timedelta(seconds=5)

    context = Context(deadline=moment)

    remaining = context.remaining()
    assert context.deadline == moment
    assert remaining is not None
    assert 4 < remaining <= 5


def test_what_remains_is_never_below_zero() -> None:
    assert Context(deadline=time.time() - 5).remaining() == 0


@pytest.mark.parametrize(
    ("header", "trace"),
    [
        (f"00-{TRACE}-b7ad6b7169203331-01", TRACE),
        (f"00-{TRACE}", None),
        ("00-short-b7ad6b7169203331-01", None),
        ("", None),
        (None, None),
    ],
)
def test_a_trace_is_that_of_a_well_formed_header(header: str | None, trace: str | None) -> None:
    assert trace_of(header) == trace
