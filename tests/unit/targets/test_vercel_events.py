"""The triggers that are not HTTP, in the Build Output of Vercel."""

from __future__ import annotations

import ast
import json

import pytest
from jsonschema import Draft202012Validator

from faasport.packager.capability import KINDS, Capability, Missing
from faasport.packager.target import Dependencies
from faasport_vercel.packager import VercelTarget
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project

TARGET = VercelTarget()
EVERY = (
    function("fulfil", http("POST", "/orders"), trigger("queue", "orders", max_attempts=3)),
    function("welcome", trigger("topic", "signups"), is_async=True),
    function("record", trigger("topic", "signups")),
    function("report", trigger("schedule", "morning report")),
    function("night", trigger("schedule", "nightly", timezone="Europe/Berlin")),
)
# https://github.com/vercel/vercel/blob/main/packages/build-utils/src/types.ts (TriggerEvent, Cron,
# Schedule), and https://openapi.vercel.sh/vercel.json for the ranges.
TRIGGER = {
    "oneOf": [
        {
            "additionalProperties": False,
            "required": ["type", "topic", "consumer"],
            "properties": {
                "type": {"const": "queue/v2beta"},
                "topic": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
                "consumer": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
                "maxDeliveries": {"type": "integer", "minimum": 1},
                "retryAfterSeconds": {"type": "integer", "minimum": 0},
            },
        },
        {"additionalProperties": False, "properties": {"type": {"const": "schedule/v1beta"}}},
    ]
}
CRON = {
    "additionalProperties": False,
    "required": ["path", "schedule"],
    "properties": {
        "path": {"type": "string", "pattern": "^/", "maxLength": 512},
        "schedule": {"type": "string", "minLength": 9, "maxLength": 256},
    },
}
SCHEDULE = {
    "additionalProperties": False,
    "required": ["schedule", "function"],
    "properties": {
        "name": {"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z._-]*$"},
        "schedule": {"type": "string", "minLength": 9, "maxLength": 256},
        "timezone": {"type": "string"},
        "function": {"type": "string"},
    },
}


def output(*functions, **config):
    it = project(*(functions or EVERY), **config)
    (artifact,) = TARGET.plan(it, TARGET.entries(it), Dependencies({"dep.py": b""})).artifacts
    return artifact.files


def configuration(files, path):
    return json.loads(files[f"functions/{path}.func/.vc-config.json"])


def folders(files):
    return {path.partition(".func/")[0] for path in files if ".func/" in path}


def contents(files, folder):
    """The files of a function, its own and those that it refers to."""
    own = {
        path.removeprefix(f"{folder}.func/"): data
        for path, data in files.items()
        if path.startswith(f"{folder}.func/")
    }
    mapped = json.loads(own[".vc-config.json"]).get("filePathMap", {})
    referred = {
        name: files[place.removeprefix(".vercel/output/")] for name, place in mapped.items()
    }
    assert not own.keys() & referred.keys()
    return {**own, **referred}


def problems(*functions, **config):
    return TARGET.check(project(*functions, **config))


def test_a_record_of_every_trigger(golden):
    files = output(env={"SHOP_CURRENCY": "EUR"}, targets={"vercel": {"regions": ["fra1"]}})

    assert problems(*EVERY) == []
    for path, content in files.items():
        if path.endswith(".json"):
            golden(f"vercel-events/{path.replace('/.', '/')}", content)
    for path, content in TARGET.entries(project(*EVERY)).items():
        golden(f"vercel-events/{path}", content)


def test_each_trigger_that_only_the_platform_calls_has_a_private_function():
    files = output()

    assert folders(files) == {
        "functions/app",
        "functions/_faasport/fulfil-queue",
        "functions/_faasport/welcome",
        "functions/_faasport/record",
        "functions/_faasport/night",
    }
    for label in ("fulfil-queue", "welcome", "record", "night"):
        (found,) = configuration(files, f"_faasport/{label}")["experimentalTriggers"]
        assert list(Draft202012Validator(TRIGGER).iter_errors(found)) == []
    assert "experimentalTriggers" not in configuration(files, "app")


def test_two_functions_on_one_topic_are_two_consumer_groups():
    files = output()

    found = [configuration(files, f"_faasport/{name}") for name in ("welcome", "record")]
    triggers = [each["experimentalTriggers"][0] for each in found]
    assert [(each["topic"], each["consumer"]) for each in triggers] == [
        ("signups-topic", "welcome"),
        ("signups-topic", "record"),
    ]


def test_the_platform_delivers_more_often_than_a_message_is_tried():
    """What dies in its last try is given up by a later delivery, and not dropped by Vercel."""
    (found,) = configuration(output(), "_faasport/fulfil-queue")["experimentalTriggers"]

    assert found["maxDeliveries"] > 3


def test_each_function_starts_its_own_module():
    files = output()

    for folder in folders(files):
        told = json.loads(files[f"{folder}.func/.vc-config.json"])["environment"]
        module = told.get("FAASPORT_ENTRY", "faasport_entry")
        tree = ast.parse(contents(files, folder)[f"{module}.py"])
        (app,) = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef))
        assert [argument.arg for argument in app.args.args] == ["scope", "receive", "send"]


def test_the_code_lies_there_once_and_every_function_has_all_of_it():
    files = output()
    names = {name: set(contents(files, name)) for name in folders(files)}

    assert len([path for path in files if path.endswith("dep.py")]) == 1
    assert all(each == names["functions/app"] for each in names.values())
    assert "_vendor/dep.py" in names["functions/app"]


