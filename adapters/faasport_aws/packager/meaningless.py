"""Options that say nothing under this front, or beside others: none is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager.unit import only_app
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager.options import AwsOptions

IMAGES = "https://docs.aws.amazon.com/lambda/latest/dg/images-create.html"


def problems(project: Project, options: AwsOptions) -> list[Problem]:
    """A problem for each of them."""
    table = f"{project.config_file}: {project.config_table}targets.aws"
    apart = (
        only_app("aws", project, options, f"a {options.front}")
        if options.front != "http-api"
        else []
    )
    return [
        *apart,
        *(
            Problem("bad-option", f"{table}.{key}", message, fix)
            for key, message, fix in _told(project, options)
        ),
    ]


def _told(project: Project, options: AwsOptions) -> Iterator[tuple[str, str, str]]:
    """The option, why it says nothing, and what to do."""
    told, front = options.model_fields_set, options.front
    if "multi_value_headers" in told and front != "alb":
        yield (
            "multi_value_headers",
            f"it is an attribute of a load balancer, and the front is {front}.",
            'Leave it out, or use front = "alb".',
        )
    if "usage_plan" in told and not (front == "rest-api" and _has_keys(project)):
        yield (
            "usage_plan",
            f"it is about the keys of a REST API, and the front is {front}, without keys.",
            'Leave it out, or use front = "rest-api" with auth = "key".',
        )
    if "period" in options.usage_plan.model_fields_set and options.usage_plan.quota is None:
        yield (
            "usage_plan.period",
            "it is the period of a quota, and there is none.",
            "Leave it out, or add quota.",
        )
    if options.package == "image" and options.layers:
        yield (
            "layers",
            f"a function that is an image has no layers ({IMAGES}).",
            'Leave it out, or use package = "zip".',
        )


def _has_keys(project: Project) -> bool:
    return any(project.settings(each.name).auth.kind == "key" for each in project.functions)
