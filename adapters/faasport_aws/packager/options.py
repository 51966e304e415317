"""`[tool.faasport.targets.aws]`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from faasport.packager.options import TargetOptions
from faasport.packager.unit import only_app
from faasport.project.model import Project
from faasport.project.problem import Problem

Front = Literal["http-api", "function-url", "rest-api", "alb"]
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
Retention = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827]


# What a custom domain's mapping puts in front of every path.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
BasePath = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~$+!*'(),-]+)*$")]


class AwsOptions(TargetOptions):
    """What stands in front of Lambda, and how many functions behind it."""

    front: Front = "http-api"
    log_retention_days: Retention = 30
    multi_value_headers: bool = True
    base_path: BasePath = ""

    @property
    def one_unit(self) -> bool:
        """Whether one function serves everything: only an HTTP API has routes of its own."""
        return self.front != "http-api" or self.unit == "app"


def meaningless(project: Project, options: AwsOptions) -> list[Problem]:
    """Options that say nothing under this front."""
    table = f"{project.config_file}: {project.config_table}targets.aws"
    problems = []
    if options.front != "http-api":
        problems += only_app("aws", project, options, f"a {options.front}")
    if "multi_value_headers" in options.model_fields_set and options.front != "alb":
        problems.append(
            Problem(
                code="bad-option",
                where=f"{table}.multi_value_headers",
                message=f"it is an attribute of a load balancer, and the front is {options.front}.",
                fix='Leave it out, or use front = "alb".',
            )
        )
    return problems
