"""What one setting says and another takes back, or AWS would only say when it is deployed."""

from __future__ import annotations

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound
from faasport_aws.host import Host
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.secret_stores import statements
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import function, http, project
from tests.unit.targets.sam_to_cloudformation import parsed

TARGET = AwsTarget()
HOOK = function("hook", http("POST", "/hook"))
PAGE = function("page", http("GET", "/page"))
WELCOME = function("welcome", trigger("topic", "signups"))
FULFIL = function("fulfil", trigger("queue", "orders"))
SECRETS = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"


def codes(*functions: Any, aws: Any = None, **config: Any) -> list[str]:
    it = project(*functions, **config, targets={"aws": aws or {}})
    return [each.code for each in TARGET.check(it)]


def resources(*functions: Any, aws: Any = None, **config: Any) -> Any:
    it = project(*functions, **config, targets={"aws": aws or {}})
    assert TARGET.check(it) == []
    manifests = TARGET.plan(it, {}, Dependencies({})).manifests
    return parsed(manifests["template.yaml"])["Resources"]


@pytest.mark.parametrize(
    ("aws", "config"),
    [
        ({"canary": "AllAtOnce"}, {}),
        ({"snap_start": True}, {}),
        ({}, {"concurrency": {"min": 2}}),
    ],
)
def test_what_needs_the_alias_does_not_overrule_that_there_is_to_be_none(aws, config):
    told = {**aws, "live": False}

    assert codes(HOOK, aws=told, **config) == ["bad-option"]
    assert codes(HOOK, aws={**aws, "functions": {"hook": {"live": False}}}, **config) == [
        "bad-option"
    ]
    assert codes(HOOK, aws={**aws, "live": True}, **config) == []


@pytest.mark.parametrize(
    ("auth", "plan", "wanted"),
    [
        ("public", {"rate": 3}, ["bad-option"]),
        ("iam", {"rate": 3}, ["bad-option"]),
        ("key", {"period": "DAY"}, ["bad-option"]),
        ("key", {"period": "DAY", "quota": 3}, []),
        ("key", {"rate": 3}, []),
    ],
)
def test_a_usage_plan_is_of_keys_and_a_period_of_a_quota(auth, plan, wanted):
    assert codes(HOOK, auth=auth, aws={"front": "rest-api", "usage_plan": plan}) == wanted


def test_raw_tables_of_functions_in_one_unit_do_not_overrule_each_other():
    sizes = {
        name: {"raw": {"Properties": {"EphemeralStorage": {"Size": size}}}}
        for name, size in (("hook", 1024), ("page", 2048))
    }
    apart = {"page": sizes["page"], "hook": {"raw": {"Metadata": {"Checked": True}}}}

    assert codes(HOOK, PAGE, aws={"unit": "app", "functions": sizes}) == ["conflicting-settings"]
    assert codes(HOOK, PAGE, aws={"unit": "app", "functions": apart}) == []
    assert codes(HOOK, PAGE, aws={"functions": sizes}) == []


def test_policies_that_sam_leaves_out_beside_a_role_are_refused():
    raw = {"Properties": {"Policies": ["AmazonS3ReadOnlyAccess"]}}

    with pytest.raises(ProblemsFound) as found:
        resources(HOOK, aws={"functions": {"hook": {"raw": raw}}})

    (problem,) = found.value.problems
    assert problem.where.endswith("HookFunction.Properties.Policies")
    assert "permissions.aws" in problem.fix


def test_a_timeout_in_raw_words_is_no_longer_than_the_queue_hides_a_message():
    raw = {"Properties": {"Timeout": 900}}

    with pytest.raises(ProblemsFound) as found:
        resources(FULFIL, aws={"functions": {"fulfil": {"raw": raw}}})

    (problem,) = found.value.problems
    assert problem.where.endswith("FulfilFunction.Properties.Timeout")
    assert "timeout" in problem.fix


def test_nothing_of_lambdas_listens_to_a_fifo_topic():
    fifo = {"topic": {"signups": {"arn": "arn:aws:sns:eu-west-1:123456789012:signups.fifo"}}}

    assert codes(WELCOME, aws={"resources": fifo}) == ["bad-resource"]
    assert codes(HOOK, aws={"resources": fifo}) == []  # to send there is fine


def test_names_of_tags_differ_by_more_than_their_case():
    assert codes(HOOK, tags={"Team": "shop", "team": "shop"}) == ["bad-tag"] * 2
    assert codes(HOOK, tags={"Team": "shop", "team-2": "shop"}) == []


