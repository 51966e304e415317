"""What is in the Terraform manifest of AWS, and what is not."""

from __future__ import annotations

import json

import pytest

from faasport.packager.target import Artifact, Dependencies
from faasport_aws.packager.terraform import manifest
from faasport_aws.packager.terraform.argument import arguments
from faasport_aws.packager.terraform.block import Resource, configuration
from faasport_aws.packager.terraform.expression import Scope, UntranslatedError
from faasport_aws.packager.terraform.renderer import rendered
from faasport_aws.packager.units import units_of
from tests.unit.targets.event_projects import EVERY_TRIGGER, trigger
from tests.unit.targets.projects import FUNCTIONS, function, http
from tests.unit.targets.terraform_aws_cases import (
    CASES,
    EXISTING,
    JWT,
    TARGET,
    configuration as case,
    made,
    plan,
    planned,
    resources,
)

QUEUE = (function("ship", trigger("queue", "orders")),)


def test_the_manifest_is_the_one_on_record(golden):
    plans = {
        "aws-terraform": plan(*FUNCTIONS, env={"SHOP": "1"}, tags={"team": "web"}),
        "aws-terraform-events": plan(*EVERY_TRIGGER),
    }

    for name, each in plans.items():
        assert set(each.manifests) == {"main.tf.json"}
        golden(f"{name}/main.tf.json", each.manifests["main.tf.json"])


def test_the_same_project_gives_the_same_bytes():
    texts = [plan(*EVERY_TRIGGER, tags={"b": "1", "a": "2"}).manifests for _ in range(2)]

    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", CASES)
def test_every_resource_says_whom_it_serves(name):
    sections = case(name)["resource"]

    silent = [
        f"{kind}.{key}"
        for kind, found in sections.items()
        for key, body in found.items()
        if not body.get("//")
    ]
    assert silent == []


def test_a_resource_of_a_function_names_it():
    found = case("ship-plain")["resource"]

    for kind in ("aws_lambda_function", "aws_iam_role", "aws_cloudwatch_log_group"):
        (body,) = found[kind].values()
        assert body["//"].startswith("ship: orders:ship handles")


@pytest.mark.parametrize("name", CASES)
def test_the_state_and_the_region_are_the_users_to_say(name):
    found = case(name)

    assert "provider" not in found
    assert found["terraform"].keys() == {"required_version", "required_providers"}


def pinned(*functions, **settings):
    return planned(*functions, **settings)["terraform"]["required_providers"]["aws"]["version"]


def test_the_provider_is_as_new_as_what_is_asked_of_it():
    url = {"front": "function-url"}

    assert pinned(*FUNCTIONS) == ">= 5.100, < 7.0"
    assert pinned(*FUNCTIONS, python="3.14") == ">= 6.20, < 7.0"
    assert pinned(*FUNCTIONS, aws=url) == ">= 6.29, < 7.0"
    assert pinned(*FUNCTIONS, aws=url, auth="iam") == ">= 5.100, < 7.0"


# Who may call.


def permissions(found):
    return [
        (each["principal"], each["action"], each.get("source_arn"))
        for each in resources(found, "aws_lambda_permission").values()
    ]


@pytest.mark.parametrize("name", CASES)
def test_whoever_may_invoke_is_one_source_of_events_or_the_public_of_a_public_url(name):
    for principal, _, source in permissions(case(name)):
        if principal == "*":
            assert name.startswith("function-url")
        else:
            assert source and not source.startswith("*")


def test_a_public_url_has_both_permissions_and_one_of_iam_has_none():
    # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    public = planned(*FUNCTIONS, aws={"front": "function-url"})
    iam = planned(*FUNCTIONS, aws={"front": "function-url"}, auth="iam")

    assert {action for _, action, _ in permissions(public)} == {
        "lambda:InvokeFunction",
        "lambda:InvokeFunctionUrl",
    }
    assert permissions(iam) == []
    (url,) = resources(iam, "aws_lambda_function_url").values()
    assert url["authorization_type"] == "AWS_IAM"


