"""The template as it is deployed: what was packaged, with what it names in the bucket.

As `sam package` does it: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-package.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.deployer import digest
from faasport.deployer.faults import Unsupported
from faasport.packager.kept import texts
from faasport.packager.output import Output
from faasport.project import version
from faasport_aws.deployer.data import HOLDING
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.upload import Upload, upload
from faasport_aws.packager.sam.sources import RETAINED
from faasport_aws.packager.sam.template import YAML_VERSION

FUNCTION = "AWS::Serverless::Function"
MANIFEST = "template.yaml"
INLINE = 51_200
"""Bytes that CloudFormation takes in a request; more it fetches from the bucket.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
DESCRIPTION = 256
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""
LOCAL = {FUNCTION: "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
"""What of ours names an archive."""

# What else of a user's own may name something on this machine: the table of `sam package`.
# https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
ELSEWHERE = {
    "AWS::ApiGateway::RestApi": "BodyS3Location",
    "AWS::AppSync::GraphQLSchema": "DefinitionS3Location",
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::ElasticBeanstalk::ApplicationVersion": "SourceBundle",
    "AWS::Glue::Job": "Command",
    "AWS::Lambda::Function": "Code",
    "AWS::Lambda::LayerVersion": "Content",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::Application": "Location",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
    "AWS::StepFunctions::StateMachine": "DefinitionS3Location",
}


@dataclass(frozen=True)
class Template:
    """`packaged` as it lies in the folder; `uploads` are the archives that it names, by path."""

    site: Site
    packaged: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    digest: str

    @property
    def functions(self) -> dict[str, Mapping[str, Any]]:
        """The properties of every function, by logical id."""
        return {
            key: each.get("Properties") or {}
            for key, each in self.packaged["Resources"].items()
            if each["Type"] == FUNCTION
        }

    @property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        return self.packaged.get("Parameters") or {}

    def code_of(self, key: str) -> Upload:
        """The archive of this function's code."""
        return self.uploads[self.functions[key]["CodeUri"]]

    def body(self, bucket: str) -> Mapping[str, Any]:
        """What CloudFormation gets."""
        resources = {
            key: self._resource(each, bucket) for key, each in self.packaged["Resources"].items()
        }
        project = self.site.project
        said = {
            "project": project.name,
            "stage": project.stage,
            "digest": self.digest,
            "version": version.tool(),
        }
        metadata = {**(self.packaged.get("Metadata") or {}), "faasport": said}
        return {**self.packaged, "Metadata": metadata, "Resources": resources}

    def _resource(self, resource: Mapping[str, Any], bucket: str) -> Mapping[str, Any]:
        kind = resource["Type"]
        properties = dict(resource.get("Properties") or {})
        local = LOCAL.get(kind)
        if local and properties.get(local) in self.uploads:
            found = self.uploads[properties[local]]
            properties[local] = f"s3://{bucket}/{found.key}"
            if "AutoPublishAlias" in properties and kind == FUNCTION:
                properties["Description"] = described(properties.get("Description"), found)
        # What holds data outlives its stack, where its user does not say otherwise.
        kept = RETAINED if kind in HOLDING else {}
        return {**kept, **resource, **({"Properties": properties} if properties else {})}


def described(description: Any, code: Upload) -> Any:
    """The description of a function that has versions, with the digest of its code.

    Lambda publishes no second version of the same code and configuration, and CloudFormation takes
    that for a failure. After an update of the code alone the code is published already; so a
    deployment changes the configuration with the code.
    https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    """
    if description is not None and not isinstance(description, str):
        return description
    mark = f" [code {code.sha256[:12]}]"
    return (description or "")[: DESCRIPTION - len(mark)] + mark


def read(site: Site, output: Output) -> Template:
    """The packaged template. Raises Unsupported for what it names that is not uploaded by us."""
    content = (output.directory / MANIFEST).read_bytes()
    packaged = _parsed(content)
    paths = dict.fromkeys(_named(packaged, output.directory))
    files = {path: (output.directory / path).read_bytes() for path in paths}
    uploads = {path: upload(site, Path(path).name, files[path]) for path in files}
    return Template(site, packaged, uploads, digest.of(output))


def _parsed(content: bytes) -> dict[str, Any]:
    """Plain data. A long one takes seconds to read, so what came out of it is kept."""
    parsed: dict[str, Any] = json.loads(texts.written("ruamel.yaml", _as_json, content))
    return parsed


def _as_json(content: bytes) -> bytes:
    from ruamel.yaml import YAML  # what is kept does without

    yaml = YAML(typ="safe", pure=True)
    yaml.version = YAML_VERSION
    # What JSON has not, such as a date, CloudFormation reads as its text.
    return json.dumps(yaml.load(content), default=str).encode()


def _named(packaged: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """The archives that resources of the template name."""
    for key, resource in packaged["Resources"].items():
        kind = resource["Type"]
        name = LOCAL.get(kind) or ELSEWHERE.get(kind)
        value = (resource.get("Properties") or {}).get(name) if name else None
        if not isinstance(value, str) or value.startswith(("s3://", "https://")):
            continue
        if kind not in LOCAL or not (folder / value).is_file():
            raise Unsupported(
                f"aws: {key}",
                f"its {name} is {value!r} on this machine, and faasport uploads no more than its "
                "own archives.",
                f"Give it as s3:// or https://, or deploy {folder / MANIFEST} with sam.",
            )
        yield value
