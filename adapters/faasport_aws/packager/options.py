"""`[tool.faasport.targets.aws]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from faasport.packager.options import TargetFunction, TargetOptions
from faasport.packager.unit import only_app
from faasport.project.config import Table
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager.existing import Resources
from faasport_aws.packager.traits import TraitSettings

Front = Literal["http-api", "function-url", "rest-api", "alb"]
Manifest = Literal["sam", "terraform"]
Packaged = Literal["zip", "image"]
SecretsStore = Literal["ssm", "secrets-manager"]
# What a custom domain's mapping puts in front of every path.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
BasePath = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~$+!*'(),-]+)*$")]
Positive = Annotated[int, Field(gt=0)]


class UsagePlan(Table):
    """How often a key of a REST API's may be used.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """

    rate: Positive | None = None
    """Requests in a second, steadily."""
    burst: Positive | None = None
    """Requests at once."""
    quota: Positive | None = None
    """Requests in a `period`."""
    period: Literal["DAY", "WEEK", "MONTH"] = "MONTH"


class AwsFunction(TargetFunction, TraitSettings):
    """`targets.aws.functions.<name>`: what differs for one function."""


class AwsOptions(TargetOptions, TraitSettings):
    """What stands in front of Lambda, how many functions behind it, and how they are made."""

    front: Front = "http-api"
    manifest: Manifest = "sam"
    multi_value_headers: bool = True
    base_path: BasePath = ""
    layers: bool = False
    package: Packaged = "zip"
    secrets_store: SecretsStore = "ssm"
    usage_plan: UsagePlan = UsagePlan()
    resources: Resources = Resources()
    functions: Mapping[str, AwsFunction] = Field(  # type: ignore[mutable-override]  # frozen
        default_factory=dict
    )

    @property
    def one_unit(self) -> bool:
        """Whether one function serves everything: only an HTTP API has routes of its own."""
        return self.front != "http-api" or self.unit == "app"


def meaningless(project: Project, options: AwsOptions) -> list[Problem]:
    """Options that say nothing under this front, or beside others."""
    table = f"{project.config_file}: {project.config_table}targets.aws"
    problems = []
    if options.front != "http-api":
        problems += only_app("aws", project, options, f"a {options.front}")
    told = options.model_fields_set
    if "multi_value_headers" in told and options.front != "alb":
        problems.append(
            Problem(
                code="bad-option",
                where=f"{table}.multi_value_headers",
                message=f"it is an attribute of a load balancer, and the front is {options.front}.",
                fix='Leave it out, or use front = "alb".',
            )
        )
    if "usage_plan" in told and options.front != "rest-api":
        problems.append(
            Problem(
                code="bad-option",
                where=f"{table}.usage_plan",
                message=f"it is about the keys of a REST API, and the front is {options.front}.",
                fix='Leave it out, or use front = "rest-api" with auth = "key".',
            )
        )
    if options.package == "image" and options.layers:
        problems.append(
            Problem(
                code="bad-option",
                where=f"{table}.layers",
                message="a function that is an image has no layers "
                "(https://docs.aws.amazon.com/lambda/latest/dg/images-create.html).",
                fix='Leave it out, or use package = "zip".',
            )
        )
    return problems
