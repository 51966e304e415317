"""Secrets, protection, concurrency, raw tables and dependency groups on Vercel."""

from __future__ import annotations

import json

import pytest

from faasport.packager.target import Dependencies
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function
from tests.unit.targets.vercel_plans import (
    EVENTS,
    configurations,
    files,
    plan,
    refused,
    vercel,
)

PRIVATE = "_faasport/fulfil"


def test_a_secret_is_said_and_never_written():
    secrets = {"STRIPE_KEY": "stripe/key", "MAIL_KEY": "mail/key"}

    made = plan(*FUNCTIONS, secrets=secrets)

    (warning,) = made.warnings
    assert "vercel env add MAIL_KEY production --sensitive" in warning
    assert "vercel env add STRIPE_KEY production --sensitive" in warning
    for content in (*made.artifacts[0].files.values(), *made.manifests.values()):
        assert b"STRIPE_KEY" not in content
        assert b"stripe/key" not in content


def test_one_variable_cannot_be_two_secrets():
    tables = {"fulfil": {"secrets": {"KEY": "a/b"}}, "welcome": {"secrets": {"KEY": "c/d"}}}

    assert "a/b and c/d" in refused(functions=tables)["same-secret"]


def test_a_secret_of_one_function_is_no_plain_variable_of_another():
    tables = {"fulfil": {"secrets": {"KEY": "a/b"}}, "welcome": {"env": {"KEY": "c"}}}

    assert "KEY" in refused(functions=tables)["secret-in-env"]


@pytest.mark.parametrize("name", ["FAASPORT_TIMEOUT", "FAASPORT_QUEUE_ORDERS"])
def test_a_secret_is_no_variable_of_ours(name):
    assert name in refused(secrets={name: "key"})["secret-in-env"]


def test_a_secret_has_no_name_that_the_platform_keeps_for_itself():
    assert "VERCEL_URL" in refused(secrets={"VERCEL_URL": "key"})["bad-variable"]


def test_what_fires_schedules_is_asked_for_once():
    """Without it the generated entry refuses them all."""
    cron, declared = EVENTS[2], {"CRON_SECRET": "cron"}

    (warning,) = plan(*FUNCTIONS, cron).warnings
    (told,) = plan(*FUNCTIONS, cron, secrets=declared).warnings

    assert warning.startswith("report: refused until")
    assert told.count("CRON_SECRET production") == warning.count("CRON_SECRET production") == 1


def test_vercel_does_not_fire_schedules_with_a_variable_of_a_function():
    plain = {"env": {"CRON_SECRET": "s"}}

    assert "vercel env add" in refused(*FUNCTIONS, EVENTS[2], **plain)["secret-in-env"]
    assert refused(*FUNCTIONS, EVENTS[3], **plain) == {}


@pytest.mark.parametrize("raw", [{"experimentalTriggers": []}, {"experimentalTriggers": None}])
def test_what_makes_a_function_private_is_not_taken_away(raw):
    own = {"fulfil": {"raw": raw}}

    assert "fulfil" in refused(**vercel(functions=own))["no-trigger"]
    assert "public" in refused(**vercel(raw=raw))["no-trigger"]
    assert refused(*FUNCTIONS, **vercel(raw=raw)) == {}


def test_two_queues_that_are_one_topic_have_no_two_takers():
    functions = (function("a", trigger("queue", "x")), function("b", trigger("queue", "y")))
    there = {"queue": {"x": {"topic": "same"}, "y": {"topic": "same"}}}

    assert "both take from 'same'" in refused(*functions, **vercel(resources=there))["same-queue"]
    del there["queue"]["x"]
    assert refused(*functions, **vercel(resources=there)) == {}


