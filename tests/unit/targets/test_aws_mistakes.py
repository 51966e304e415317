"""Mistakes that AWS's own translator and linter let pass, and ours do not."""

from __future__ import annotations

from typing import Any

import pytest

import faasport
from faasport.packager.target import Dependencies
from faasport.project.problem import ProblemsFound
from faasport.runtime.errors import DeclarationError
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.sam import mistakes
from faasport_aws.packager.sam.mistakes import schedule_fault
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import function, http, project
from tests.unit.targets.sam_to_cloudformation import findings, parsed, transformed

TARGET = AwsTarget()
FUNCTIONS = (
    function("hook", http("POST", "/hook")),
    function("report", trigger("schedule", "report")),
    function("ingest", trigger("bucket", "uploads")),
)


def event(name: str, key: str, value: Any) -> dict[str, Any]:
    return {"Properties": {"Events": {name: {"Properties": {key: value}}}}}


S3_EVENT = {
    "Properties": {
        "Events": {
            "More": {
                "Type": "S3",
                "Properties": {"Bucket": {"Ref": "Mine"}, "Events": "s3:ObjectCreate:*"},
            }
        }
    }
}
# By what is wrong: the function, and what its user lays over its resource.
SEEDED = {
    "cron": ("report", event("Trigger", "ScheduleExpression", "cron(61 25 * * ? *)")),
    "method": ("hook", event("Route1", "Method", "GIT")),
    "event name": ("ingest", S3_EVENT),
    "code": ("hook", {"Properties": {"CodeUri": "sources/"}}),
}


def laid_over(name: str, raw: dict[str, Any]) -> bytes:
    document = {"Resources": {"Mine": {"Type": "AWS::S3::Bucket", "Properties": {}}}}
    options = {"functions": {name: {"raw": raw}}, "document": document}
    it = project(*FUNCTIONS, targets={"aws": options})
    return TARGET.plan(it, {}, Dependencies({})).manifests["template.yaml"]


@pytest.mark.parametrize("case", SEEDED)
def test_what_the_tools_let_pass_is_refused_with_its_place(case):
    name, raw = SEEDED[case]

    with pytest.raises(ProblemsFound) as found:
        laid_over(name, raw)

    (problem,) = found.value.problems
    assert problem.code == "bad-raw"
    assert f"{name.capitalize()}Function.Properties" in problem.where
    assert problem.fix


@pytest.mark.parametrize("case", SEEDED)
def test_the_tools_do_let_it_pass(case, monkeypatch):
    """Should they learn to see one of these, ours can go."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(mistakes, "problems", lambda *_: [])

    template = laid_over(*SEEDED[case])

    assert findings(transformed(template)) == []


@pytest.mark.parametrize(
    ("raw", "document"),
    [
        ({"Properties": "none"}, {}),
        ({"Type": 7}, {}),
        ({"Properties": {"Events": ["Route1"]}}, {}),
        ({"Properties": {"Events": {"Route1": "none"}}}, {}),
        ({"Properties": {"Events": {"Route1": {"Type": "HttpApi", "Properties": 1}}}}, {}),
        ({"Metadata": "none"}, {}),
        ({}, {"Resources": "none"}),
        ({}, {"Resources": {"Mine": "none"}}),
        ({}, {"Resources": {"Mine": {"Properties": {}}}}),
    ],
)
def test_what_is_no_resource_at_all_is_refused_without_a_traceback(raw, document):
    options = {"functions": {"hook": {"raw": raw}}, "document": document}
    it = project(*FUNCTIONS, targets={"aws": options})

    assert TARGET.check(it) == []
    with pytest.raises(ProblemsFound) as found:
        TARGET.plan(it, {}, Dependencies({}))

    assert {each.code for each in found.value.problems} == {"bad-raw"}


def test_what_lies_elsewhere_is_not_looked_for():
    text = laid_over("hook", {"Properties": {"CodeUri": "s3://bucket/hook.zip"}})

    assert parsed(text)["Resources"]["HookFunction"]["Properties"]["CodeUri"].startswith("s3://")


@pytest.mark.parametrize(
    "options",
    [{}, {"layers": True}, {"package": "image"}, {"functions": {"hook": {"live": True}}}],
)
def test_every_path_in_the_template_is_that_of_an_artifact(options):
    it = project(
        *FUNCTIONS, targets={"aws": options}, functions={"report": {"groups": ["reports"]}}
    )
    plan = TARGET.plan(it, {"a.py": b""}, Dependencies({"b.py": b""}, {"report": {"c.py": b""}}))

    named = set()
    for resource in parsed(plan.manifests["template.yaml"])["Resources"].values():
        properties = resource["Properties"]
        named |= {properties[key] for key in ("CodeUri", "ContentUri") if key in properties}
        named |= {resource["Metadata"]["DockerContext"]} if "Metadata" in resource else set()
    assert named == {artifact.path for artifact in plan.artifacts}


@pytest.mark.parametrize(
    "text",
    [
        "cron(0 6 * * ? *)", "cron(0/5 8-17 ? * MON-FRI *)", "cron(15 10 L * ? *)",
        "cron(0 0 ? * 6#3 *)", "cron(0 0 15W * ? 2026-2030)", "cron(0 0 ? JAN,DEC 2L *)",
        "cron(*/10 * * * ? *)", "rate(1 minute)", "rate(5 minutes)", "rate(12 hours)",
        "at(2026-11-21T06:00:00)",
    ],
)  # fmt: skip
def test_schedules_of_the_manual_are_taken(text):
    assert schedule_fault(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "cron(0 6 * * *)", "cron(60 6 * * ? *)", "cron(0 24 * * ? *)", "cron(0 6 0 * ? *)",
        "cron(0 6 * 13 ? *)", "cron(0 6 ? * 0 *)", "cron(0 6 ? * FUN *)", "cron(0 6 * * * *)",
        "cron(0 6 ? * ? *)", "cron(0/0 6 * * ? *)", "cron(0 6 ? * 2#6 *)", "cron(0 6 1-2-3 * ? *)",
        "cron( 6 * * ? *)", "rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "0 6 * * *",
        "cron(0 6 * * ? 1969)", "daily",
    ],
)  # fmt: skip
def test_other_schedules_are_not(text):
    assert schedule_fault(text) != ""


def handler() -> None:
    """Of whatever is declared."""


def test_a_method_that_there_is_not_cannot_be_declared():
    with pytest.raises(DeclarationError):
        faasport.http("GIT", "/hook")(handler)


def test_an_event_name_that_there_is_not_cannot_be_declared():
    with pytest.raises(DeclarationError):
        faasport.bucket("uploads", on="create")(handler)


def test_a_kind_of_deployment_that_there_is_not_is_refused():
    with pytest.raises(ProblemsFound) as found:
        TARGET.read(project(targets={"aws": {"canary": "Canary11Percent5Minutes"}}))

    assert [each.where.rpartition("targets.aws.")[2][:6] for each in found.value.problems] == [
        "canary"
    ]
