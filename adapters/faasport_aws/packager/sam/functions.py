"""The functions of a SAM template: each with its own log group, a role for it alone, and what
brings it its events.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faasport.packager import raw
from faasport.project.model import Project
from faasport_aws.packager import archives, image, policy, releases, roles, secret_stores
from faasport_aws.packager.limits import RUNTIMES
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.permissions import referring
from faasport_aws.packager.policy import Resources, attribute
from faasport_aws.packager.sam.events import wiring
from faasport_aws.packager.sources import Source, sources_of, variables
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import EVENT, Wiring


def resources(
    project: Project,
    options: AwsOptions,
    unit: Unit,
    units: Sequence[Unit],
    front: Mapping[str, Any],
) -> Resources:
    """Everything of one function. `front` are properties that its HTTP front asks for."""
    key, wired = unit.logical_id, wiring(project, options, unit)
    sources = sources_of(units, options)
    ours = {
        "Type": "AWS::Serverless::Function",
        **_metadata(project, options, unit),
        "Properties": {
            "FunctionName": unit.name,
            "Description": unit.description,
            **_code(project, options, unit),
            "Architectures": [project.config.architecture],
            "MemorySize": unit.settings.memory,
            "Timeout": unit.settings.timeout,
            "Role": attribute(f"{key}Role"),
            "LoggingConfig": {"LogGroup": {"Ref": f"{key}Logs"}},
            **_environment(unit, options, variables(sources)),
            **_capacity(unit),
            **releases.properties(unit),
            **front,
            **_events(wired),
        },
    }
    return {
        f"{key}Function": raw.merged(ours, *_raw(options, unit, sources)),
        f"{key}Logs": {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": f"/aws/lambda/{unit.name}",
                "RetentionInDays": unit.traits.log_retention_days,
            },
        },
        f"{key}Role": policy.resource(roles.execution(options, unit, units)),
        **releases.resources(unit),
        **wired.resources,
    }


def _raw(options: AwsOptions, unit: Unit, sources: Sequence[Source]) -> list[Mapping[str, Any]]:
    """What its user says in SAM's words; in those of another language it is not for here."""
    return [referring(each, sources) for each in unit.raw] if options.manifest == "sam" else []


def _code(project: Project, options: AwsOptions, unit: Unit) -> dict[str, Any]:
    if options.package == "image":
        # One image serves all; which handler a function calls is its own.
        return {"PackageType": "Image", "ImageConfig": {"Command": [unit.handler]}}
    layer = archives.layer_of(project, options, unit)
    return {
        "Runtime": RUNTIMES[project.config.python].name,
        "CodeUri": archives.code_of(project, options, unit),
        "Handler": unit.handler,
        **({"Layers": [{"Ref": layer_id(layer)}]} if layer else {}),
    }


def _metadata(project: Project, options: AwsOptions, unit: Unit) -> dict[str, Any]:
    """What `sam build` makes the image of.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build.html
    """
    if options.package != "image":
        return {}
    folder = archives.code_of(project, options, unit)
    metadata = {"Dockerfile": image.DOCKERFILE, "DockerContext": folder, "DockerTag": project.stage}
    return {"Metadata": metadata}


def layer_id(path: str) -> str:
    """The logical id of the layer with this archive."""
    stem = path.removesuffix(".zip")
    return "".join(word.capitalize() for word in stem.replace("_", "-").split("-"))


def layers(project: Project, units: tuple[Unit, ...], layer_name: str) -> Resources:
    """Dependencies apart from the code.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html
    """
    return {
        layer_id(path): {
            "Type": "AWS::Serverless::LayerVersion",
            "Properties": {
                "LayerName": layer_name + path.removesuffix(".zip").removeprefix("layer"),
                "Description": _described(share.functions, project),
                "ContentUri": path,
                "CompatibleArchitectures": [project.config.architecture],
                "CompatibleRuntimes": [RUNTIMES[project.config.python].name],
                # A function keeps what it was made with.
                "RetentionPolicy": "Delete",
            },
        }
        for path, share in archives.layers_of(project, units).items()
    }


def _described(functions: Sequence[str], project: Project) -> str:
    """256 characters: https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html"""
    text = f"The dependencies of {', '.join(functions) or project.name}."
    return text if len(text) <= 256 else f"{text[:253]}..."


def _environment(unit: Unit, options: AwsOptions, more: Mapping[str, Any]) -> dict[str, Any]:
    told = secret_stores.variables(unit.settings.secrets, options)
    env = dict(sorted({**unit.settings.env, **told, **more}.items()))
    return {"Environment": {"Variables": env}} if env else {}


def _capacity(unit: Unit) -> dict[str, Any]:
    most = unit.settings.concurrency.max
    return {
        **({"ReservedConcurrentExecutions": most} if most is not None else {}),
        **({"Tracing": "Active"} if unit.traits.tracing else {}),
    }


def _events(wired: Wiring) -> dict[str, Any]:
    return {"Events": {EVENT: wired.event}, **wired.properties} if wired.event else {}
