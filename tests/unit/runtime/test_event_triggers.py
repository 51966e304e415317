import json
from collections.abc import Callable
from typing import Any

import pytest

import faasport
from faasport.runtime.every import Every


def declared(function: Any) -> list[tuple[str, str]]:
    return [(trigger.kind, trigger.name) for trigger in function.__faasport__]


def test_a_decorator_returns_the_very_function() -> None:
    def handler(message: str) -> str:
        return message

    decorated = faasport.queue("orders")(handler)

    assert decorated is handler
    assert decorated("x") == "x"


def test_declarations_of_all_kinds_are_kept_in_reading_order() -> None:
    @faasport.http("GET", "/a")
    @faasport.queue("orders")
    @faasport.schedule("0 6 * * *")
    @faasport.http("GET", "/b")
    @faasport.topic("signups")
    def handler() -> None: ...

    triggers: Any = handler.__faasport__  # type: ignore[attr-defined]

    assert [trigger.kind for trigger in triggers] == ["http", "queue", "schedule", "http", "topic"]


FAILING = {"max_attempts": 5, "on_reject": "dead-letter"}


@pytest.mark.parametrize(
    ("decorator", "kind", "name", "options"),
    [
        (
            faasport.schedule("0 6 * * *"),
            "schedule",
            "handler",
            {"expression": "0 6 * * *", "every": None, "timezone": "UTC"},
        ),
        (
            faasport.schedule(" */5  8-18 1,15 JAN-DEC MON ", timezone="Europe/Berlin", name="at"),
            "schedule",
            "at",
            {
                "expression": "*/5 8-18 1,15 JAN-DEC MON",
                "every": None,
                "timezone": "Europe/Berlin",
            },
        ),
        (
            faasport.schedule(faasport.every("5 minutes")),
            "schedule",
            "handler",
            {"expression": None, "every": [5, "minutes"], "timezone": "UTC"},
        ),
        (
            faasport.queue("orders"),
            "queue",
            "orders",
            {"batch_size": 10, "ordered": False, "unwrap": False, **FAILING},
        ),
        (
            faasport.queue(
                "orders",
                batch_size=1,
                ordered=True,
                unwrap=True,
                max_attempts=2,
                on_reject="drop",
            ),
            "queue",
            "orders",
            {
                "batch_size": 1,
                "ordered": True,
                "unwrap": True,
                "max_attempts": 2,
                "on_reject": "drop",
            },
        ),
        (faasport.topic("signups"), "topic", "signups", FAILING),
        (
            faasport.bucket("uploads"),
            "bucket",
            "uploads",
            {"on": [], "prefix": "", "suffix": "", **FAILING},
        ),
        (
            faasport.bucket("uploads", on="created", prefix="in/", suffix=".csv"),
            "bucket",
            "uploads",
            {"on": ["created"], "prefix": "in/", "suffix": ".csv", **FAILING},
        ),
        (
            faasport.table("users", on=["insert", "delete", "insert"]),
            "table",
            "users",
            {"on": ["insert", "delete"], "batch_size": 10, **FAILING},
        ),
        (
            faasport.event("com.example.order.*"),
            "event",
            "com.example.order.*",
            {"types": ["com.example.order.*"], "source": None, **FAILING},
        ),
        (
            faasport.event(["Order Created", "a.*.c"], source="shop"),
            "event",
            "Order Created",
            {"types": ["Order Created", "a.*.c"], "source": "shop", **FAILING},
        ),
        (faasport.stream("clicks"), "stream", "clicks", {"batch_size": 100, **FAILING}),
    ],
)
def test_a_trigger_is_its_kind_its_name_and_plain_options(
    decorator: Callable[[Any], Any], kind: str, name: str, options: dict[str, Any]
) -> None:
    def handler() -> None: ...

    (trigger,) = decorator(handler).__faasport__

    assert (trigger.kind, trigger.name, trigger.options) == (kind, name, options)
    assert json.loads(json.dumps(trigger.options)) == options


@pytest.mark.parametrize(
    ("period", "count", "unit"),
    [
        ("1 minute", 1, "minutes"),
        ("5 minutes", 5, "minutes"),
        (" 1  hour ", 1, "hours"),
        ("2 hours", 2, "hours"),
        ("1 day", 1, "days"),
        ("30 days", 30, "days"),
    ],
)
def test_a_period_is_a_number_and_a_unit(period: str, count: int, unit: str) -> None:
    told = faasport.every(period)

    assert (told.count, told.unit) == (count, unit)
    assert isinstance(told, Every)


def test_a_period_shows_itself_as_it_is_written() -> None:
    shown = [repr(faasport.every("1 day")), repr(faasport.every("5 minutes"))]

    assert shown == ['every("1 day")', 'every("5 minutes")']


@pytest.mark.parametrize(
    "period", ["", "5", "minutes", "0 minutes", "-1 hours", "5 seconds", "1.5 hours", "1 week", 5]
)
def test_other_periods_are_refused(period: Any) -> None:
    with pytest.raises(faasport.DeclarationError, match="is no period"):
        faasport.every(period)


