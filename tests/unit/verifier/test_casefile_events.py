"""Events in the user's case file."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.project.problem import ProblemsFound
from faasport.verifier import casefile
from faasport.verifier.case import Case

HTTP = DeclaredTrigger("http", ("POST",), "/orders")
QUEUE = DeclaredTrigger("queue", name="orders", options={"batch_size": 10, "ordered": True})
FUNCTIONS = {
    "create_order": (HTTP,),
    "fulfil": (QUEUE,),
    "both": (HTTP, DeclaredTrigger("queue", name="returns")),
    "report": (DeclaredTrigger("schedule", name="report"),),
    "ingest": (DeclaredTrigger("bucket", name="uploads", options={"prefix": "in/"}),),
    "audit": (DeclaredTrigger("table", name="users"),),
    "notice": (DeclaredTrigger("event", name="a.*", options={"types": ["a.*"]}),),
    "click": (DeclaredTrigger("stream", name="clicks"),),
}


@pytest.fixture
def project(tmp_path):
    functions = tuple(DeclaredFunction(name, "m", each) for name, each in FUNCTIONS.items())
    return Project(tmp_path, Config(name="p", modules=["m"]), functions=functions)


def read(project: Project, text: str) -> Case:
    (project.root / casefile.FILE).write_text(f'[[case]]\nname = "n"\n{text}\n', "utf-8")
    (case,) = casefile.read(project, ["aws"]).cases
    return case


def test_a_batch_is_read_whole(project):
    case = read(
        project,
        'function = "fulfil"\n'
        'events = [{ data = { sku = "tea" } }, { data_base64 = "/w==", delivery_count = 2 }]\n'
        'expected = { verdicts = ["done", "reject"] }',
    )

    assert (case.function, case.trigger, case.consumer) == ("fulfil", "queue orders", "fulfil")
    assert [event.body for event in case.events] == [b'{"sku":"tea"}', b"\xff"]
    assert [event.delivery_count for event in case.events] == [1, 2]
    assert len({event.id for event in case.events}) == 2
    # What keeps an ordered queue's messages in order.
    assert {event.order for event in case.events} == {"sample"}
    assert case.expected is not None and case.expected.verdicts == ("done", "reject")
    assert case.request is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('function = "report"\nevent = {}', {"name": "report", "is_late": False}),
        (
            'function = "report"\nevent = { scheduled_at = 2024-05-01T06:00:00Z }',
            {"scheduled_at": datetime(2024, 5, 1, 6, tzinfo=timezone.utc)},
        ),
        (
            'function = "ingest"\nevent = { key = "in/é.csv", kind = "deleted" }',
            {"bucket": "uploads", "key": "in/é.csv", "kind": "deleted"},
        ),
        (
            'function = "audit"\nevent = { kind = "update", key = { id = "1" }, new = { n = 2 } }',
            {"table": "users", "kind": "update", "new": {"n": 2}, "old": None},
        ),
        (
            'function = "notice"\nevent = { data = { n = 1 }, attributes = { tenant = "x" } }',
            {"type": "a.sample", "data": {"n": 1}, "attributes": {"tenant": "x"}},
        ),
        ('function = "click"\nevent = { data = "x", key = "k" }', {"value": b"x", "key": b"k"}),
        ('function = "both"\ntrigger = "queue"\nevent = { data = "x" }', {"body": b"x"}),
        ('function = "both"\ntrigger = "returns"\nevent = { data = "x" }', {"body": b"x"}),
    ],
)
def test_an_event_is_the_neutral_form_and_what_it_leaves_out_is_the_triggers(project, text, told):
    (event,) = read(project, text).events

    assert {name: getattr(event, name) for name in told} == told


@pytest.mark.parametrize(
    ("text", "code", "where", "said"),
    [
        ("event = {}", "missing-key", ".function", "none is named"),
        ('function = "fulfill"\nevent = {}', "unknown-function", ".function", "'fulfil'"),
        ('function = "create_order"\nevent = {}', "bad-value", "", "takes no events"),
        ('function = "both"\nevent = {}', "which-trigger", ".trigger", "http, queue"),
        (
            'function = "fulfil"\ntrigger = "topic"\nevent = {}',
            "unknown-trigger",
            ".trigger",
            "it has: queue",
        ),
        ('function = "fulfil"\nevents = []', "bad-value", ".events", ""),
        (
            'function = "fulfil"\nevent = {}\nevents = [{}]',
            "bad-value",
            "",
            "2 things: event, events",
        ),
        (
            'function = "fulfil"\nevent = {}\nrequest = { target = "/" }',
            "bad-value",
            "",
            "2 things: request, event",
        ),
        (
            'function = "fulfil"\nevents = [{}, { grup = "a" }]',
            "unknown-key",
            ".events[1].grup",
            "Did you mean 'group'?",
        ),
        (
            'function = "fulfil"\nevent = { data_base64 = "?" }',
            "bad-value",
            ".event",
            "data_base64",
        ),
        ('function = "ingest"\nevent = {}', "bad-value", ".event", 'no "key"'),
        (
            'function = "fulfil"\nevent = {}\nexpected = { verdicts = ["gone"] }',
            "bad-value",
            ".expected.verdicts[0]",
            "'done', 'retry' or 'reject'",
        ),
        (
            'function = "fulfil"\nevent = {}\nexpected = { verdicts = ["done", "done"] }',
            "bad-value",
            ".expected.verdicts",
            "2 verdicts are expected of 1 events",
        ),
        (
            'function = "fulfil"\nevent = {}\nexpected = { status = 200 }',
            "bad-value",
            ".expected",
            "'status' cannot be expected",
        ),
        (
            'request = { target = "/" }\nexpected = { verdicts = ["done"] }',
            "bad-value",
            ".expected",
            "'verdicts' cannot be expected",
        ),
        (
            'function = "fulfil"\nevnt = {}\nevent = {}',
            "unknown-key",
            ".evnt",
            "Did you mean 'event'?",
        ),
    ],
)
def test_a_fault_says_where_and_what_to_do(project, text, code, where, said):
    with pytest.raises(ProblemsFound) as found:
        read(project, text)

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == (code, f"{casefile.FILE}: case[0]{where}")
    assert said in f"{problem.message} {problem.fix}"
