"""Everything that AWS can be asked for, as Terraform and as SAM: what there is, times how."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from faasport.packager.target import Dependencies, Plan
from faasport.project.model import DeclaredFunction, Project
from faasport_aws.packager import AwsTarget
from faasport_aws.packager.sam import template as sam
from faasport_aws.packager.units import units_of
from tests.unit.targets.event_projects import EVERY_TRIGGER, trigger
from tests.unit.targets.projects import FUNCTIONS, function, http, project

TARGET = AwsTarget()
ARN = "arn:aws:{}:eu-west-1:123456789012:{}".format
JWT = {"kind": "jwt", "issuer": "https://issuer.example.com/", "audience": ["shop"]}
EXISTING = {
    "queue": {"orders": {"arn": ARN("sqs", "orders")}, "mail": {"arn": ARN("sqs", "mail.fifo")}},
    "topic": {"signups": {"arn": ARN("sns", "signups")}},
    "bucket": {"uploads": {"arn": "arn:aws:s3:::uploads-of-mine"}},
    "table": {
        "users": {
            "arn": ARN("dynamodb", "table/users"),
            "stream_arn": ARN("dynamodb", "table/users/stream/2026-01-01T00:00:00.000"),
        }
    },
    "stream": {"clicks": {"arn": ARN("kinesis", "stream/clicks")}},
}
STATEMENTS = [
    {"Action": "sqs:SendMessage", "Resource": "${queue:orders}"},
    {
        "Sid": "Mine",
        "Effect": "Deny",
        "NotAction": ["s3:GetObject"],
        "Resource": ["${bucket:uploads}/in/*", "arn:aws:s3:::%{other}/*"],
        "Condition": {
            "Bool": {"aws:SecureTransport": False},
            "NumericLessThan": {"s3:max-keys": 9},
        },
    },
]
# What it consists of.
EVENTS: Mapping[str, tuple[DeclaredFunction, ...]] = {
    "mixed": (function("both", http("GET", "/x"), trigger("queue", "orders")),),
    **{
        each.name: (each,)
        for each in EVERY_TRIGGER
        if "http" not in {declared.kind for declared in each.triggers}
    },
}
# How: settings of the project, and options of the target under "aws".
SETTINGS: Mapping[str, dict[str, Any]] = {
    "plain": {},
    "tags": {"tags": {"team": "web", "cost center": "7"}},
    "live": {"aws": {"live": True}},
    "snap": {"aws": {"snap_start": True, "tracing": True, "log_retention_days": 7}},
    "named": {"aws": {"canary": "Linear10PercentEvery1Minute"}},
    "canary": {"aws": {"canary": {"percent": 20, "minutes": 3, "alarms": ["mine"]}}},
    "linear": {"aws": {"canary": {"percent": 20, "minutes": 3, "linear": True}}},
    "concurrency": {"concurrency": {"min": 1, "max": 5}},
    "secrets": {"secrets": {"STRIPE_KEY": "stripe/key", "OTHER": ARN("ssm", "parameter/other")}},
    "manager": {
        "secrets": {"STRIPE_KEY": "stripe/key"},
        "aws": {"secrets_store": "secrets-manager"},
    },
    "layers": {"aws": {"layers": True}, "architecture": "arm64", "python": "3.12"},
    "image": {"aws": {"package": "image"}},
    "text": {"env": {"PRICE": "${amount} %{if x} $5", "QUOTED": 'a "b" \\c\nü'}},
    "network": {"aws": {"raw": {"vpc_config": {"subnet_ids": ["s"], "security_group_ids": ["g"]}}}},
}
FRONTS = ("http-api", "rest-api", "function-url", "alb")
# What only HTTP has.
HTTP: Mapping[str, dict[str, Any]] = {
    "app": {"aws": {"unit": "app"}},
    "jwt": {"auth": JWT},
    "iam": {"auth": "iam"},
    "both": {"auth": "iam", "functions": {"hook": {"auth": JWT}, "files": {"auth": "public"}}},
    "rest-iam": {"auth": "iam", "aws": {"front": "rest-api"}},
    "rest-key": {"auth": "key", "aws": {"front": "rest-api"}},
    "rest-plan": {
        "auth": "key",
        "aws": {"front": "rest-api", "usage_plan": {"rate": 5, "burst": 2, "quota": 7}},
    },
    "url-iam": {"auth": "iam", "aws": {"front": "function-url"}},
    "single": {"aws": {"front": "alb", "multi_value_headers": False}},
}
OTHERS: Mapping[str, dict[str, Any]] = {
    "every": {},
    "existing": {"aws": {"resources": EXISTING}},
    "permissions": {"permissions": {"aws": STATEMENTS}},
    "groups": {"functions": {"ship": {"groups": ["ml"]}, "count": {"groups": ["ml"]}}},
    "layered": {"functions": {"ship": {"groups": ["ml"]}}, "aws": {"layers": True}},
    "images": {"functions": {"on_order": {"groups": ["ml"]}}, "aws": {"package": "image"}},
    "bus": {"aws": {"event_bus": ARN("events", "event-bus/shop")}},
}
Case = tuple[tuple[DeclaredFunction, ...], dict[str, Any]]


def cases() -> dict[str, Case]:
    """By a name that is one of a module as well."""
    found: dict[str, Case] = {
        f"{what}-{how}": (functions, settings)
        for what, functions in EVENTS.items()
        for how, settings in SETTINGS.items()
    }
    for front in FRONTS:
        for how, settings in SETTINGS.items():
            aws = {"front": front, **settings.get("aws", {})}
            found[f"{front}-{how}"] = (FUNCTIONS[:2], {**settings, "aws": aws})
    found |= {f"http-{how}": (FUNCTIONS, settings) for how, settings in HTTP.items()}
    return found | {f"events-{how}": (EVERY_TRIGGER, each) for how, each in OTHERS.items()}


CASES = cases()


def made(functions: tuple[DeclaredFunction, ...], manifest: str, /, **settings: Any) -> Project:
    """A project with these functions; `aws` are its options."""
    options = {"manifest": manifest, **settings.pop("aws", {})}
    if manifest == "sam" and "raw" in options:  # whose words for a network are others
        options["raw"] = {"Properties": {"VpcConfig": {"SubnetIds": ["s"]}}}
    it = project(*functions, **{"timeout": 20, **settings}, targets={"aws": options})
    assert TARGET.check(it) == []
    return it


def plan(*functions: DeclaredFunction, **settings: Any) -> Plan:
    """What the target plans for Terraform."""
    return TARGET.plan(made(functions, "terraform", **settings), {}, Dependencies({}))


def planned(*functions: DeclaredFunction, **settings: Any) -> dict[str, Any]:
    """The Terraform configuration."""
    text = plan(*functions, **settings).manifests["main.tf.json"]
    configuration: dict[str, Any] = json.loads(text)
    return configuration


@cache
def configuration(name: str) -> dict[str, Any]:
    """That of a case: not to be changed."""
    functions, settings = CASES[name]
    return planned(*functions, **settings)


def template(name: str) -> dict[str, Any]:
    """The SAM template of a case, as data."""
    functions, settings = CASES[name]
    it, options = TARGET.read(made(functions, "sam", **settings))
    return sam.template(it, options, units_of(it, options))


def resources(configuration: Mapping[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = configuration["resource"].get(kind, {})
    return found