def test_a_schedule_in_utc_is_a_path_that_the_application_serves():
    files = output()
    config = json.loads(files["config.json"])

    (cron,) = config["crons"]
    assert list(Draft202012Validator(CRON).iter_errors(cron)) == []
    assert cron == {"path": "/_faasport/report/morning%20report", "schedule": "0 6 * * *"}
    entry = files["functions/app.func/faasport_entry.py"].decode()
    assert f"{cron['path']!r}: 'report'" in entry


def test_a_schedule_on_another_clock_has_its_zone():
    (schedule,) = json.loads(output()["config.json"])["schedules"]

    assert list(Draft202012Validator(SCHEDULE).iter_errors(schedule)) == []
    assert schedule == {
        "name": "nightly",
        "schedule": "0 6 * * *",
        "timezone": "Europe/Berlin",
        "function": "_faasport/night",
    }


def test_every_function_is_told_the_topics():
    files = output()

    for folder in folders(files):
        told = json.loads(files[f"{folder}.func/.vc-config.json"])["environment"]
        assert told["FAASPORT_QUEUE_ORDERS"] == "orders"
        assert told["FAASPORT_TOPIC_SIGNUPS"] == "signups-topic"


def test_a_private_function_has_the_settings_of_its_own():
    functions = {"fulfil": {"memory": 2048, "timeout": 300, "env": {"A": "1"}}}

    files = output(*FUNCTIONS, *EVERY[1:], function("fulfil", trigger("queue", "orders")),
                   functions=functions)  # fmt: skip

    own, app = configuration(files, "_faasport/fulfil"), configuration(files, "app")
    assert (own["memory"], own["maxDuration"], own["environment"]["A"]) == (2048, 300, "1")
    assert app["memory"] != 2048
    assert "A" not in app["environment"]


def test_without_http_there_is_no_public_function():
    files = output(function("fulfil", trigger("queue", "orders")))

    assert folders(files) == {"functions/_faasport/fulfil"}
    assert json.loads(files["config.json"])["routes"] == [{"handle": "filesystem"}]


def test_a_queue_and_a_topic_of_one_name_are_two():
    files = output(function("f", trigger("queue", "a")), function("g", trigger("topic", "a")))

    found = [
        configuration(files, f"_faasport/{label}")["experimentalTriggers"][0] for label in "fg"
    ]
    assert [each["topic"] for each in found] == ["a", "a-topic"]


def test_an_application_with_http_alone_is_what_it_was():
    files = output(*FUNCTIONS)

    assert folders(files) == {"functions/app"}
    assert set(json.loads(files["config.json"])) == {"version", "routes"}
    assert b"cron" not in files["functions/app.func/faasport_entry.py"]


def test_every_kind_has_a_row_with_a_page():
    assert tuple(TARGET.capabilities) == KINDS
    for row in TARGET.capabilities.values():
        assert isinstance(row, (Capability, Missing))
        assert row.source.startswith("https://vercel.com/")


@pytest.mark.parametrize("kind", ["bucket", "table", "event", "stream"])
def test_what_vercel_does_not_have_is_refused_with_a_way_out(kind):
    (problem,) = problems(function("fulfil", trigger(kind, "things")))

    assert problem.code == "no-trigger"
    assert problem.message.startswith(f"fulfil: vercel has no {kind} trigger: ")
    assert "aws, gcp or azure" in problem.fix


@pytest.mark.parametrize(
    ("functions", "code", "said"),
    [
        ((function("f", trigger("queue", "my.orders")),), "bad-name", "'my.orders'"),
        ((function("größe", trigger("topic", "a")),), "bad-name", "consumer group"),
        ((function("f", trigger("queue", "a", ordered=True)),), "no-order", "by and large"),
        (
            (function("f", trigger("queue", "a-topic")), function("g", trigger("topic", "a"))),
            "same-name",
            "would both be 'a-topic'",
        ),
        (
            (function("f", trigger("schedule", "a b", timezone="Asia/Tokyo")),),
            "bad-name",
            "'a b'",
        ),
        (
            (
                function("f", trigger("schedule", "a", timezone="Asia/Tokyo")),
                function("g", trigger("schedule", "a", timezone="Asia/Tokyo")),
            ),
            "same-name",
            "tell schedules apart",
        ),
        (
            (function("f", trigger("schedule", "a", expression="0 0 13 * 5")),),
            "bad-schedule",
            "one of the two",
        ),
        ((function("f", http("GET", "/_faasport/x")),), "reserved-path", "fire schedules"),
    ],
)
def test_what_vercel_cannot_do_is_said_before(functions, code, said):
    (problem,) = problems(*functions)

    assert (problem.code, problem.where) == (code, functions[-1].where)
    assert said in problem.message
    assert problem.fix


def test_too_many_schedules():
    several = [function(f"f{number}", trigger("schedule", f"s{number}")) for number in range(101)]

    (problem,) = problems(*several)

    assert "101" in problem.message


def test_settings_of_private_functions_have_limits_too():
    (problem,) = problems(
        *FUNCTIONS, function("f", trigger("queue", "a")), functions={"f": {"timeout": 900}}
    )

    assert problem.where.endswith("functions.f.timeout")
    assert problem.message.startswith("timeout on vercel is 900 s")


@pytest.mark.parametrize(
    ("expression", "warned"),
    [("0 6 * * *", 0), ("0 6 * * 1", 0), ("0 6,18 * * *", 1), ("* * * * *", 1)],
)
def test_more_than_once_a_day_is_not_for_every_plan(expression, warned):
    it = project(function("f", trigger("schedule", "s", expression=expression)))

    warnings = TARGET.plan(it, TARGET.entries(it), Dependencies({})).warnings

    assert warned == sum("Hobby" in warning for warning in warnings)