def test_an_object_of_s3_has_no_tags_of_the_project_since_it_takes_ten():
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"""
    tags = {f"tag-{number}": "" for number in range(11)}
    it = project(HOOK, tags=tags, targets={"aws": {"manifest": "terraform"}})
    large = {"large.bin": bytes(51 * 1024 * 1024)}

    made = json.loads(TARGET.plan(it, large, Dependencies({})).manifests["main.tf.json"])

    (uploaded,) = made["resource"]["aws_s3_object"].values()
    assert "tags" not in uploaded
    (bucket,) = made["resource"]["aws_s3_bucket"].values()
    assert bucket["tags"] == tags


@pytest.mark.parametrize(
    "left",
    [
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "terraform.tfstate.d/prod/terraform.tfstate",
        ".terraform/providers/registry.terraform.io/hashicorp/aws/LICENSE",
        ".terraform.lock.hcl",
        ".terraform.tfstate.lock.info",
        "backend.tf",
        "prod.auto.tfvars",
        "prod.tfvars.json",
        "next.tfplan",
        ".aws-sam/build.toml",
        "samconfig.toml",
    ],
)
def test_what_terraform_and_sam_leave_beside_the_manifest_stays(left):
    assert any(fnmatchcase(left, glob) for glob in TARGET.tool_files)


@pytest.mark.parametrize("ours", ["main.tf.json", "template.yaml", "code.zip", "image/Dockerfile"])
def test_nothing_of_ours_is_taken_for_theirs(ours):
    assert not any(fnmatchcase(ours, glob) for glob in TARGET.tool_files)


def test_the_host_reads_either_manifest(tmp_path):
    read = {}
    for manifest in ("sam", "terraform"):
        it = project(HOOK, FULFIL, env={"COLOUR": "red"}, targets={"aws": {"manifest": manifest}})
        folder = tmp_path / manifest
        lay_out(TARGET.plan(it, {}, Dependencies({})).manifests, folder)
        host = Host(folder, Path(sys.executable), it)
        (consumer,) = it.consumers
        read[manifest] = (host.front, host.environment, host.environment_for_consumer(consumer))

    assert read["sam"] == read["terraform"]
    assert read["sam"][1]["COLOUR"] == "red"


def test_sam_adds_a_tag_of_its_own():
    most = {f"tag-{number}": "" for number in range(49)}

    assert codes(HOOK, tags=most) == []
    assert codes(HOOK, tags={**most, "one-more": ""}) == ["limit"]


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "AWS_REGION", "_HANDLER"])
def test_a_secret_is_not_called_as_what_lambda_sets_itself(name):
    """`faasport.secret` would find that in the environment, and not the secret."""
    assert codes(HOOK, secrets={name: "elsewhere/key"}) == ["bad-variable"]


def test_a_secret_is_not_called_as_what_tells_where_a_queue_is():
    assert codes(HOOK, FULFIL, secrets={"FAASPORT_QUEUE_ORDERS": "a/b"}) == ["bad-variable"]


@pytest.mark.parametrize(
    "path",
    [
        f"{SECRETS}stripe-AbCdEf:password::",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/stripe:3",
        "arn:aws:ssm:eu-west-1:123456789012:parameter//stripe",
        "arn:aws:sqs:eu-west-1:123456789012:orders",
    ],
)
def test_an_arn_that_no_store_is_asked_with_is_refused(path):
    assert codes(HOOK, secrets={"KEY": path}) == ["bad-secret"]


@pytest.mark.parametrize(
    ("path", "resource"),
    [
        (f"{SECRETS}stripe/key-AbCdEf", f"{SECRETS}stripe/key-AbCdEf"),
        # The service finds it without the six characters, and IAM does not.
        (f"{SECRETS}stripe/key", f"{SECRETS}stripe/key-??????"),
    ],
)
def test_the_statement_is_about_the_arn_that_the_service_has(path, resource):
    _, options = TARGET.read(project(HOOK))

    (statement,) = statements({"KEY": path}, options)

    assert statement["Resource"] == resource


def test_the_code_of_a_function_in_a_network_cannot_make_interfaces_of_it():
    """Lambda asks for these rights of the function's role, and the function needs none of them."""
    raw = {"Properties": {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}}

    made = resources(HOOK, aws={"raw": raw})

    (network,) = (
        each["PolicyDocument"]["Statement"]
        for each in made["HookRole"]["Properties"]["Policies"]
        if each["PolicyName"] == "network"
    )
    allowed, denied = network
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert set(denied["Action"]) >= set(allowed["Action"])
    (function_arn,) = denied["Condition"]["ArnEquals"]["lambda:SourceFunctionArn"].values()
    assert function_arn.endswith(":function:orders-dev-hook")


def test_terraform_denies_it_as_well():
    network = {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}
    options = {"manifest": "terraform", "raw": {"vpc_config": network}}
    it = project(HOOK, targets={"aws": options})

    made = json.loads(TARGET.plan(it, {}, Dependencies({})).manifests["main.tf.json"])

    document = made["data"]["aws_iam_policy_document"]["hook_role_network"]
    allowed, denied = document["statement"]
    assert (allowed["effect"], denied["effect"]) == ("Allow", "Deny")
    assert denied["actions"] == allowed["actions"]
    (condition,) = denied["condition"]
    assert condition["variable"] == "lambda:SourceFunctionArn"
    assert condition["values"][0].endswith(":function:orders-dev-hook")


def test_a_key_is_let_in_by_the_plan_of_the_one_stage():
    made = resources(HOOK, auth="key", aws={"front": "rest-api"})

    assert made["UsagePlanKey"]["Properties"] == {
        "KeyId": {"Ref": "ApiKey"},
        "KeyType": "API_KEY",
        "UsagePlanId": {"Ref": "UsagePlan"},
    }
    (stage,) = made["UsagePlan"]["Properties"]["ApiStages"]
    assert stage == {"ApiId": {"Ref": "RestApi"}, "Stage": {"Ref": "RestApi.Stage"}}


def test_another_setting_is_a_new_version_as_other_code_is():
    made = resources(HOOK, aws={"live": True})

    assert made["HookFunction"]["Properties"]["AutoPublishAliasAllProperties"] is True


def test_what_sam_makes_has_the_tags_as_well():
    made = resources(HOOK, tags={"team": "shop"}, aws={"front": "rest-api"})

    for key in ("AppFunction", "RestApi"):
        assert made[key]["Properties"]["PropagateTags"] is True
