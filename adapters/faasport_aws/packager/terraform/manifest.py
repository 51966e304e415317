"""main.tf.json: what Terraform deploys. It is the SAM template in Terraform's words, so that the
two cannot mean different things; what SAM makes of its own accord is said here one by one.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.packager import name, raw
from faasport.packager.target import Artifact, Files
from faasport.project.model import Project
from faasport_aws.packager.limits import FUNCTION_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam import template as sam
from faasport_aws.packager.sources import sources_of
from faasport_aws.packager.terraform import archive, deployment, version
from faasport_aws.packager.terraform.block import COMMENT, Resource, configuration, local
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.raw import Words
from faasport_aws.packager.terraform.renderer import made_by_sam, rendered
from faasport_aws.packager.terraform.store import PREFIX
from faasport_aws.packager.terraform.tag import tagged
from faasport_aws.packager.terraform.variable import images, variables
from faasport_aws.packager.units import Unit

MANIFEST = "main.tf.json"
READ = ("aws_caller_identity", "aws_partition", "aws_region")


def manifest(
    project: Project,
    options: AwsOptions,
    units: tuple[Unit, ...],
    artifacts: tuple[Artifact, ...] = (),
) -> Files:
    """The files beside the archives."""
    document = module(project, options, units, archive.large(artifacts))
    return {MANIFEST: f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode()}


def warnings(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """What Terraform does not do though the project asks for it."""
    named = ", ".join(unit.label for unit in units if unit.traits.canary)
    warning = (
        f"{named}: Terraform makes the new version and starts no deployment to it; the output "
        f"`deployments` has what CodeDeploy is to be given ({deployment.SOURCE})."
    )
    return (warning,) if named else ()


def module(
    project: Project,
    options: AwsOptions,
    units: tuple[Unit, ...],
    uploaded: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The configuration as data."""
    template = sam.template(project, options, units)
    resources = {each.key: each for each in _resources(project, options, units)}
    types = {key: resource.type for key, resource in resources.items()}
    parameters = template.get("Parameters", {})
    scope = Scope({**types, **made_by_sam(resources)}, parameters, uploaded)
    words = Words(sources_of(units, options), scope)
    deployed = [each for each in resources.values() if "DeploymentPreference" in each.properties]
    made = (
        *archive.bucket(_generated(project, archive.BUCKET), scope),
        *deployment.application(name.resource(project, limit=FUNCTION_NAME), deployed),
        *rendered(resources, scope),
    )
    tags = project.config.tags
    blocks = list(words.tailored(tagged(made, resources.values(), tags), units))
    ours = {
        COMMENT: template["Description"],
        "terraform": version.required(blocks),
        "variable": {**variables(parameters), **images(resources)},
        **configuration(blocks),
        "output": {
            **_outputs(template.get("Outputs", {}), scope),
            **deployment.pending(deployed),
        },
    }
    return _whole(raw.merged(ours, words.referring(options.document)))


def _resources(
    project: Project, options: AwsOptions, units: tuple[Unit, ...]
) -> Iterator[Resource]:
    named = {source.logical_id: source.name for source in sources_of(units, options)}
    for serves, part in sam.parts(project, options, units).items():
        for key, resource in part.items():
            yield Resource(
                key=key,
                type=resource["Type"],
                properties=resource["Properties"],
                serves=serves,
                traits=resource,
                named=_generated(project, named.get(key, local(key))),
            )


def _generated(project: Project, own: str) -> str:
    """A name for what has none, with room for what the provider adds to it."""
    return name.resource(project, own, limit=PREFIX - 1)


def _outputs(outputs: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    return {
        local(key): {"description": told["Description"], "value": scope.value(told["Value"])}
        for key, told in outputs.items()
    }


def _whole(document: Mapping[str, Any]) -> dict[str, Any]:
    """With what is read of the account as far as anything asks for it, and without empty parts."""
    text = json.dumps(document)
    read: dict[str, Any] = {
        kind: {"current": {}} for kind in READ if f"data.{kind}.current." in text
    }
    data = raw.merged(read, document.get("data", {}))
    return {key: value for key, value in {**document, "data": data}.items() if value}