def test_nobody_but_by_the_url_may_invoke_the_function_of_a_public_url():
    found = planned(*FUNCTIONS, aws={"front": "function-url"})

    for each in resources(found, "aws_lambda_permission").values():
        narrow = {"function_url_auth_type": "NONE"}, {"invoked_via_function_url": True}
        assert any(limit.items() <= each.items() for limit in narrow)


def test_every_route_of_a_guarded_function_is_guarded():
    found = planned(*FUNCTIONS, auth=JWT, functions={"hook": {"auth": "iam"},
                                                     "files": {"auth": "public"}})  # fmt: skip

    guards = {
        each["route_key"]: (each.get("authorization_type"), each.get("authorizer_id"))
        for each in resources(found, "aws_apigatewayv2_route").values()
    }
    token = ("JWT", "${aws_apigatewayv2_authorizer.http_api_jwt.id}")
    assert guards["POST /orders"] == guards["GET /orders/{order_id}"] == token
    assert guards["ANY /hook"] == ("AWS_IAM", None)
    assert guards["GET /files/{name+}"] == (None, None)
    (authorizer,) = resources(found, "aws_apigatewayv2_authorizer").values()
    assert authorizer["jwt_configuration"] == {
        "issuer": JWT["issuer"], "audience": JWT["audience"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ("public", {"authorization": "NONE"}),
        ("iam", {"authorization": "AWS_IAM"}),
        ("key", {"authorization": "NONE", "api_key_required": True}),
    ],
)
def test_every_method_of_a_rest_api_is_guarded(auth, said):
    found = planned(*FUNCTIONS, aws={"front": "rest-api"}, auth=auth)

    methods = resources(found, "aws_api_gateway_method").values()
    assert len(methods) == 2
    assert all(said.items() <= each.items() for each in methods)


def test_a_change_of_a_rest_api_is_deployed():
    found = planned(*FUNCTIONS, aws={"front": "rest-api"})

    (deployment,) = resources(found, "aws_api_gateway_deployment").values()
    for kind in ("rest_api", "resource", "method", "integration"):
        for name in resources(found, f"aws_api_gateway_{kind}"):
            assert f"aws_api_gateway_{kind}.{name}" in deployment["triggers"]["redeployment"]
    assert deployment["lifecycle"] == {"create_before_destroy": True}


# Versions.


def test_whatever_invokes_a_live_function_invokes_its_alias():
    found = planned(*EVERY_TRIGGER, aws={"live": True})

    text = json.dumps({k: v for k, v in found["resource"].items() if k != "aws_lambda_alias"})
    functions = resources(found, "aws_lambda_function")
    assert all(each["publish"] for each in functions.values())
    assert len(resources(found, "aws_lambda_alias")) == len(functions)
    for name in functions:
        assert f"${{aws_lambda_function.{name}.invoke_arn}}" not in text
        # Only the roles of schedules name the function, and the alias after it.
        assert f'"${{aws_lambda_function.{name}.arn}}"' not in text
    for kind in ("aws_lambda_permission", "aws_lambda_function_event_invoke_config"):
        assert all("qualifier" in each for each in resources(found, kind).values())


def test_an_alias_that_codedeploy_moves_is_not_moved_back():
    found = planned(*QUEUE, aws={"canary": "Canary10Percent5Minutes"})

    (alias,) = resources(found, "aws_lambda_alias").values()
    (group,) = resources(found, "aws_codedeploy_deployment_group").values()
    (request,) = found["output"]["deployments"]["value"].values()
    assert alias["lifecycle"]["ignore_changes"] == ["function_version", "routing_config"]
    assert group["deployment_config_name"] == ("CodeDeployDefault.LambdaCanary10Percent5Minutes")
    assert group["alarm_configuration"]["alarms"] == [
        "${aws_cloudwatch_metric_alarm.ship_errors.alarm_name}"
    ]
    content = json.loads(request["revision"]["appSpecContent"]["content"])
    (told,) = content["Resources"][0].values()
    assert (
        told["Properties"]["CurrentVersion"] == "${aws_lambda_alias.ship_function.function_version}"
    )
    assert told["Properties"]["TargetVersion"] == "${aws_lambda_function.ship_function.version}"


