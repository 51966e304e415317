"""The events that are made for a declaration."""

from __future__ import annotations

import json

import pytest

from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Parameter, Project
from faasport.runtime import neutral
from faasport.verifier import builtin, payload_sample
from faasport.verifier.case import Case

ORDER = {
    "type": "object",
    "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer", "minimum": 10}},
}
TRIGGERS = {
    "schedule": DeclaredTrigger("schedule", name="report"),
    "queue": DeclaredTrigger("queue", name="orders", options={"batch_size": 10, "ordered": True}),
    "topic": DeclaredTrigger("topic", name="signups"),
    "bucket": DeclaredTrigger(
        "bucket", name="uploads", options={"on": ["updated"], "prefix": "in/", "suffix": ".csv"}
    ),
    "table": DeclaredTrigger("table", name="users", options={"on": [], "batch_size": 10}),
    "event": DeclaredTrigger(
        "event", name="a.b.*", options={"types": ["a.b.*", "c.d"], "source": "//shop"}
    ),
    "stream": DeclaredTrigger("stream", name="clicks", options={"batch_size": 100}),
}


def cases(tmp_path, *triggers: DeclaredTrigger) -> dict[str, Case]:
    functions = tuple(
        DeclaredFunction(f"f{number}", "m", (trigger,)) for number, trigger in enumerate(triggers)
    )
    project = Project(tmp_path, Config(name="p", modules=["m"]), functions=functions)
    return {case.name: case for case in builtin.cases(project)}


@pytest.mark.parametrize("kind", TRIGGERS)
def test_every_event_survives_the_neutral_form(tmp_path, kind):
    for case in cases(tmp_path, TRIGGERS[kind]).values():
        native = json.loads(json.dumps(neutral.encode_events(case.events)))

        assert neutral.decode_events(native, kind) == case.events, case.name


def test_a_case_says_whose_it_is(tmp_path):
    case = cases(tmp_path, TRIGGERS["queue"])["queue: fitting event"]

    assert (case.function, case.trigger, case.consumer) == ("f0", "queue orders", "f0")
    assert case.built_in and case.request is None


def test_every_case_can_be_told_from_all_others(tmp_path):
    triggers = (*TRIGGERS.values(), DeclaredTrigger("topic", name="signups"))
    functions = (DeclaredFunction("all_of_it", "m", triggers),)
    project = Project(tmp_path, Config(name="p", modules=["m"]), functions=functions)

    keys = [case.key for case in builtin.cases(project)]

    assert len(keys) == len(set(keys)) > 40


def test_messages_cover_what_payloads_can_be(tmp_path):
    found = cases(tmp_path, TRIGGERS["queue"])

    assert found["queue: binary body"].events[0].body == bytes(range(256))
    assert found["queue: empty body"].events[0].body == b""
    assert json.loads(found["queue: unicode JSON"].events[0].body) == {"text": "é ✓ 😀"}
    assert found["queue: delivered again"].events[0].delivery_count == 2
    batch = found["queue: batch of three"].events
    assert len({event.id for event in batch}) == 3
    assert {event.group for event in batch} == {"sample"}


def test_a_payload_fits_the_type_that_is_declared_for_it(tmp_path):
    parameter = Parameter("order", "payload", "order", "order", payload_schema=ORDER)
    trigger = DeclaredTrigger("queue", name="orders", parameters=(parameter,))

    (event,) = cases(tmp_path, trigger)["queue: fitting event"].events

    assert json.loads(event.body) == {"sku": "sample", "quantity": 10}


def test_no_batch_is_larger_than_declared(tmp_path):
    found = cases(tmp_path, DeclaredTrigger("queue", name="orders", options={"batch_size": 2}))

    assert {len(case.events) for case in found.values()} == {1}


def test_objects_are_within_the_filter_but_for_the_one_that_is_not(tmp_path):
    found = cases(tmp_path, TRIGGERS["bucket"])

    keys = {name: case.events[0].key for name, case in found.items()}
    outside = keys.pop("bucket: key outside the filter")
    assert not outside.startswith("in/")
    assert all(key.startswith("in/") and key.endswith(".csv") for key in keys.values())
    assert "in/with space+plus.csv" in keys.values()
    assert {case.events[0].kind for case in found.values()} == {"updated"}


def test_without_a_filter_changes_are_of_every_kind(tmp_path):
    tables = cases(tmp_path, TRIGGERS["table"])
    buckets = cases(tmp_path, DeclaredTrigger("bucket", name="uploads"))

    rows = {
        case.events[0].kind: (case.events[0].old is None, case.events[0].new is None)
        for case in tables.values()
    }
    assert rows == {"insert": (True, False), "update": (False, False), "delete": (False, True)}
    assert {case.events[0].kind for case in buckets.values()} == {"created", "deleted"}


def test_events_are_of_the_types_and_the_source_that_are_declared(tmp_path):
    found = cases(tmp_path, TRIGGERS["event"])

    assert {case.events[0].type for case in found.values()} == {"a.b.sample", "c.d"}
    assert {case.events[0].source for case in found.values()} == {"//shop"}
    assert found["event: no data"].events[0].data is None


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({}, {"text": "sample"}),
        ({"type": "string", "minLength": 8}, "samplexx"),
        ({"type": "string", "maxLength": 3}, "sam"),
        ({"type": "string", "format": "date"}, "2024-02-29"),
        ({"type": "integer", "exclusiveMaximum": 3}, 2),
        ({"type": "integer", "exclusiveMinimum": 10}, 11),
        ({"type": "integer", "minimum": 10, "multipleOf": 4}, 12),
        ({"enum": ["red", "blue"]}, "red"),
        ({"const": 5}, 5),
        ({"examples": ["mine"], "type": "string"}, "mine"),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, None),
        ({"type": "array", "items": {"type": "number"}, "minItems": 2}, [1.5, 1.5]),
        ({"type": "array", "prefixItems": [{"type": "integer"}, {"const": "a"}]}, [7, "a"]),
        ({"allOf": [{"$ref": "#/$defs/N"}], "$defs": {"N": {"const": 1}}}, 1),
    ],
)
def test_a_value_is_made_for_a_schema(schema, value):
    assert payload_sample.value(schema) == value


def test_a_schema_that_refers_to_itself_has_an_end():
    schema = {
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "child": {"$ref": "#/$defs/Node"}},
                "required": ["name"],
            }
        },
        "$ref": "#/$defs/Node",
    }

    assert payload_sample.value(schema)["child"]["name"] == "sample"
