"""`[tool.faasport.targets.aws]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from faasport.packager.options import TargetFunction, TargetOptions
from faasport.project.table import Table, bounds, text
from faasport_aws.packager.existing import Resources
from faasport_aws.packager.traits import TraitSettings

Front = Literal["http-api", "function-url", "rest-api", "alb"]
Manifest = Literal["sam", "terraform"]
Packaged = Literal["zip", "image"]
SecretsStore = Literal["ssm", "secrets-manager"]
# What a custom domain's mapping puts in front of every path.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
BasePath = Annotated[str, text(pattern=r"^(/[A-Za-z0-9._~$+!*'(),-]+)*$")]
Positive = Annotated[int, bounds(gt=0)]


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


class Deploy(Table):
    """`targets.aws.deploy`: where `faasport deploy` puts it. What is left out the SDK knows, or
    follows from the names of project and stage."""

    region: Annotated[str, text(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$")] | None = None
    profile: Annotated[str, text(min_length=1)] | None = None
    """Of the SDK's configuration; no credentials are ever said here."""
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    stack: Annotated[str, text(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,127}$")] | None = None
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    bucket: Annotated[str, text(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] | None = None
    """One that is there, for what is uploaded; left out, one that we make and keep."""
    role: Annotated[str, text(pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")] | None = None
    """What CloudFormation acts as."""
    capabilities: list[str] = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    parameters: dict[str, str] = {}
    """Of the template."""


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
    deploy: Deploy = Deploy()
    functions: Mapping[str, AwsFunction] = {}

    @property
    def one_unit(self) -> bool:
        """Whether one function serves everything: only an HTTP API has routes of its own."""
        return self.front != "http-api" or self.unit == "app"