REFUSED: list[tuple[Any, tuple[Any, ...], dict[str, Any], str]] = [
    (faasport.queue, ("",), {}, "name is text, not empty"),
    (faasport.queue, (" orders",), {}, "name is text, not empty"),
    (faasport.queue, (None,), {}, "name is text, not empty"),
    (faasport.queue, ("orders",), {"batch_size": 0}, "batch_size is a whole number from 1, not 0"),
    (faasport.queue, ("orders",), {"batch_size": True}, "batch_size is a whole number"),
    (faasport.queue, ("orders",), {"batch_size": "10"}, "batch_size is a whole number"),
    (faasport.queue, ("orders",), {"ordered": 1}, "ordered is True or False"),
    (faasport.queue, ("orders",), {"unwrap": "yes"}, "unwrap is True or False"),
    (faasport.queue, ("orders",), {"max_attempts": 0}, "max_attempts is a whole number"),
    (faasport.queue, ("orders",), {"on_reject": "ignore"}, "on_reject is 'dead-letter' or 'drop'"),
    (faasport.topic, ("",), {}, "name is text"),
    (faasport.topic, ("a",), {"on_reject": None}, "on_reject is"),
    (faasport.bucket, ("",), {}, "name is text"),
    (faasport.bucket, ("b",), {"on": "create"}, "'create' never happens. Use created, deleted"),
    (faasport.bucket, ("b",), {"on": ["created", "gone"]}, "'gone' never happens"),
    (faasport.bucket, ("b",), {"on": []}, "'nothing' never happens"),
    (faasport.bucket, ("b",), {"on": 5}, "5 never happens"),
    (faasport.bucket, ("b",), {"prefix": None}, "prefix is text, not None"),
    (faasport.bucket, ("b",), {"suffix": b".csv"}, "suffix is text"),
    (faasport.table, ("",), {}, "name is text"),
    (faasport.table, ("t",), {"on": "created"}, "'created' never happens. Use insert, update"),
    (faasport.table, ("t",), {"batch_size": -1}, "batch_size is a whole number"),
    (faasport.event, ("",), {}, "type is text"),
    (faasport.event, ([],), {}, "type is an empty list"),
    (faasport.event, (["a", 5],), {}, "type is text, not empty and without outer spaces: not 5"),
    (faasport.event, ("com.exa*",), {}, "stands for a whole segment"),
    (faasport.event, ("a.**",), {}, "stands for a whole segment"),
    (faasport.event, ("a",), {"source": ""}, "source is text"),
    (faasport.stream, ("",), {}, "name is text"),
    (faasport.stream, ("s",), {"batch_size": 0}, "batch_size is a whole number"),
    (faasport.schedule, ("",), {}, "no cron expression of five fields"),
    (faasport.schedule, ("0 6 * *",), {}, "no cron expression of five fields"),
    (faasport.schedule, ("0 6 * * * *",), {}, "no cron expression of five fields"),
    (faasport.schedule, ("0 6 * * ?",), {}, "no cron expression of five fields"),
    (faasport.schedule, ("@daily",), {}, "no cron expression of five fields"),
    (faasport.schedule, ("5 minutes",), {}, r'faasport\.every\("5 minutes"\)'),
    (faasport.schedule, (5,), {}, "no cron expression"),
    (faasport.schedule, ("0 6 * * *",), {"timezone": ""}, "timezone is an IANA name"),
    (faasport.schedule, ("0 6 * * *",), {"timezone": "Europe / Berlin"}, "timezone is an IANA"),
    (faasport.schedule, ("0 6 * * *",), {"timezone": "+01:00"}, "timezone is an IANA name"),
    (faasport.schedule, ("0 6 * * *",), {"name": ""}, "name is text"),
]


@pytest.mark.parametrize(("decorator", "arguments", "options", "message"), REFUSED)
def test_a_declaration_that_cannot_work_says_where(
    decorator: Any, arguments: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    def handler() -> None: ...

    with pytest.raises(faasport.DeclarationError, match=message) as told:
        decorator(*arguments, **options)(handler)

    assert f"{__file__}:" in str(told.value)
    assert "in handler" in str(told.value)
    assert not hasattr(handler, "__faasport__")


@pytest.mark.parametrize(
    "name", ["schedule", "queue", "topic", "bucket", "table", "event", "stream"]
)
def test_a_bare_declaration_is_told_to_name_what_it_listens_to(name: str) -> None:
    def handler() -> None: ...

    with pytest.raises(faasport.DeclarationError, match=f"@faasport.{name} stands bare") as told:
        getattr(faasport, name)(handler)

    assert f"{__file__}:" in str(told.value)


def test_a_trigger_shows_what_it_is() -> None:
    @faasport.topic("signups")
    def handler() -> None: ...

    shown = repr(handler.__faasport__[0])  # type: ignore[attr-defined]

    assert shown == ("Trigger('topic', 'signups', {'max_attempts': 5, 'on_reject': 'dead-letter'})")
