"""Every kind of trigger with every option of a function, and every front with every guard, as AWS's
own translator and linter see them. Many combinations are in one template, since a run of the linter
is what costs; each is held to what it should say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from faasport.packager.target import Dependencies
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.stack import resources as counted
from faasport_aws.packager.unbounded import TABLE
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project
from tests.unit.targets.sam_to_cloudformation import findings, parsed, transformed

TARGET = AwsTarget()
Properties = Mapping[str, Any]
REGION, ACCOUNT = "us-east-1", "123456789012"
BUS = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/shop"

TRIGGERS = {
    "get": http("GET", "/things/{id}"),
    "any": http("ANY", "/hooks/{path:path}"),
    "queue": trigger("queue", "orders"),
    "ordered": trigger("queue", "ledger", ordered=True, max_attempts=3),
    "batch": trigger("queue", "parcels", batch_size=1000),
    "cron": trigger("schedule", "cron", timezone="Europe/Berlin"),
    "rate": trigger("schedule", "rate", expression=None, every=[5, "minutes"]),
    "topic": trigger("topic", "signups"),
    "bucket": trigger("bucket", "uploads", on=["created"], prefix="in/", suffix=".csv"),
    "table": trigger("table", "users", on=["insert", "update"]),
    "event": trigger("event", "com.example.order.*", source="shop"),
    "stream": trigger("stream", "clicks", max_attempts=10),
}
LOGICAL = {name: name.capitalize() for name in TRIGGERS}


@dataclass(frozen=True)
class Linted:
    """A template of ours, what AWS's translator makes of it, and what the linter finds there."""

    template: dict[str, Any]
    document: dict[str, Any]
    found: list[str]

    def of(self, key: str) -> Properties:
        found: Properties = self.document["Resources"][key]["Properties"]
        return found

    def types(self, kind: str) -> dict[str, Properties]:
        resources = self.document["Resources"].items()
        return {key: each["Properties"] for key, each in resources if each["Type"] == kind}

    def statements(self, role: str) -> dict[str, list[Properties]]:
        policies = self.of(role)["Policies"]
        return {each["PolicyName"]: each["PolicyDocument"]["Statement"] for each in policies}


