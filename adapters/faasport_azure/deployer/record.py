"""What was deployed, who is deploying, and what to go back to: parameters of a deployment that
has no resources. It costs nothing, changes nothing else, and goes with its resource group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from faasport.deployer.faults import NameTaken
from faasport.packager.pipeline import silent
from faasport.project import version
from faasport_azure.deployer import deployments
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm.elsewhere import SCHEMA

PART = "state"
WORKING, DONE = "working", "done"
STATE, VERSION = "faasport-state", "faasport-version"
_PARAMETER = "deployed"
_TEMPLATE = {
    "$schema": SCHEMA,
    "contentVersion": "1.0.0.0",
    "metadata": {"description": "What faasport has deployed here. It makes nothing."},
    "parameters": {_PARAMETER: {"type": "object"}},
    "resources": [],
}


@dataclass(frozen=True)
class Content:
    """What the last deployment that came to its end has deployed; without a `template` there was
    none.

    `digest` is of the whole output and `code` of the archive; `published` is the id of the one
    that One Deploy has. `resources` and `subscriptions` are the ids of what either template has
    made. `seen` is what the app's configuration then was, hashed part by part.
    """

    digest: str = ""
    code: str = ""
    published: str = ""
    at: str = ""
    template: Mapping[str, Any] | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    events: Mapping[str, Any] | None = None
    outputs: Mapping[str, Any] = field(default_factory=dict)
    resources: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """`state` is "working" while a run is under way, or if one was killed. `at` is when it was
    last written."""

    content: Content
    state: str
    holder: str
    version: str
    at: str


def read(arm: Arm) -> Record | None:
    """The record; None where there is none. One of another project is nobody's to write over."""
    path = arm.place.deployment(PART)
    there = deployments.found(arm, path)
    if there is None:
        return None
    if not arm.place.owns(there):
        tags = there.get("tags") or {}
        raise NameTaken(
            f"{arm.place.where}: {path.rpartition('/')[2]}",
            f"this deployment is of another project ({tags}), whose names would be ours.",
            "Deploy to another resource group (targets.azure.deploy.resource_group), or rename.",
        )
    properties, tags = there["properties"], there.get("tags") or {}
    given = (properties.get("parameters") or {}).get(_PARAMETER) or {}
    return Record(
        content=_content(given.get("value") or {}),
        state=tags.get(STATE, ""),
        holder=tags.get(deployments.HOLDER, ""),
        version=tags.get(VERSION, ""),
        at=str(properties.get("timestamp") or ""),
    )


def write(arm: Arm, content: Content, holder: str, state: str) -> str:
    """Whose the record is then: in the same moment another run may have written its own."""
    path = arm.place.deployment(PART)
    tags = {**arm.place.tags, STATE: state, deployments.HOLDER: holder, VERSION: version.tool()}
    told = {key: value for key, value in asdict(content).items() if value}
    sent = deployments.body(_TEMPLATE, {_PARAMETER: told}, tags)
    deployments.begin(arm, path, sent)
    done = deployments.ended(arm, path, silent, "Writing down what is deployed")
    return str((done.get("tags") or {}).get(deployments.HOLDER, ""))


def _content(given: Mapping[str, Any]) -> Content:
    known = {key: value for key, value in given.items() if key in Content.__dataclass_fields__}
    lists = {key: tuple(given.get(key, ())) for key in ("resources", "subscriptions")}
    return Content(**{**known, **lists})