def test_that_terraform_starts_no_deployment_is_said():
    canary = plan(*QUEUE, aws={"canary": "Canary10Percent5Minutes"}).warnings

    assert any("ship: Terraform makes the new version" in each for each in canary)
    assert not any("Terraform" in each for each in plan(*QUEUE).warnings)


# What exists, and what is to last.


def test_what_exists_is_not_made():
    found = planned(*EVERY_TRIGGER, aws={"resources": EXISTING})["resource"]

    named = {each["name"] for each in found["aws_sqs_queue"].values()}
    assert not any(name.endswith("-orders") for name in named)
    made_elsewhere = ("topic", "s3_bucket", "dynamodb_table", "kinesis_stream")
    assert [kind for kind in found if kind.endswith(made_elsewhere)] == []
    text = json.dumps(found)
    assert EXISTING["stream"]["clicks"]["arn"] in text
    assert EXISTING["table"]["users"]["stream_arn"] in text


def test_what_holds_data_is_not_destroyed_by_the_way():
    found = planned(*EVERY_TRIGGER)

    kept = {
        f"{kind}.{name}"
        for kind, each in found["resource"].items()
        for name, body in each.items()
        if body.get("lifecycle", {}).get("prevent_destroy")
    }
    assert kept == {"aws_s3_bucket.uploads_bucket", "aws_dynamodb_table.users_table"}


def test_a_function_waits_for_all_that_its_role_may():
    found = planned(*EVERY_TRIGGER)

    (ship,) = (
        each
        for name, each in resources(found, "aws_lambda_function").items()
        if name == "ship_function"
    )
    assert ship["depends_on"] == [
        "aws_iam_role_policy.ship_role_logs",
        "aws_iam_role_policy.ship_role_queue",
    ]
    for name in ship["depends_on"]:
        assert name.partition(".")[2] in resources(found, "aws_iam_role_policy")


# Archives.


def archives(*artifacts):
    it, options = TARGET.read(made(QUEUE, "terraform"))
    text = manifest.manifest(it, options, units_of(it, options), artifacts)["main.tf.json"]
    return json.loads(text)


def test_new_code_is_seen_by_its_digest():
    (found,) = resources(archives(), "aws_lambda_function").values()

    assert found["filename"] == "${path.module}/code.zip"
    assert found["source_code_hash"] == '${filebase64sha256("${path.module}/code.zip")}'


@pytest.mark.parametrize(
    ("size", "through_bucket"), [(50 * 1024**2, False), (50 * 1024**2 + 1, True)]
)
def test_what_a_request_does_not_take_goes_through_a_bucket(size, through_bucket):
    found = archives(Artifact("code.zip", {"weights.bin": bytes(size)}, ("ship",)))

    (ship,) = resources(found, "aws_lambda_function").values()
    assert ("filename" not in ship) == through_bucket
    assert bool(resources(found, "aws_s3_object")) == through_bucket
    if through_bucket:
        assert ship["s3_key"] == "${aws_s3_object.code_zip.key}"
        assert resources(found, "aws_s3_object")["code_zip"]["source"] == "${path.module}/code.zip"
        assert "code_zip" not in resources(found, "aws_s3_bucket")


def test_the_plan_sends_large_archives_through_a_bucket():
    it = made(QUEUE, "terraform")
    large = Dependencies({"weights.bin": bytes(50 * 1024**2 + 1)})

    found = json.loads(TARGET.plan(it, {}, large).manifests["main.tf.json"])

    assert list(resources(found, "aws_s3_object")) == ["code_zip"]