def linted(*functions: Any, **config: Any) -> Linted:
    """With `AWS_DEFAULT_REGION` set, as the translator needs it."""
    it = project(*functions, timeout=20, **config)
    assert TARGET.check(it) == []
    plan = TARGET.plan(it, {}, Dependencies({}))
    text = plan.manifests["template.yaml"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        document = transformed(text)
    return Linted(parsed(text), document, findings(document))


# One option of a function: what is said of each, and what must come of it.


@dataclass(frozen=True)
class Option:
    holds: Callable[[Linted, str], bool]
    own: dict[str, Any] = field(default_factory=dict)
    """`functions.<name>`"""
    here: dict[str, Any] = field(default_factory=dict)
    """`targets.aws.functions.<name>`"""
    everywhere: dict[str, Any] = field(default_factory=dict)
    """`targets.aws`"""


def of_function(**wanted: Any) -> Callable[[Linted, str], bool]:
    def holds(made: Linted, key: str) -> bool:
        properties = made.of(f"{key}Function")
        return {name: properties.get(name) for name in wanted} == wanted

    return holds


def of_role(policy: str, *statements: dict[str, Any]) -> Callable[[Linted, str], bool]:
    wanted = [{"Effect": "Allow", **each} for each in statements]
    return lambda made, key: made.statements(f"{key}Role").get(policy) == wanted


def denied(made: Linted, key: str) -> dict[str, Any]:
    """What Lambda does with the role in its network, and the function's code may not."""
    arn = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
    function_arn = {"Fn::Sub": arn + made.of(f"{key}Function")["FunctionName"]}
    condition = {"ArnEquals": {"lambda:SourceFunctionArn": function_arn}}
    return {"Effect": "Deny", **TABLE[1].statement, "Condition": condition}


def is_live(made: Linted, key: str) -> bool:
    """Whatever invokes the function invokes its alias."""
    alias = f"{key}FunctionAliaslive"
    text = json.dumps(
        [
            resource
            for other, resource in made.document["Resources"].items()
            if other.startswith(f"{key}Function") and "Trigger" in other
        ]
    )
    if key in ("Get", "Any"):
        text = json.dumps(made.document["Resources"]["HttpApi"])
    return made.of(alias)["Name"] == "live" and alias in text


def moves(config: Any, *alarms: str) -> Callable[[Linted, str], bool]:
    def holds(made: Linted, key: str) -> bool:
        group = made.of(f"{key}FunctionDeploymentGroup")
        watched = [{"Name": {"Ref": f"{key}Errors"}}, *({"Name": name} for name in alarms)]
        return (
            is_live(made, key)
            and group["DeploymentConfigName"] == config
            and group["AlarmConfiguration"]["Alarms"] == watched
            and group["ServiceRoleArn"] == {"Fn::GetAtt": [f"{key}RoleForDeployment", "Arn"]}
        )

    return holds


def is_ready(made: Linted, key: str) -> bool:
    given = made.of(f"{key}FunctionAliaslive").get("ProvisionedConcurrencyConfig")
    return given == {"ProvisionedConcurrentExecutions": 2}


def is_bounded(made: Linted, key: str) -> bool:
    """The poller of a queue takes no more than the function has instances for."""
    mapping = made.document["Resources"].get(f"{key}FunctionTrigger", {}).get("Properties", {})
    wanted = {"MaximumConcurrency": 5} if key in ("Queue", "Ordered", "Batch") else None
    return (
        made.of(f"{key}Function")["ReservedConcurrentExecutions"] == 5
        and mapping.get("ScalingConfig") == wanted
    )


def is_tagged(made: Linted, key: str) -> bool:
    given = {"Key": "team", "Value": key.lower()}
    named = (f"{key}Function", f"{key}Role", f"{key}Logs")
    return all(given in made.of(each)["Tags"] for each in named)


def reads_secrets(service: str, resource: str) -> Callable[[Linted, str], bool]:
    actions = {"ssm": "ssm:GetParameter", "secretsmanager": "secretsmanager:GetSecretValue"}
    arn = f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"
    return of_role("secrets", {"Action": actions[service], "Resource": {"Fn::Sub": arn}})


SUBNETS = {"SubnetIds": ["subnet-0123456789abcdef0"], "SecurityGroupIds": ["sg-0123456789abcdef0"]}
SECRET = {"secrets": {"STRIPE_KEY": "stripe/key"}}
OPTIONS = {
    "nothing": Option(of_function(Timeout=20, MemorySize=512)),
    "live": Option(is_live, here={"live": True}),
    "canary": Option(
        moves({"Fn::Sub": ["CodeDeployDefault.Lambda${ConfigName}",
                           {"ConfigName": "Canary10Percent5Minutes"}]}),
        here={"canary": "Canary10Percent5Minutes"},
    ),
    "weights": Option(
        moves({"Ref": "Linear20Percent3Minutes"}, "mine"),
        here={"canary": {"percent": 20, "minutes": 3, "linear": True, "alarms": ["mine"]}},
    ),
    "snap_start": Option(
        lambda made, key: (
            is_live(made, key)
            and made.of(f"{key}Function")["SnapStart"] == {"ApplyOn": "PublishedVersions"}
        ),
        here={"snap_start": True},
    ),
    "ready": Option(is_ready, own={"concurrency": {"min": 2}}),
    "bounded": Option(is_bounded, own={"concurrency": {"max": 5}}),
    "tracing": Option(
        lambda made, key: (
            of_function(TracingConfig={"Mode": "Active"})(made, key)
            and of_role("tracing", TABLE[0].statement)(made, key)
        ),
        here={"tracing": True},
    ),
    "network": Option(
        lambda made, key: (
            of_function(VpcConfig=SUBNETS)(made, key)
            and of_role("network", TABLE[1].statement, denied(made, key))(made, key)
        ),
        here={"raw": {"Properties": {"VpcConfig": SUBNETS}}},
    ),
    "retention": Option(
        lambda made, key: made.of(f"{key}Logs")["RetentionInDays"] == 7,
        here={"log_retention_days": 7},
    ),
    "tags": Option(is_tagged),
    "parameter": Option(reads_secrets("ssm", "parameter/stripe/key"), own=SECRET),
    "secret": Option(
        reads_secrets("secretsmanager", "secret:stripe/key-??????"),
        own=SECRET,
        everywhere={"secrets_store": "secrets-manager"},
    ),
    "permissions": Option(
        of_role(
            "permissions",
            {"Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["OrdersQueue", "Arn"]}},
            {"Action": ["s3:PutObject"], "Resource": {"Fn::Sub": "${UploadsBucket.Arn}/in/*"}},
            {"Action": "sns:Publish", "Resource": {"Ref": "SignupsTopic"}},
        ),
        own={
            "permissions": {
                "aws": [
                    {"Action": "sqs:SendMessage", "Resource": "${queue:orders}"},
                    {"Action": ["s3:PutObject"], "Resource": "${bucket:uploads}/in/*"},
                    {"Action": "sns:Publish", "Resource": "${topic:signups}"},
                ]
            }
        },
    ),
}  # fmt: skip
COMBINATIONS = [(option, name) for option in OPTIONS for name in TRIGGERS]


@pytest.fixture(scope="module")
def templates() -> dict[str, Linted]:
    """One for each option, made when it is first asked for."""
    return {}


def template_of(templates: dict[str, Linted], name: str) -> Linted:
    if name not in templates:
        option = OPTIONS[name]
        own = {
            each: {**option.own, **({"tags": {"team": each}} if name == "tags" else {})}
            for each in TRIGGERS
        }
        here = {**option.everywhere, "functions": dict.fromkeys(TRIGGERS, option.here)}
        functions = [function(each, declared) for each, declared in TRIGGERS.items()]
        templates[name] = linted(*functions, functions=own, targets={"aws": here})
    return templates[name]


def test_there_are_more_than_a_hundred_combinations():
    assert len(COMBINATIONS) > 100


@pytest.mark.parametrize(("option", "name"), COMBINATIONS)
def test_a_trigger_with_an_option_is_clean_and_says_it(templates, option, name):
    made = template_of(templates, option)
    key = LOGICAL[name]

    assert [each for each in made.found if f"'{key}" in each] == []
    assert OPTIONS[option].holds(made, key)


@pytest.mark.parametrize("option", OPTIONS)
def test_nothing_else_in_the_template_is_found_either(templates, option):
    assert template_of(templates, option).found == []


@pytest.mark.parametrize("option", OPTIONS)
def test_every_role_is_ours_and_no_policy_is_anybody_elses(templates, option):
    made = template_of(templates, option)

    roles = made.types("AWS::IAM::Role")
    assert roles.keys() == {
        key
        for key, resource in made.template["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
    }
    assert not any("ManagedPolicyArns" in each for each in roles.values())
    assert made.types("AWS::IAM::Policy") == {}
    assert made.types("AWS::IAM::ManagedPolicy") == {}


@pytest.mark.parametrize("option", OPTIONS)
def test_every_resource_is_only_in_the_table_of_those_that_cannot_be_named(templates, option):
    made = template_of(templates, option)
    allowed = [{"Effect": "Allow", **row.statement} for row in TABLE]

    for role in made.types("AWS::IAM::Role"):
        for statements in made.statements(role).values():
            for statement in statements:
                if statement["Resource"] == "*" and statement["Effect"] == "Allow":
                    assert statement in allowed


@pytest.mark.parametrize("option", OPTIONS)
def test_the_resources_of_the_stack_are_counted_right(templates, option):
    made = template_of(templates, option)

    assert counted(made.template) == len(made.document["Resources"])


@pytest.mark.parametrize("option", OPTIONS)
def test_a_queue_hides_a_message_for_six_times_as_long_as_its_function_runs(templates, option):
    made = template_of(templates, option)

    for key in ("Queue", "Ordered"):
        (mapping,) = (
            each
            for other, each in made.types("AWS::Lambda::EventSourceMapping").items()
            if other == f"{key}FunctionTrigger"
        )
        queue = made.of(mapping["EventSourceArn"]["Fn::GetAtt"][0])
        assert queue["VisibilityTimeout"] >= 6 * made.of(f"{key}Function")["Timeout"]


# Fronts, guards, forms of packages, and what exists.

JWT = {"issuer": "https://id.example.com", "audience": ["shop"]}
EXISTING = {
    "queue": {
        "orders": {"arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders"},
        "mail": {"arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:mail.fifo"},
    },
    "topic": {"signups": {"arn": f"arn:aws:sns:{REGION}:{ACCOUNT}:signups"}},
    "bucket": {"uploads": {"arn": "arn:aws:s3:::uploads-of-the-shop"}},
    "table": {
        "users": {
            "arn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/users",
            "stream_arn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/users/stream/2026-11-21",
        }
    },
    "stream": {"clicks": {"arn": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/clicks"}},
}
KINDS = ("queue", "topic", "bucket", "table", "event", "stream")
LISTENING = tuple(function(kind, TRIGGERS[kind]) for kind in KINDS)
CASES: dict[str, tuple[tuple[Any, ...], dict[str, Any], dict[str, Any]]] = {
    **{
        f"{front}, {auth if isinstance(auth, str) else 'jwt'}, {'live' if live else 'newest'}": (
            FUNCTIONS,
            {"auth": auth, "tags": {"team": "shop"}},
            {"front": front, "live": live, "tracing": live},
        )
        for front, auths in {
            "http-api": ("public", "iam", JWT),
            "rest-api": ("public", "iam", "key"),
            "function-url": ("public", "iam"),
            "alb": ("public",),
        }.items()
        for auth in auths
        for live in (False, True)
    },
    "http-api, one unit, jwt": (FUNCTIONS, {"auth": JWT}, {"unit": "app"}),
    "rest-api, usage plan": (
        FUNCTIONS,
        {"auth": "key"},
        {"front": "rest-api", "usage_plan": {"rate": 10, "burst": 20, "quota": 1000}},
    ),
    "layers, arm64": ((*FUNCTIONS, *LISTENING), {"architecture": "arm64"}, {"layers": True}),
    "image": (
        (*FUNCTIONS, *LISTENING),
        {"tags": {"team": "shop"}},
        {"package": "image", "live": True},
    ),
    "existing": (LISTENING, {}, {"resources": EXISTING, "event_bus": BUS}),
    "document": (
        LISTENING,
        {},
        {
            "document": {
                "Resources": {
                    "Watch": {
                        "Type": "AWS::SNS::Subscription",
                        "Properties": {
                            "Protocol": "sqs",
                            "TopicArn": "${topic:signups}",
                            "Endpoint": "${queue:orders}",
                        },
                    }
                },
                "Outputs": {"Mine": {"Value": "${table:users}"}},
            }
        },
    ),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Iterator[tuple[str, Linted]]:
    functions, config, options = CASES[request.param]
    yield request.param, linted(*functions, **config, targets={"aws": options})


def test_a_form_of_package_or_front_is_clean(case):
    assert case[1].found == []


def test_its_resources_are_counted_right(case):
    assert counted(case[1].template) == len(case[1].document["Resources"])


def test_it_has_no_role_but_ours(case):
    made = case[1]

    assert made.types("AWS::IAM::Role").keys() <= made.template["Resources"].keys()
    assert "ManagedPolicyArns" not in json.dumps(made.document)


def test_what_exists_is_not_made_again():
    made = linted(*LISTENING, targets={"aws": {"resources": EXISTING, "event_bus": BUS}})

    dead = {f"{LOGICAL[kind]}DeadLetters" for kind in KINDS if kind != "queue"}
    assert made.types("AWS::SQS::Queue").keys() == dead
    for kind in ("SNS::Topic", "S3::Bucket", "DynamoDB::Table", "Kinesis::Stream"):
        assert made.types(f"AWS::{kind}") == {}
    assert made.of("TopicFunctionTrigger")["TopicArn"] == EXISTING["topic"]["signups"]["arn"]
    mappings = {key: each["EventSourceArn"] for key, each in made.types(
        "AWS::Lambda::EventSourceMapping").items()}  # fmt: skip
    assert mappings == {
        "QueueFunctionTrigger": EXISTING["queue"]["orders"]["arn"],
        "TableFunctionTrigger": EXISTING["table"]["users"]["stream_arn"],
        "StreamFunctionTrigger": EXISTING["stream"]["clicks"]["arn"],
    }
    rules = made.types("AWS::Events::Rule")
    assert rules["EventFunctionTrigger"]["EventBusName"] == BUS
    assert "EventBusName" not in rules["BucketFunctionTrigger"]
    bucket = rules["BucketFunctionTrigger"]["EventPattern"]["detail"]["bucket"]["name"]
    assert bucket == ["uploads-of-the-shop"]
    env = made.of("QueueFunction")["Environment"]["Variables"]
    assert env == {
        "FAASPORT_BUCKET_UPLOADS": "uploads-of-the-shop",
        "FAASPORT_QUEUE_MAIL": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/mail.fifo",
        "FAASPORT_QUEUE_ORDERS": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/orders",
        "FAASPORT_STREAM_CLICKS": "clicks",
        "FAASPORT_TABLE_USERS": "users",
        "FAASPORT_TOPIC_SIGNUPS": EXISTING["topic"]["signups"]["arn"],
    }
