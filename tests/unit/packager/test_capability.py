"""The tables of triggers: who is refused, what is printed, and what the page says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from faasport.cli.program import run
from faasport.packager import capability, capability_table
from faasport.packager.capability import KINDS, Capability, Missing
from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport_aws.packager import AwsTarget
from faasport_azure.packager import AzureTarget
from faasport_gcp.packager import GcpTarget
from faasport_vercel.packager import VercelTarget

PAGE = Path(__file__).resolve().parents[3] / "docs" / "triggers.md"
OURS = {"aws": AwsTarget, "azure": AzureTarget, "gcp": GcpTarget, "vercel": VercelTarget}
FAKE = {
    "queue": Capability("A queue", "https://fake.example/q", degrades=("It forgets delays.",)),
    "bucket": Missing("buckets tell nobody.", "Poll it.", "https://fake.example/b"),
}
EVENTS = """\
import faasport

@faasport.http("GET", "/")
@faasport.queue("orders")
def fulfil(): ...

@faasport.bucket("uploads")
def ingest(change: faasport.ObjectEvent): ...

@faasport.table("users")
@faasport.bucket("downloads")
def audit(change): ...
"""


def tables():
    return {name: target.capabilities for name, target in OURS.items()}


def test_a_trigger_that_a_platform_lacks_is_a_problem_for_each_function_that_has_it(tmp_path):
    bucket = DeclaredTrigger("bucket", name="uploads")
    queue = DeclaredTrigger("queue", name="orders")
    functions = (
        DeclaredFunction("fulfil", "app", (queue,), file="app.py", line=3),
        DeclaredFunction("ingest", "app", (queue, bucket), file="app.py", line=7),
        DeclaredFunction("audit", "app", (bucket, bucket), file="app.py", line=11),
    )
    project = Project(tmp_path, Config(name="shop", modules=["app"]), functions=functions)

    problems = capability.refused("fake", project, FAKE)

    assert [(each.code, each.where) for each in problems] == [
        ("no-trigger", "app.py:7"),
        ("no-trigger", "app.py:11"),
        ("no-trigger", "app.py:11"),
    ]
    assert problems[0].message == (
        "ingest: fake has no bucket trigger: buckets tell nobody (https://fake.example/b)."
    )
    assert problems[0].fix == "Poll it."


def test_package_refuses_function_by_function(make_project, capsys):
    root = make_project(app=EVENTS)

    code = run(["package", "--project", str(root), "--target", "fake", "--json"])

    problems = json.loads(capsys.readouterr().out)["problems"]
    assert code == 1
    assert [(each["where"], each["message"].partition(":")[0]) for each in problems] == [
        ("app.py:7", "ingest"),
        ("app.py:10", "audit"),
        ("app.py:10", "audit"),
    ]
    assert {each["code"] for each in problems} == {"no-trigger"}
    assert not (root / "dist").exists()


def test_the_table_of_package_shows_event_triggers(make_project, capsys):
    root = make_project(app=EVENTS.partition("@faasport.bucket")[0])

    assert run(["package", "--project", str(root), "--target", "fake"]) == 0

    shown = capsys.readouterr().out
    assert "http GET /" in shown
    assert "queue orders" in shown


def test_targets_shows_the_service_behind_each_trigger(capsys):
    assert run(["targets"]) == 0
    shown = capsys.readouterr().out
    assert run(["targets", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["targets"]["fake"]

    assert "a queue" in shown
    assert "faasport_fake.packager:FolderTarget" in shown
    assert told["adapter"] == "faasport_fake.packager:ZipTarget"
    assert list(told["triggers"]) == list(KINDS)
    assert told["triggers"]["topic"] == {
        "supported": True,
        "service": "a topic",
        "source": "https://fake.example/triggers",
        "batch": "one event",
        "ordering": "none",
        "partial_failure": "each event alone",
        "delay": "no",
        "dead_letter": "",
        "degrades": ["A delay is forgotten."],
    }
    assert told["triggers"]["bucket"]["supported"] is False
    assert told["triggers"]["bucket"]["instead"] == "Use another platform."


@pytest.mark.parametrize("name", OURS)
def test_every_adapter_tells_of_every_kind_with_its_source(name):
    table = tables()[name]

    assert set(table) == set(KINDS)
    assert [kind for kind, each in table.items() if not each.source.startswith("https://")] == []
    assert isinstance(table["http"], Capability)


def test_the_page_says_what_the_tables_say():
    text = capability_table.markdown(tables())
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        PAGE.write_text(text, "utf-8")

    assert PAGE.read_text("utf-8") == text


def test_a_table_on_the_page_tells_who_has_a_trigger_and_who_has_not():
    text = capability_table.markdown({"fake": FAKE, "other": {}})

    assert "| [queue](#queue) | A queue | no |" in text
    assert "| fake | [A queue](https://fake.example/q) | one event | none |" in text
    assert "- **fake**: It forgets delays." in text
    assert (
        "- **fake** has none: buckets tell nobody ([source](https://fake.example/b)). Poll it."
        in text
    )
