"""template.yaml: what AWS SAM deploys.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from faasport.project.model import Project
from faasport_aws.packager import sam_sources
from faasport_aws.packager.limits import RUNTIMES
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam_events import wiring
from faasport_aws.packager.sam_fronts import front_of
from faasport_aws.packager.sam_policy import Resources, Statement, attribute, role
from faasport_aws.packager.sources import sources_of, variables
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import EVENT, Wiring

ARCHIVE = "code.zip"


def template(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> dict[str, Any]:
    """The template as data."""
    front = front_of(project, options, units)
    sources = sources_of(units)
    outputs = {
        **front.outputs,
        **{each.logical_id: sam_sources.described(each) for each in sources},
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"{project.name} ({project.stage}), packaged by faasport.",
        **({"Parameters": front.parameters} if front.parameters else {}),
        "Resources": {
            key: resource
            for part in parts(project, options, units).values()
            for key, resource in part.items()
        },
        **({"Outputs": outputs} if outputs else {}),
    }


def parts(
    project: Project, options: AwsOptions, units: tuple[Unit, ...]
) -> Mapping[str, Resources]:
    """The resources by whose they are: the front's, a source's, a function's."""
    front = front_of(project, options, units)
    owned = {
        f"{each.kind} {each.name}": {each.logical_id: sam_sources.resource(project, each)}
        for each in sources_of(units)
    }
    env = variables(units)
    functions = {
        unit.label: _resources(project, options, unit, env, front.properties.get(unit.label, {}))
        for unit in units
    }
    return {"the front": dict(front.resources), **owned, **functions}


# CloudFormation reads YAML 1.1, where a bare `OFF` is false and `1:20` is 80:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
YAML_VERSION = (1, 1)
DIRECTIVE = b"%YAML 1.1\n---\n"
"""What a document of that version begins with; a template does without."""


def rendered(data: Mapping[str, Any]) -> bytes:
    """The template as YAML, in the order of its keys."""
    yaml = YAML()
    yaml.version = YAML_VERSION
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    # Two values that are the same object would come out as an anchor and an alias.
    yaml.representer.ignore_aliases = lambda _: True
    stream = io.BytesIO()
    yaml.dump(data, stream)
    return stream.getvalue().removeprefix(DIRECTIVE)


def _resources(
    project: Project,
    options: AwsOptions,
    unit: Unit,
    env: Mapping[str, Any],
    front: Mapping[str, Any],
) -> Resources:
    """A function with its own log group, a role for it alone, and what brings it its events."""
    key, wired = unit.logical_id, wiring(project, unit)
    return {
        f"{key}Function": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "FunctionName": unit.name,
                "Description": unit.description,
                "Runtime": RUNTIMES[project.config.python].name,
                "Architectures": [project.config.architecture],
                "CodeUri": ARCHIVE,
                "Handler": unit.handler,
                "MemorySize": unit.settings.memory,
                "Timeout": unit.settings.timeout,
                "Role": attribute(f"{key}Role"),
                "LoggingConfig": {"LogGroup": {"Ref": f"{key}Logs"}},
                **_environment(unit, env),
                **front,
                **_events(wired),
            },
        },
        f"{key}Logs": {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": f"/aws/lambda/{unit.name}",
                "RetentionInDays": options.log_retention_days,
            },
        },
        f"{key}Role": role(
            "lambda.amazonaws.com", {"logs": [_logging(f"{key}Logs")], **wired.policies}
        ),
        **wired.resources,
    }


def _environment(unit: Unit, more: Mapping[str, Any]) -> dict[str, Any]:
    env = dict(sorted({**unit.settings.env, **more}.items()))
    return {"Environment": {"Variables": env}} if env else {}


def _events(wired: Wiring) -> dict[str, Any]:
    return {"Events": {EVENT: wired.event}, **wired.properties} if wired.event else {}


def _logging(logs: str) -> Statement:
    """https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"""
    return {
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        # The attribute ends in ":*", the streams of this group.
        "Resource": attribute(logs),
    }
