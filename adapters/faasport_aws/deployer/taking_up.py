"""Queues and streams that outlived their stack, as parts of a new one, with what is in them.

CloudFormation cannot make others of these names, and does not find them by itself where the name is
not the id (`ImportExistingResources`). It is told which they are.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-manually.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport_aws.deployer import data
from faasport_aws.deployer.leftover import Leftover
from faasport_aws.deployer.site import Site

NAMES: Mapping[str, str] = {"AWS::SQS::Queue": "QueueName", "AWS::Kinesis::Stream": "Name"}
"""The property that gives it its name."""


@dataclass(frozen=True)
class Taken:
    """One of them, by what it is called in the template."""

    logical_id: str
    leftover: Leftover

    def identified(self, site: Site) -> dict[str, Any]:
        """As CloudFormation wants to be told: of a queue it is the URL."""
        kind, name = self.leftover.kind, self.leftover.name
        by_url = {"QueueUrl": data.queue_url(site.account, name)} if "SQS" in kind else None
        return {
            "ResourceType": kind,
            "LogicalResourceId": self.logical_id,
            "ResourceIdentifier": by_url or {NAMES[kind]: name},
        }


def taken(
    resources: Mapping[str, Mapping[str, Any]], kept: Iterable[Leftover]
) -> tuple[Taken, ...]:
    """Those whose names the template gives."""
    there = {(each.kind, each.name): each for each in kept}
    return tuple(
        Taken(key, there[each["Type"], name])
        for key, each in resources.items()
        if isinstance(name := _name(each), str) and (each["Type"], name) in there
    )


def body(whole: Mapping[str, Any], each: Iterable[Taken]) -> dict[str, Any]:
    """A template of these alone, without what speaks of others: the update that follows says it.

    An import takes no outputs, and nothing that is not imported.
    """
    resources = {one.logical_id: whole["Resources"][one.logical_id] for one in each}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        **({"Description": whole["Description"]} if "Description" in whole else {}),
        "Resources": {
            key: {**one, "Properties": dict(_plain(one))} for key, one in resources.items()
        },
    }


def _name(resource: Mapping[str, Any]) -> Any:
    name = NAMES.get(resource["Type"])
    return (resource.get("Properties") or {}).get(name) if name else None


def _plain(resource: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in resource["Properties"].items():
        if not _speaks_of_others(value):
            yield key, value


def _speaks_of_others(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(
            key == "Ref" or key.startswith("Fn::") or _speaks_of_others(each)
            for key, each in value.items()
        )
    return isinstance(value, list) and any(map(_speaks_of_others, value))