def test_whoever_applies_says_where_an_image_is():
    found = planned(*QUEUE, aws={"package": "image"})

    (ship,) = resources(found, "aws_lambda_function").values()
    assert ship["image_uri"] == "${var.image_uri}"
    assert ship["image_config"] == {"command": ["faasport_entry.ship.handler"]}
    assert "image" in found["variable"]["image_uri"]["description"]


# What the user says in Terraform's words.


def test_raw_goes_over_the_function_with_references_resolved():
    raw = {
        "memory_size": 1024,
        "ephemeral_storage": {"size": 2048},
        "environment": {"variables": {"DEAD": "${queue:orders}", "VPC": "${data.aws_vpc.a.id}"}},
    }
    found = planned(*QUEUE, aws={"functions": {"ship": {"raw": raw}}})

    (ship,) = resources(found, "aws_lambda_function").values()
    assert ship["memory_size"] == 1024
    assert ship["ephemeral_storage"] == {"size": 2048}
    assert ship["function_name"] == "orders-dev-ship"
    assert ship["environment"]["variables"] == {
        "FAASPORT_QUEUE_ORDERS": "${aws_sqs_queue.orders_queue.url}",
        "DEAD": "${aws_sqs_queue.orders_queue.arn}",
        "VPC": "${data.aws_vpc.a.id}",
    }


def test_raw_of_one_function_is_not_of_another():
    functions = (*QUEUE, function("pack", trigger("queue", "parcels")))
    found = planned(*functions, aws={"functions": {"ship": {"raw": {"memory_size": 1024}}}})

    sizes = {k: v["memory_size"] for k, v in resources(found, "aws_lambda_function").items()}
    assert sizes == {"ship_function": 1024, "pack_function": 512}


def test_the_document_goes_over_the_whole():
    document = {
        "terraform": {"backend": {"s3": {}}},
        "variable": {"vpc": {"type": "string"}},
        "resource": {
            "aws_sqs_queue": {"orders_queue": {"delay_seconds": 5}},
            "aws_sns_topic": {"alerts": {"name": "alerts", "display_name": "${queue:orders}!"}},
        },
    }
    found = planned(*QUEUE, aws={"document": document})

    queue = resources(found, "aws_sqs_queue")["orders_queue"]
    assert (queue["delay_seconds"], queue["name"]) == (5, "orders-dev-orders")
    topic = resources(found, "aws_sns_topic")["alerts"]
    assert topic["display_name"] == "${aws_sqs_queue.orders_queue.arn}!"
    assert found["terraform"].keys() == {"required_version", "required_providers", "backend"}


# What the translation does not know it says.


SCOPE = Scope({"Orders": "AWS::SQS::Queue", "Other": "AWS::Made::Up"}, {"Priority": {}})


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Nobody"},
        {"Ref": "Other"},
        {"Ref": "Orders.Alias.More"},
        {"Ref": "AWS::StackName"},
        {"Fn::GetAtt": ["Orders", "Colour"]},
        {"Fn::Sub": "${Nobody}"},
        {"Fn::ImportValue": "elsewhere"},
        {"Ref": "Orders", "more": 1},
    ],
)
def test_a_reference_that_is_not_known_is_refused(value):
    with pytest.raises(UntranslatedError):
        SCOPE.value([value])


def test_references_become_expressions_and_texts_stay_texts():
    told = SCOPE.value(
        {
            "url": {"Ref": "Orders"},
            "arn": {"Fn::Sub": "a ${!x} ${Orders.Arn}/${AWS::Region} ${Priority} %{y}"},
            "text": "${Orders}",
        }
    )

    assert told == {
        "url": "${aws_sqs_queue.orders.url}",
        "arn": "a $${x} ${aws_sqs_queue.orders.arn}/${data.aws_region.current.id} "
        "${var.priority} %%{y}",
        "text": "$${Orders}",
    }


