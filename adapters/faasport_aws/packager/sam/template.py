"""template.yaml: what AWS SAM deploys.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from faasport.packager import name, raw
from faasport.packager.kept import texts
from faasport.project.model import Project
from faasport_aws.packager import releases
from faasport_aws.packager.limits import LAYER_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.permissions import referring
from faasport_aws.packager.policy import Resources
from faasport_aws.packager.sam import functions as sam_functions, sources as sam_sources
from faasport_aws.packager.sam.fronts import front_of
from faasport_aws.packager.sources import Source, created, sources_of
from faasport_aws.packager.tags import tagged
from faasport_aws.packager.units import Unit


def template(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> dict[str, Any]:
    """The template as data."""
    front = front_of(project, options, units)
    sources = sources_of(units, options)
    outputs = {
        **front.outputs,
        **{each.logical_id: sam_sources.described(each) for each in created(sources)},
    }
    ours = {
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
    if options.manifest != "sam":  # then the user's words are of another language
        return ours
    return raw.merged(ours, referring(options.document, sources))


def parts(
    project: Project, options: AwsOptions, units: tuple[Unit, ...]
) -> Mapping[str, Resources]:
    """The resources by whose they are: the front's, a source's, a function's."""
    front = front_of(project, options, units)
    common = project.config.tags
    layer_name = name.resource(project, "layer", limit=LAYER_NAME)
    shared: dict[str, Resources] = {
        "the front": dict(front.resources),
        **{
            _listening(each): {each.logical_id: sam_sources.resource(project, each)}
            for each in created(sources_of(units, options))
        },
        "dependencies": sam_functions.layers(project, units, layer_name) if options.layers else {},
        "new versions": releases.configurations(units),
    }
    functions = {
        f"{unit.label}: {unit.description}": tagged(
            sam_functions.resources(
                project, options, unit, units, front.properties.get(unit.label, {})
            ),
            unit.settings.tags,
        )
        for unit in units
    }
    return {**{whose: tagged(each, common) for whose, each in shared.items()}, **functions}


def _listening(source: Source) -> str:
    labels = ", ".join(unit.label for unit in source.units)
    return f"{source.kind} {source.name}, for {labels}"


def comments(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> dict[str, str]:
    """What is said before a resource, by its logical id: whose it is, and those after it."""
    return {
        next(iter(resources)): whose
        for whose, resources in parts(project, options, units).items()
        if resources
    }


# CloudFormation reads YAML 1.1, where a bare `OFF` is false and `1:20` is 80:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
YAML_VERSION = (1, 1)
DIRECTIVE = b"%YAML 1.1\n---\n"
"""What a document of that version begins with; a template does without."""


def rendered(data: Mapping[str, Any], comments: Mapping[str, str]) -> bytes:
    """The template as YAML, in the order of its keys."""
    return texts.written("ruamel.yaml", _written, data, comments)


def _written(data: Mapping[str, Any], comments: Mapping[str, str]) -> bytes:
    from ruamel.yaml import YAML  # what is kept does without
    from ruamel.yaml.comments import CommentedMap

    yaml = YAML()
    yaml.version = YAML_VERSION
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    # Two values that are the same object would come out as an anchor and an alias.
    yaml.representer.ignore_aliases = lambda _: True
    resources = CommentedMap(data["Resources"])
    for key, text in comments.items():
        resources.yaml_set_comment_before_after_key(key, before=f"\n{text}", indent=2)
    stream = io.BytesIO()
    yaml.dump({**data, "Resources": resources}, stream)
    return stream.getvalue().removeprefix(DIRECTIVE)