@pytest.mark.parametrize(
    "auth", ["key", "iam", {"issuer": "https://i.example", "audience": ["shop"]}]
)
def test_what_vercel_cannot_protect_is_refused_with_the_way_out(auth):
    found = refused(functions={"hook": {"auth": auth}})["no-auth"]

    assert "hook: auth is " in found
    assert "https://vercel.com/docs/deployment-protection" in found
    assert 'targets.vercel.functions.hook.auth = "public"' in found


def test_nothing_protected_becomes_public_by_the_targets_table():
    tables = {"hook": {"auth": "iam"}}

    assert "no-auth" in refused(functions=tables, **vercel(auth="public"))
    assert refused(functions=tables, **vercel(functions={"hook": {"auth": "public"}})) == {}


def test_events_have_no_callers_to_check():
    assert refused(*EVENTS, auth="iam") == {}


def test_there_are_no_rights_to_grant():
    found = refused(permissions={"vercel": [{"role": "admin"}]})
    of_one = refused(functions={"hook": {"permissions": {"vercel": [{"role": "admin"}]}}})

    assert "no rights to grant" in found["no-permissions"]
    place = "functions.hook.permissions.vercel[0]: hook:"
    assert place in of_one["no-permissions"]
    assert refused(permissions={"aws": [{"Action": "s3:GetObject", "Resource": "x"}]}) == {}


def test_concurrency_is_what_vercel_has_of_it():
    found = configurations(
        concurrency={"per_instance": 16}, functions={"fulfil": {"concurrency": {"max": 3}}}
    )

    assert found["app"]["maxConcurrency"] == 16
    assert found[PRIVATE]["maxConcurrency"] == 16
    assert found[PRIVATE]["experimentalTriggers"][0]["maxConcurrency"] == 3
    assert "maxConcurrency" not in found["_faasport/welcome"]["experimentalTriggers"][0]


def test_more_requests_than_an_instance_takes_are_refused():
    assert "8192" in refused(concurrency={"per_instance": 8193})["limit"]


@pytest.mark.parametrize(
    ("config", "warned"),
    [
        ({}, []),
        ({"tags": {"team": "shop"}}, ["tags"]),
        ({"concurrency": {"min": 1}}, ["concurrency.min"]),
        ({"concurrency": {"min": 0}}, []),
        ({"concurrency": {"max": 9}}, ["concurrency.max"]),
        (
            {"tags": {"a": "b"}, "concurrency": {"min": 1, "max": 2}},
            ["tags", "concurrency.min", "concurrency.max"],
        ),
    ],
)
def test_what_vercel_has_not_and_is_only_convenient_is_warned_of(config, warned):
    warnings = plan(*FUNCTIONS, EVENTS[0], **config).warnings

    told = [each.partition(": ")[2].partition(" ")[0] for each in warnings]
    assert told == warned


def test_a_queue_has_a_most_and_is_not_warned_of():
    tables = {"fulfil": {"concurrency": {"max": 3}}}

    assert plan(EVENTS[0], *FUNCTIONS, functions=tables).warnings == ()


def test_raw_goes_over_the_configurations_of_functions():
    found = configurations(
        **vercel(
            raw={"supportsCancellation": True},
            functions={
                "fulfil": {"raw": {"environment": {"TOPIC": "${topic:signups}"}}},
                "hook": {"raw": {"regions": ["hnd1"]}},
            },
        )
    )

    assert all(each["supportsCancellation"] for each in found.values())
    assert found[PRIVATE]["environment"]["TOPIC"] == "signups-topic"
    assert "FAASPORT_TIMEOUT" in found[PRIVATE]["environment"]
    assert found["app"]["regions"] == ["hnd1"]
    assert "regions" not in found[PRIVATE]


def test_raw_of_what_one_function_runs_cannot_contradict_itself():
    own = {name: {"raw": {"memory": size}} for name, size in {"hook": 512, "files": 1024}.items()}

    assert "`raw`" in refused(**vercel(functions=own))["conflicting-settings"]


