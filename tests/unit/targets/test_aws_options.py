"""Options of the AWS target: what they make, and what is refused of them."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport.project.problem import ProblemsFound
from faasport_aws.packager import AwsTarget
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project
from tests.unit.targets.sam_to_cloudformation import parsed

TARGET = AwsTarget()
ARN = "arn:aws:{service}:eu-west-1:123456789012:{name}"
QUEUE = ARN.format(service="sqs", name="orders")
HOOK_READY = {"hook": {"concurrency": {"min": 3}}}
BUS = ARN.format(service="events", name="event-bus/shop")
HOOK = function("hook", http("POST", "/hook"))
FULFIL = function("fulfil", trigger("queue", "orders"))
CODE = {"orders.py": b"", "faasport_app.py": b""}
WHEELS = Dependencies({"requests.py": b"1"}, {"hook": {"requests.py": b"1", "numpy.py": b"2"}})


def problems(*functions: Any, **config: Any) -> list[Any]:
    return TARGET.check(project(*functions, **config))


def codes(*functions: Any, **config: Any) -> set[str]:
    return {each.code for each in problems(*functions, **config)}


def planned(*functions: Any, **config: Any) -> Any:
    it = project(*functions, **config)
    assert TARGET.check(it) == []
    return TARGET.plan(it, CODE, WHEELS)


def resources(plan: Any) -> Any:
    return parsed(plan.manifests["template.yaml"])["Resources"]


def artifacts(plan: Any) -> dict[str, list[str]]:
    return {each.path: sorted(each.files) for each in plan.artifacts}


# Artifacts.


def test_all_functions_share_one_archive():
    plan = planned(HOOK, FULFIL)

    assert artifacts(plan) == {"code.zip": ["faasport_app.py", "orders.py", "requests.py"]}


def test_a_function_with_groups_has_an_archive_of_its_own():
    plan = planned(HOOK, FULFIL, functions={"hook": {"groups": ["maths"]}})

    assert artifacts(plan) == {
        "code-hook.zip": ["faasport_app.py", "numpy.py", "orders.py", "requests.py"],
        "code.zip": ["faasport_app.py", "orders.py", "requests.py"],
    }
    made = resources(plan)
    assert made["HookFunction"]["Properties"]["CodeUri"] == "code-hook.zip"
    assert made["FulfilFunction"]["Properties"]["CodeUri"] == "code.zip"
    assert made["CatchAllFunction"]["Properties"]["CodeUri"] == "code.zip"


def test_layers_hold_dependencies_where_lambda_looks_for_them():
    plan = planned(
        HOOK, FULFIL, functions={"hook": {"groups": ["maths"]}}, targets={"aws": {"layers": True}}
    )

    assert artifacts(plan) == {
        "code.zip": ["faasport_app.py", "orders.py"],
        "layer-hook.zip": ["python/numpy.py", "python/requests.py"],
        "layer.zip": ["python/requests.py"],
    }
    made = resources(plan)
    assert made["HookFunction"]["Properties"]["Layers"] == [{"Ref": "LayerHook"}]
    assert made["FulfilFunction"]["Properties"]["Layers"] == [{"Ref": "Layer"}]
    assert made["LayerHook"]["Properties"]["ContentUri"] == "layer-hook.zip"


def test_a_layer_of_nothing_is_no_empty_archive():
    it = project(HOOK, targets={"aws": {"layers": True}})

    plan = TARGET.plan(it, CODE, Dependencies({}))

    assert artifacts(plan)["layer.zip"] == ["python/README.txt"]


def test_an_image_is_a_folder_with_what_it_is_made_by():
    plan = planned(HOOK, FULFIL, targets={"aws": {"package": "image"}})

    (artifact,) = plan.artifacts
    assert not artifact.archive
    assert sorted(artifact.files) == [
        "Dockerfile", "task/faasport_app.py", "task/orders.py", "task/requests.py",
    ]  # fmt: skip
    text = artifact.files["Dockerfile"].decode()
    assert "FROM public.ecr.aws/lambda/python:3.13\nCOPY task/ ${LAMBDA_TASK_ROOT}/\n" in text
    hook = resources(plan)["HookFunction"]
    assert hook["Metadata"] == {
        "Dockerfile": "Dockerfile", "DockerContext": "image", "DockerTag": "dev",
    }  # fmt: skip
    assert hook["Properties"]["ImageConfig"] == {"Command": ["faasport_entry.hook.handler"]}
    assert not {"Handler", "Runtime", "CodeUri", "Layers"} & hook["Properties"].keys()


@pytest.mark.parametrize(("package", "megabytes"), [("zip", 250), ("image", 10 * 1024)])
def test_how_large_it_may_be_is_a_matter_of_the_package(package, megabytes):
    it = project(HOOK, targets={"aws": {"package": package}})

    (artifact,) = TARGET.plan(it, CODE, Dependencies({"a.py": b"123"})).artifacts

    (limit,) = artifact.limits
    assert (limit.measure, limit.most) == ("unpacked", megabytes * 1024 * 1024)


def test_a_layer_counts_with_the_code_beside_it():
    it = project(HOOK, targets={"aws": {"layers": True}})

    plan = TARGET.plan(it, {"a.py": b"123"}, Dependencies({"b.py": b"456"}))

    limits = {artifact.path: artifact.limits for artifact in plan.artifacts}
    (limit,) = limits["layer.zip"]
    assert (limit.most, limit.beside) == (250 * 1024 * 1024, ("code.zip",))


# The user's own words.


def test_raw_tables_go_over_ours_the_functions_last():
    options = {
        "raw": {"Properties": {"EphemeralStorage": {"Size": 1024}, "Timeout": 7}},
        "functions": {"hook": {"raw": {"Properties": {"Timeout": 9}, "Condition": "Mine"}}},
        "document": {"Conditions": {"Mine": {"Fn::Equals": ["a", "a"]}}, "Description": "Ours."},
    }

    plan = planned(HOOK, FULFIL, targets={"aws": options})

    made = resources(plan)
    assert made["HookFunction"]["Properties"]["Timeout"] == 9
    assert made["HookFunction"]["Condition"] == "Mine"
    assert made["FulfilFunction"]["Properties"]["Timeout"] == 7
    assert made["FulfilFunction"]["Properties"]["EphemeralStorage"] == {"Size": 1024}
    assert parsed(plan.manifests["template.yaml"])["Description"] == "Ours."


def test_references_in_raw_tables_are_arns():
    raw = {"Properties": {"Environment": {"Variables": {"MINE": "${queue:orders}"}}}}

    made = resources(planned(HOOK, FULFIL, targets={"aws": {"functions": {"hook": {"raw": raw}}}}))

    variables = made["HookFunction"]["Properties"]["Environment"]["Variables"]
    assert variables["MINE"] == {"Fn::GetAtt": ["OrdersQueue", "Arn"]}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"Action": "sqs:SendMessage", "Resource": "${queue:order}"}, "unknown-resource"),
        ({"Action": "sqs:SendMessage"}, "bad-permission"),
        ({"Action": "a:b", "NotAction": "a:b", "Resource": "*"}, "bad-permission"),
        ({"Action": "send message", "Resource": "*"}, "bad-permission"),
        ({"Action": ["sqs:SendMessage", 7], "Resource": "*"}, "bad-permission"),
        ({"Effect": "Permit", "Action": "sqs:SendMessage", "Resource": "*"}, "bad-permission"),
        ({"Action": "sqs:SendMessage", "Resource": "*", "Principal": "*"}, "bad-permission"),
    ],
)
def test_a_statement_that_is_none_is_refused_with_its_place(statement, code):
    (problem, *_) = problems(
        HOOK, FULFIL, functions={"hook": {"permissions": {"aws": [statement]}}}
    )

    assert problem.code == code
    assert "functions.hook.permissions.aws[0]" in problem.where


def test_a_statement_may_deny_and_have_a_condition():
    statement = {
        "Effect": "Deny",
        "NotAction": ["s3:GetObject"],
        "NotResource": "arn:aws:s3:::a/${other}",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }

    made = resources(planned(HOOK, permissions={"aws": [statement]}))

    (policy,) = (
        each
        for each in made["HookRole"]["Properties"]["Policies"]
        if each["PolicyName"] == "permissions"
    )
    assert policy["PolicyDocument"]["Statement"] == [statement]
    catch_all = made["CatchAllRole"]["Properties"]["Policies"]
    assert [each["PolicyName"] for each in catch_all] == ["logs"]


# What is refused.


@pytest.mark.parametrize(
    ("config", "options", "wanted"),
    [
        ({}, {"usage_plan": {"rate": 1}}, "bad-option"),
        ({}, {"package": "image", "layers": True}, "bad-option"),
        ({}, {"package": "image", "snap_start": True}, "bad-option"),
        ({"python": "3.11"}, {"snap_start": True}, "bad-option"),
        ({"concurrency": {"min": 1}}, {"snap_start": True}, "bad-option"),
        ({"concurrency": {"max": 2}, "functions": HOOK_READY}, {}, "limit"),
        ({"concurrency": {"per_instance": 2}}, {}, "limit"),
        ({}, {"functions": {"hook": {"event_bus": BUS}}}, "bad-option"),
        ({"tags": {"aws:mine": "x"}}, {}, "bad-tag"),
        ({"tags": {"a": "b" * 257}}, {}, "bad-tag"),
        ({"tags": {f"t{n}": "" for n in range(51)}}, {}, "limit"),
        ({"secrets": {"KEY": "a:b"}}, {}, "bad-secret"),
        ({"secrets": {"KEY": "aws/key"}}, {}, "bad-secret"),
        ({"secrets": {"KEY": "a:b"}}, {"secrets_store": "secrets-manager"}, "bad-secret"),
        ({"env": {"LONG": "x" * 4080}, "secrets": {"KEY": "stripe/key"}}, {}, "limit"),
        ({}, {"raw": {"Properties": {"A": "${queue:none}"}}}, "unknown-resource"),
        ({}, {"document": {"A": "${queue:none}"}}, "unknown-resource"),
        ({}, {"functions": {"hook": {"raw": {"A": "${queue:none}"}}}}, "unknown-resource"),
    ],
)  # fmt: skip
def test_what_lambda_cannot_do_is_refused(config, options, wanted):
    found = problems(HOOK, targets={"aws": options}, **config)

    assert {each.code for each in found} == {wanted}
    assert all(each.fix for each in found)


@pytest.mark.parametrize(
    "options",
    [
        {"canary": {"percent": 10}},
        {"canary": {"type": "AllAtOnce", "percent": 10, "minutes": 5}},
        {"canary": {"type": "AllAtOnce", "linear": True}},
        {"canary": {}},
        {"event_bus": "shop"},
        {"resources": {"queue": {"orders": {"arn": "arn:aws:sns:eu-west-1:123456789012:orders"}}}},
        {"resources": {"topic": {"orders": {"arn": QUEUE}}}},
        {"resources": {"table": {"users": {"arn": QUEUE}}}},
        {"resources": {"bucket": {"uploads": {"arn": "uploads"}}}},
        {"resources": {"schedule": {}}},
        {"log_retention_days": 8},
        {"manifest": "cdk"},
    ],
)
def test_options_that_say_nothing_sensible_are_told_with_their_place(options):
    with pytest.raises(ProblemsFound) as found:
        TARGET.read(project(HOOK, targets={"aws": options}))

    (key,) = options
    assert all(f"targets.aws.{key}" in each.where for each in found.value.problems)


def test_functions_of_one_unit_have_one_say_about_it():
    assert codes(
        *FUNCTIONS, targets={"aws": {"unit": "app", "functions": {"hook": {"tracing": True}}}}
    ) == {"conflicting-settings"}


def test_queues_that_become_one_are_told_with_where_both_are_declared():
    (problem,) = problems(
        function("a", trigger("queue", "new-orders"), module="first"),
        function("b", trigger("queue", "new_orders"), module="second"),
    )[:1]

    assert problem.code == "same-name"
    assert problem.where == "first.py:1"
    assert "second.py:1" in problem.message


# What exists already.


def test_a_queue_and_its_declaration_agree_about_order():
    fifo = {"queue": {"orders": {"arn": f"{QUEUE}.fifo"}}}

    assert codes(FULFIL, targets={"aws": {"resources": fifo}}) == {"bad-resource"}


def test_an_existing_queue_takes_no_name_for_dead_letters():
    resources_ = {"queue": {"orders": {"arn": QUEUE}}}
    other = function("send", trigger("queue", "fulfil-dead-letters"))

    assert codes(FULFIL, other) == {"same-name"}
    assert codes(FULFIL, other, targets={"aws": {"resources": resources_}}) == set()


def test_a_table_that_is_listened_to_needs_the_arn_of_its_stream():
    table = {"table": {"users": {"arn": ARN.format(service="dynamodb", name="table/users")}}}
    watch = function("watch", trigger("table", "users"))

    assert codes(watch, targets={"aws": {"resources": table}}) == {"bad-resource"}
    assert codes(HOOK, targets={"aws": {"resources": table}}) == set()


def test_what_must_hold_of_what_exists_is_said():
    made = planned(
        FULFIL,
        function("ingest", trigger("bucket", "uploads")),
        targets={
            "aws": {
                "resources": {
                    "queue": {"orders": {"arn": QUEUE}, "mail": {"arn": QUEUE}},
                    "bucket": {"uploads": {"arn": "arn:aws:s3:::uploads"}},
                }
            }
        },
    )

    said = "\n".join(made.warnings)
    assert "visibility timeout must be 180 s" in said
    assert "maxReceiveCount of 5" in said
    assert "EventBridge must be on" in said
    assert "mail" not in said


def test_that_lambda_tries_three_times_is_said_once():
    many = [function(f"f{n}", trigger("topic", f"t{n}")) for n in range(5)]
    few = [function("f", trigger("topic", "t", max_attempts=3))]

    (warning,) = planned(*many).warnings

    assert "f0, f1, f2, f3, f4" in warning
    assert planned(*few).warnings == ()


def test_one_instance_of_a_queues_function_is_warned_of():
    one, two = ({"fulfil": {"concurrency": {"max": most}}} for most in (1, 2))

    assert "counts as delivered" in " ".join(planned(FULFIL, functions=one).warnings)
    assert planned(FULFIL, functions=two).warnings == ()


def test_a_canary_that_is_short_for_a_type_is_one():
    made = resources(planned(HOOK, targets={"aws": {"canary": "AllAtOnce"}}))

    preference = made["HookFunction"]["Properties"]["DeploymentPreference"]
    assert preference["Type"] == "AllAtOnce"
    assert preference["Alarms"] == [{"Ref": "HookErrors"}]


def test_a_function_overrides_the_target_and_the_target_the_default():
    options = {
        "log_retention_days": 7,
        "tracing": True,
        "functions": {"hook": {"log_retention_days": 14, "tracing": False}},
    }

    made = resources(planned(HOOK, FULFIL, targets={"aws": options}))

    assert made["HookLogs"]["Properties"]["RetentionInDays"] == 14
    assert made["FulfilLogs"]["Properties"]["RetentionInDays"] == 7
    assert "Tracing" not in made["HookFunction"]["Properties"]
    assert made["FulfilFunction"]["Properties"]["Tracing"] == "Active"


def test_the_template_says_whose_each_resource_is():
    text = planned(HOOK, FULFIL).manifests["template.yaml"].decode()

    assert "\n  # queue orders, for fulfil\n  OrdersQueue:\n" in text
    assert "\n  # hook: orders:hook answers POST /hook\n  HookFunction:\n" in text
