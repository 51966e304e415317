from __future__ import annotations

import pytest

from faasport.migrator.draft import Draft
from faasport.packager.cron import CronFault
from faasport_gcp.importer.commands import commands
from faasport_gcp.importer.events import NoLike, listens
from faasport_gcp.importer.flags import Flags, megabytes, seconds, table
from faasport_gcp.importer.scheduler import expression

SCRIPTS = {
    "NAME=api\ngcloud functions deploy $NAME --quiet": ("deploy", "api", "--quiet"),
    "gcloud functions deploy ${NAME:-api} && ls": ("deploy", "api"),
    "gcloud functions deploy 'a b' \\\n  --memory=1G | tee log": ("deploy", "a b", "--memory=1G"),
    "if x; then gcloud functions deploy a; fi": ("deploy", "a"),
    "gcloud functions deploy a --set-env-vars=P=$(gcloud config get-value project | head),B=2": (
        "deploy",
        "a",
        "--set-env-vars=P=$(gcloud config get-value project | head),B=2",
    ),
    "DAY=$(shell date '+%d')\ngcloud functions deploy a --trigger-bucket=files-$(DAY)": (
        "a",
        "--trigger-bucket=files-$(DAY)",
    ),
    "gcloud --project p functions deploy $UNSET": ("functions", "deploy", "$UNSET"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_command_is_read_from_a_script(script, tmp_path):
    (tmp_path / "deploy.sh").write_text(script)

    (found,) = commands(tmp_path, Draft("gcp", ""))

    assert found.begins("functions", "deploy")
    assert found.words[-len(SCRIPTS[script]) :] == SCRIPTS[script]


def test_what_does_not_end_is_no_command(tmp_path):
    (tmp_path / "README.md").write_text("gcloud functions deploy won't work\n")

    assert commands(tmp_path, Draft("gcp", "")) == []


def test_flags_have_values_beside_or_after_an_equals_sign():
    flags = Flags(["api", "--memory", "1G", "--gen2", "--region=us-east1", "--odd"])

    assert (flags.plain, flags.get("memory"), flags.get("region")) == (["api"], "1G", "us-east1")
    assert flags.has("gen2")
    assert flags.left == ["odd"]


def test_another_mark_parts_a_table():
    assert table("^@^A=1,2@B=3") == {"A": "1,2", "B": "3"}
    assert table("A=1,B=x=y") == {"A": "1", "B": "x=y"}


@pytest.mark.parametrize(
    ("told", "is_now"),
    {"256MB": 256, "512Mi": 512, "1G": 1024, "0.5Gi": 512, "128": 128, "lots": None}.items(),
)
def test_memory_is_megabytes(told, is_now):
    assert megabytes(told) == is_now


def test_time_is_seconds():
    assert [seconds(each) for each in ("60", "60s", "9m", "1h", "x")] == [60, 60, 540, 3600, None]


EXPRESSIONS = {
    "0 9 * * 1-5": "0 9 * * 1-5",
    "every 5 minutes": "every 5 minutes",
    "every 1 hours": "every 1 hour",
    "every day 02:30": "30 2 * * *",
    "every monday 09:00": "0 9 * * MON",
}


@pytest.mark.parametrize("told", EXPRESSIONS)
def test_a_schedule_is_ours(told):
    assert expression(told) == EXPRESSIONS[told]


def test_a_schedule_that_never_fires_is_refused():
    with pytest.raises(CronFault):
        expression("0 0 31 2 *")


EVENTS = {
    ("google.pubsub.topic.publish", "projects/p/topics/t"): ("topic", {"name": "t"}),
    ("google.storage.object.finalize", "b"): ("bucket", {"name": "b", "on": "created"}),
    ("providers/cloud.storage/eventTypes/object.change", "projects/_/buckets/b"): (
        "bucket",
        {"name": "b"},
    ),
    (
        "providers/cloud.firestore/eventTypes/document.write",
        "projects/p/databases/(default)/documents/users/{id}",
    ): ("table", {"name": "users"}),
    ("com.example.order", ""): ("event", {"type": "com.example.order"}),
}


@pytest.mark.parametrize("told", EVENTS)
def test_an_event_is_a_trigger(told):
    kind, resource = told

    assert listens(kind, {}, resource) == EVENTS[told]


@pytest.mark.parametrize(
    "kind",
    [
        "google.cloud.audit.log.v1.written",
        "providers/firebase.auth/eventTypes/user.create",
        "google.pubsub.topic.publish",
        "nonsense",
    ],
)
def test_an_event_without_a_like_says_what_to_do(kind):
    with pytest.raises(NoLike) as refused:
        listens(kind, {})

    assert refused.value.fix


@pytest.mark.parametrize(
    "script",
    [
        "gcloud " + "--a " * 3000 + "x",
        "gcloud functions deploy '" + "x" * 800_000,
        "A=" + " " * 500_000 + "x gcloud",
        "A0=xxxxxxxxxx\n"
        + "".join(f"A{n}=$A{n - 1}$A{n - 1}\n" for n in range(1, 60))
        + "gcloud functions deploy $A59",
        "gcloud functions deploy a --set-env-vars=A=" + "${a-" * 4000,
    ],
    ids=["flags", "quote", "spaces", "doubling", "defaults"],
)
def test_a_script_that_was_made_to_hurt_ends(tmp_path, script):
    (tmp_path / "deploy.sh").write_text(script)

    told = commands(tmp_path, Draft("gcp", "deploy.sh"))

    assert sum(len(word) for each in told for word in each.words) < 100_000