def test_the_document_goes_over_the_configuration_of_the_output():
    overrides = {"overrides": {"a.html": {"path": "a"}}, "queue": "${queue:orders}"}

    config = json.loads(files(**vercel(document=overrides))["config.json"])

    assert config["overrides"] == {"a.html": {"path": "a"}}
    assert config["queue"] == "orders"
    assert config["version"] == 3


def test_a_reference_to_nothing_is_refused():
    assert "queue:orders" in refused(**vercel(document={"x": "${queue:order}"}))["unknown-resource"]
    own = {"fulfil": {"raw": {"x": "${topic:signup}"}}}
    assert "topic:signups" in refused(**vercel(functions=own))["unknown-resource"]


def test_a_topic_that_exists_is_taken_by_its_name():
    there = {
        "queue": {"orders": {"topic": "old_orders"}, "mail": {"topic": "mail-out"}},
        "topic": {"signups": {"topic": "people"}},
    }

    found = configurations(**vercel(resources=there))

    topics = {path: each.get("experimentalTriggers", [{}])[0] for path, each in found.items()}
    assert topics[PRIVATE]["topic"] == "old_orders"
    assert topics["_faasport/welcome"]["topic"] == "people"
    told = found["app"]["environment"]
    assert told["FAASPORT_QUEUE_ORDERS"] == "old_orders"
    assert told["FAASPORT_QUEUE_MAIL"] == "mail-out"
    assert told["FAASPORT_TOPIC_SIGNUPS"] == "people"


def test_a_queue_and_a_topic_cannot_be_one_that_exists():
    there = {"queue": {"orders": {"topic": "x"}}, "topic": {"signups": {"topic": "x"}}}

    assert "'x'" in refused(**vercel(resources=there))["same-name"]


@pytest.mark.parametrize("resources", [{"queue": {"a": {"topic": "a.b"}}}, {"bucket": {"a": {}}}])
def test_what_is_no_topic_is_refused(resources):
    assert refused(**vercel(resources=resources)).keys() <= {"bad-value", "unknown-key"}
    assert refused(**vercel(resources=resources))


COMMON = {"dep.py": b""}
LARGE = {**COMMON, "numpy.py": b""}


def test_a_function_with_groups_has_files_of_its_own():
    groups = Dependencies(COMMON, {"fulfil": LARGE})

    found = files(dependencies=groups)

    assert "functions/app.func/_vendor/dep.py" in found
    assert "functions/app.func/_vendor/numpy.py" not in found
    assert f"functions/{PRIVATE}.func/_vendor/numpy.py" in found
    assert f"functions/{PRIVATE}.func/orders.py" in found
    config = json.loads(found[f"functions/{PRIVATE}.func/.vc-config.json"])
    assert "filePathMap" not in config
    other = json.loads(found["functions/_faasport/welcome.func/.vc-config.json"])
    assert other["filePathMap"]["orders.py"] == ".vercel/output/functions/app.func/orders.py"


def test_functions_that_need_the_same_share_the_files_of_the_first():
    groups = Dependencies(COMMON, {"fulfil": LARGE, "welcome": dict(LARGE)})

    found = files(dependencies=groups)

    shared = json.loads(found["functions/_faasport/welcome.func/.vc-config.json"])["filePathMap"]
    assert shared["_vendor/numpy.py"] == f".vercel/output/functions/{PRIVATE}.func/_vendor/numpy.py"
    assert len([path for path in found if path.endswith("numpy.py")]) == 1


def test_each_that_holds_files_has_a_limit_of_its_own():
    (artifact,) = plan(dependencies=Dependencies(COMMON, {"fulfil": LARGE})).artifacts

    assert [limit.within for limit in artifact.limits] == [
        "functions/app.func/",
        f"functions/{PRIVATE}.func/",
    ]


def test_the_application_has_all_that_its_functions_need():
    found = files(dependencies=Dependencies(COMMON, {"hook": LARGE}))

    assert "functions/app.func/_vendor/numpy.py" in found
