"""Least privilege on AWS: what each example may do is what somebody wrote down by hand."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.unbounded import TABLE
from tests.iam.aws_statements import lines
from tests.iam.examples import NAMES, example
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import function, http, project
from tests.unit.targets.sam_to_cloudformation import findings, transformed

TARGET = AwsTarget()
HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@cache
def deployed(name: str, stage: str = "dev") -> dict[str, Any]:
    """What CloudFormation is given of an example."""
    project = example(name, stage)
    assert TARGET.check(project) == []
    plan = TARGET.plan(project, {}, Dependencies({}))
    return transformed(plan.manifests["template.yaml"])


def expected(name: str) -> list[str]:
    written = (HERE / f"aws_{name}.txt").read_text("utf-8").splitlines()
    return sorted(line for line in written if line and not line.startswith("#"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_may_do_what_is_written_down_and_nothing_else(name: str) -> None:
    assert lines(deployed(name)) == expected(name)


def test_what_exists_is_named_by_its_own_arn_and_has_nothing_of_ours() -> None:
    assert lines(deployed("payments", "prod")) == expected("payments_prod")


NETWORK = {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
OPTIONS = {
    "front": "alb",
    "secrets_store": "secrets-manager",
    "functions": {
        "hook": {"tracing": True, "canary": {"type": "AllAtOnce", "alarms": ["checkout"]}},
        "count": {"raw": {"Properties": {"VpcConfig": NETWORK}}},
        "report": {"live": True, "secrets": {"KEY": "shop/key"}},
    },
}


def test_what_options_add_is_written_down_as_well() -> None:
    it = project(
        function("hook", http("POST", "/hook")),
        function("count", trigger("stream", "clicks")),
        function("report", trigger("schedule", "report")),
        targets={"aws": OPTIONS},
    )
    assert TARGET.check(it) == []

    document = transformed(TARGET.plan(it, {}, Dependencies({})).manifests["template.yaml"])

    assert lines(document) == expected("options")


@pytest.mark.parametrize("name", NAMES)
def test_awss_own_linter_has_nothing_to_say_of_an_example(name: str) -> None:
    assert findings(deployed(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_function_has_a_role_of_its_own(name: str) -> None:
    resources = deployed(name)["Resources"].values()

    roles = [
        each["Properties"]["Role"]["Fn::GetAtt"][0]
        for each in resources
        if each["Type"] == "AWS::Lambda::Function"
    ]
    assert len(set(roles)) == len(roles)


@pytest.mark.parametrize("name", NAMES)
def test_no_star_stands_alone_that_is_in_no_table(name: str) -> None:
    cited = {", ".join(row.actions) for row in TABLE}
    alone = [line for line in lines(deployed(name)) if line.endswith(" on *")]

    assert {line.partition(" may ")[2].removesuffix(" on *") for line in alone} <= cited


def statement(document: Any, role: str, policy: str) -> Any:
    (found,) = (
        each["PolicyDocument"]["Statement"]
        for each in document["Resources"][role]["Properties"]["Policies"]
        if each["PolicyName"] == policy
    )
    return found[0]


def wider_place(document: Any) -> None:
    statement(document, "FulfilRole", "permissions")["Resource"] = "*"


def wider_path(document: Any) -> None:
    place = {"Fn::Sub": "${InvoicesBucket.Arn}/*"}
    statement(document, "FulfilRole", "permissions")["Resource"] = place


def another_action(document: Any) -> None:
    statement(document, "FulfilRole", "queue")["Action"].append("sqs:SendMessage")


def managed(document: Any) -> None:
    name = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    document["Resources"]["PackRole"]["Properties"]["ManagedPolicyArns"] = [name]


def no_condition(document: Any) -> None:
    role = document["Resources"]["ReportRoleForSchedule"]["Properties"]
    del role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]


def another_service(document: Any) -> None:
    role = document["Resources"]["PackRole"]["Properties"]
    trusted = role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
    trusted["Service"] = ["lambda.amazonaws.com", "ec2.amazonaws.com"]


def one_more_role(document: Any) -> None:
    document["Resources"]["Another"] = copy.deepcopy(document["Resources"]["PackRole"])


def a_policy_apart(document: Any) -> None:
    properties = {"PolicyName": "more", "Roles": [{"Ref": "PackRole"}], "PolicyDocument": {}}
    document["Resources"]["More"] = {"Type": "AWS::IAM::Policy", "Properties": properties}


def open_queue(document: Any) -> None:
    policy = document["Resources"]["PackDeadLettersPolicy"]["Properties"]
    del policy["PolicyDocument"]["Statement"][0]["Condition"]


def open_function(document: Any) -> None:
    (permission,) = (
        each["Properties"]
        for each in document["Resources"].values()
        if each["Type"] == "AWS::Lambda::Permission"
        and each["Properties"]["FunctionName"] == {"Ref": "PackFunction"}
    )
    del permission["SourceArn"]


@pytest.mark.parametrize(
    "widen",
    [
        wider_place, wider_path, another_action, managed, no_condition, another_service,
        one_more_role, a_policy_apart, open_queue, open_function,
    ],
)  # fmt: skip
def test_what_is_wider_is_seen(widen: Callable[[Any], None]) -> None:
    document = copy.deepcopy(deployed("shop"))

    widen(document)

    assert lines(document) != expected("shop")