@pytest.mark.parametrize(
    "resource",
    [
        Resource("X", "AWS::Made::Up", {}, "x"),
        Resource("X", "AWS::SQS::Queue", {"QueueName": "x", "Colour": "red"}, "x"),
        Resource("X", "AWS::S3::Bucket", {"WebsiteConfiguration": {}}, "x"),
        Resource(
            "X", "AWS::S3::Bucket", {"NotificationConfiguration": {"LambdaConfigurations": []}}, "x"
        ),
    ],
)
def test_a_resource_or_property_that_is_not_known_is_refused(resource):
    with pytest.raises(UntranslatedError):
        list(rendered({"X": resource}, SCOPE))


def test_arguments_are_in_the_order_of_the_table():
    table = {"B": "b", "A": "a"}

    assert list(arguments({"A": 1, "B": 2}, table, SCOPE, "x")) == ["b", "a"]


def test_two_blocks_of_one_name_are_refused():
    block = Resource("X", "AWS::SQS::Queue", {}, "x").block("aws_sqs_queue", {})

    with pytest.raises(ValueError, match=r"aws_sqs_queue\.x"):
        configuration([block, block])


def test_a_project_without_http_has_no_front():
    found = planned(*QUEUE)["resource"]

    assert [kind for kind in found if "apigateway" in kind or "_lb_" in kind] == []


def test_a_project_of_http_alone_has_no_sources():
    found = planned(function("index", http("GET", "/")))["resource"]

    assert "aws_sqs_queue" not in found
    assert "aws_lambda_event_source_mapping" not in found


# Resources with tags of their own, by the provider's schema; what has none is in neither.
UNTAGGED = (
    "aws_api_gateway_deployment", "aws_api_gateway_integration", "aws_api_gateway_method",
    "aws_api_gateway_resource", "aws_api_gateway_usage_plan_key", "aws_apigatewayv2_authorizer",
    "aws_apigatewayv2_integration", "aws_apigatewayv2_route", "aws_cloudwatch_event_target",
    "aws_codedeploy_deployment_config", "aws_iam_role_policy", "aws_lambda_alias",
    "aws_lambda_function_event_invoke_config", "aws_lambda_function_url",
    "aws_lambda_layer_version", "aws_lambda_permission",
    "aws_lambda_provisioned_concurrency_config", "aws_lb_target_group_attachment",
    "aws_s3_bucket_notification", "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration", "aws_scheduler_schedule",
    "aws_sns_topic_subscription", "aws_sqs_queue_policy",
)  # fmt: skip


@pytest.mark.parametrize("options", [
    {}, {"front": "rest-api"}, {"front": "alb"}, {"front": "function-url"},
    {"canary": {"percent": 9, "minutes": 9}},
])  # fmt: skip
def test_everything_that_takes_tags_has_them(options):
    auth = "key" if options.get("front") == "rest-api" else "public"
    found = planned(*EVERY_TRIGGER, tags={"team": "web"}, aws=options, auth=auth,
                    functions={"ship": {"tags": {"size": "xl"}}})["resource"]  # fmt: skip

    for kind, each in found.items():
        for body in each.values():
            assert ("tags" in body) == (kind not in UNTAGGED), kind
            ship = {"size": "xl"} if body["//"].startswith("ship:") else {}
            assert body.get("tags", {"team": "web", **ship}) == {"team": "web", **ship}


# Settings: each says something of the function, or of its alias.


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"memory": 1024}, {"memory_size": 1024}),
        ({"timeout": 25}, {"timeout": 25}),
        ({"architecture": "arm64"}, {"architectures": ["arm64"]}),
        ({"python": "3.12"}, {"runtime": "python3.12"}),
        ({"concurrency": {"max": 3}}, {"reserved_concurrent_executions": 3}),
        ({"aws": {"tracing": True}}, {"tracing_config": {"mode": "Active"}}),
        ({"aws": {"snap_start": True}}, {"snap_start": {"apply_on": "PublishedVersions"}}),
        ({"aws": {"live": True}}, {"publish": True}),
        ({"aws": {"layers": True}}, {"layers": ["${aws_lambda_layer_version.layer.arn}"]}),
        ({"aws": {"package": "image"}}, {"package_type": "Image"}),
    ],
)
def test_a_setting_reaches_the_function(settings, said):
    (ship,) = resources(planned(*QUEUE, **settings), "aws_lambda_function").values()

    assert said.items() <= ship.items()


