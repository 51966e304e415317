"""What is said about where and how, and what is wrong with it; each is one problem."""

from __future__ import annotations

import pytest

from tests.deployer.aws.desk import PLAIN, Desk
from tests.deployer.harness.gate import Fault

ALB = 'front = "alb"\n'


def test_an_unknown_setting_lists_those_there_are(desk: Desk) -> None:
    problem = desk.problem(desk.deploy("--set", "regoin=eu-central-1"))

    assert problem["code"] == "bad-setting"
    assert "region" in problem["fix"] + problem["message"]


def test_a_setting_that_is_none(desk: Desk) -> None:
    problem = desk.problem(desk.deploy("--set", "region=Frankfurt"))

    assert problem["code"] == "bad-setting"


def test_no_region_at_all(desk: Desk) -> None:
    problem = desk.problem(desk.deploy(AWS_DEFAULT_REGION="", AWS_REGION=""))

    assert problem["code"] == "bad-setting"
    assert "region" in problem["message"]


def test_the_region_of_other_sdks(desk: Desk) -> None:
    told = desk.done(desk.deploy("--dry-run", AWS_DEFAULT_REGION="", AWS_REGION="eu-central-1"))

    assert "eu-central-1" in told["place"]


def test_no_credentials(desk: Desk) -> None:
    problem = desk.problem(
        desk.deploy(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_SESSION_TOKEN="")
    )

    assert problem["code"] == "no-credentials"
    assert "profile" in problem["fix"]


@pytest.mark.parametrize(
    ("part", "action"),
    [
        (b"Action=ListChangeSets", "cloudformation:ListChangeSets"),
        (b"Action=ExecuteChangeSet", "cloudformation:ExecuteChangeSet"),
    ],
)
def test_a_missing_permission_is_named(desk: Desk, part: bytes, action: str) -> None:
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    denied = Fault("denied", where=lambda call: part in call.body, times=None)

    problem = desk.problem(desk.deploy(faults=[denied]))

    assert problem["code"] == "not-permitted"
    assert action in problem["fix"]
    assert "123456789012" in problem["where"]


def test_a_missing_permission_for_the_bucket_is_named(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write(app=PLAIN.replace('"version": 1', '"version": 2'))
    denied = Fault("denied", where=lambda call: call.query == "tagging", times=None)

    problem = desk.problem(desk.deploy(faults=[denied]))

    assert (problem["code"], "s3:GetBucketTagging" in problem["fix"]) == ("not-permitted", True)


def test_a_profile_that_is_not_there(desk: Desk) -> None:
    problem = desk.problem(desk.deploy("--set", "profile=nobody"))

    assert problem["code"] == "bad-setting"
    assert "nobody" in problem["message"]


def test_a_region_without_the_service(desk: Desk) -> None:
    problem = desk.problem(
        desk.deploy("--set", "region=xx-nowhere-9", AWS_ENDPOINT_URL="http://xx.invalid")
    )

    assert problem["code"] == "no-such-service"
    assert "region" in problem["fix"]


def test_nobody_listens(desk: Desk) -> None:
    problem = desk.problem(desk.deploy(AWS_ENDPOINT_URL="http://127.0.0.1:1"))

    assert problem["code"] == "unreachable"


def test_parameters_of_the_template_are_asked_for_and_remembered(desk: Desk) -> None:
    desk.write(ALB)

    missing = desk.problem(desk.deploy())
    unknown = desk.problem(desk.deploy("--set", "ListenerArn=x", "--set", "Colour=red"))

    assert missing["code"] == "bad-setting"
    assert "ListenerArn" in missing["message"]
    assert unknown["code"] == "bad-setting"
    assert "Colour" in unknown["message"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ('manifest = "terraform"\n', "terraform -chdir=dist/aws apply"),
        ('package = "image"\n', "sam deploy"),
    ],
)
def test_what_other_tools_deploy_names_their_command(desk: Desk, options: str, says: str) -> None:
    desk.write(options)

    problem = desk.problem(desk.deploy())

    assert problem["code"] == "not-supported"
    assert says in problem["fix"]


def test_files_of_the_users_own_are_not_uploaded(desk: Desk) -> None:
    document = (
        "[targets.aws.document.Resources.Mine]\n"
        'Type = "AWS::Serverless::StateMachine"\n'
        'Properties = { DefinitionUri = "machine.json" }\n'
    )
    desk.write(document)

    problem = desk.problem(desk.deploy())

    assert problem["code"] == "not-supported"
    assert "machine.json" in problem["message"]