def test_instances_are_kept_ready_of_the_alias_and_messages_taken_for_as_many_as_there_are():
    found = planned(*QUEUE, concurrency={"min": 2, "max": 5})

    (ready,) = resources(found, "aws_lambda_provisioned_concurrency_config").values()
    (mapping,) = resources(found, "aws_lambda_event_source_mapping").values()
    assert ready["provisioned_concurrent_executions"] == 2
    assert ready["qualifier"] == "${aws_lambda_alias.ship_function.name}"
    assert mapping["scaling_config"] == {"maximum_concurrency": 5}


def test_logs_are_kept_as_long_as_is_said():
    found = planned(*QUEUE, aws={"log_retention_days": 7})

    (logs,) = resources(found, "aws_cloudwatch_log_group").values()
    (ship,) = resources(found, "aws_lambda_function").values()
    assert (logs["name"], logs["retention_in_days"]) == ("/aws/lambda/orders-dev-ship", 7)
    assert ship["logging_config"]["log_group"] == "${aws_cloudwatch_log_group.ship_logs.name}"


# Where each kind of source leaves what nobody could handle: block, and the way to it.
LOST = {
    "welcome": ("aws_sns_topic_subscription", "redrive_policy"),
    "ingest": ("aws_cloudwatch_event_target", "dead_letter_config"),
    "on_order": ("aws_cloudwatch_event_target", "dead_letter_config"),
    "report": ("aws_scheduler_schedule", "target"),
    "audit": ("aws_lambda_event_source_mapping", "destination_config"),
    "count": ("aws_lambda_event_source_mapping", "destination_config"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_cannot_be_handled_is_a_dead_letter(name):
    found, (kind, argument) = case(f"{name}-plain"), LOST[name]

    (body,) = resources(found, kind).values()
    letters = f"${{aws_sqs_queue.{name}_dead_letters.arn}}"
    assert letters in json.dumps(body[argument])
    for config in resources(found, "aws_lambda_function_event_invoke_config").values():
        assert config["destination_config"] == {"on_failure": {"destination": letters}}
        assert config["maximum_retry_attempts"] == 2


@pytest.mark.parametrize("name", ["ingest", "on_order", "report"])
def test_what_does_not_reach_the_function_is_tried_again(name):
    found, (kind, _) = case(f"{name}-plain"), LOST[name]

    (body,) = resources(found, kind).values()
    assert body.get("target", body)["retry_policy"] == {
        "maximum_event_age_in_seconds": 86400, "maximum_retry_attempts": 185,
    }  # fmt: skip


def test_a_log_is_halved_until_what_fails_is_alone():
    for name in ("audit", "count"):
        (mapping,) = resources(case(f"{name}-plain"), "aws_lambda_event_source_mapping").values()
        assert mapping["bisect_batch_on_function_error"] is True
        assert mapping["starting_position"] == "TRIM_HORIZON"
        assert mapping["maximum_retry_attempts"] in {4, 9}


def test_a_bucket_is_closed_encrypted_and_tells_eventbridge():
    found = case("ingest-plain")

    (closed,) = resources(found, "aws_s3_bucket_public_access_block").values()
    (told,) = resources(found, "aws_s3_bucket_notification").values()
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    (encrypted,) = resources(found, kind).values()
    rights = ("block_public_acls", "block_public_policy", "ignore_public_acls")
    assert all(closed[right] is True for right in (*rights, "restrict_public_buckets"))
    assert told["eventbridge"] is True
    assert encrypted["rule"] == [
        {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    ]
    for each in (closed, told, encrypted):
        assert each["bucket"] == "${aws_s3_bucket.uploads_bucket.id}"
