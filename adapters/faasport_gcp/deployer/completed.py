"""What a manifest of Terraform's cannot say, and we do all the same: the dead letters of those
subscriptions that Eventarc makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from faasport.packager.options import tailored
from faasport.project.model import Project
from faasport_gcp.deployer.expressions import references
from faasport_gcp.deployer.manifest import Manifest, Resource
from faasport_gcp.deployer.pubsub import OfTriggers
from faasport_gcp.packager import eventarc, terraform
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.options import GcpOptions


def manifest(found: Manifest, project: Project, options: GcpOptions) -> Manifest:
    """With these, and without the commands for who has to do it by hand."""
    own = tuple(_subscriptions(found, project, options))
    outputs = {
        name: value for name, value in found.outputs.items() if name != terraform.DEAD_LETTERS
    }
    return replace(found, resources=(*found.resources, *own), outputs=outputs)


def _subscriptions(found: Manifest, project: Project, options: GcpOptions) -> Iterator[Resource]:
    deployment = Deployment(tailored(project, options), options, "")
    for unit in terraform.through_eventarc(deployment):
        for each in eventarc.subscriptions(deployment, unit):
            policy = {"dead_letter_topic": each.topic, "max_delivery_attempts": each.attempts}
            body = {
                "name": each.name,
                "ack_deadline_seconds": each.deadline,
                "dead_letter_policy": policy,
            }
            waits = tuple(".".join(map(str, path[:2])) for path in references(body))
            if found.addresses.issuperset(waits):
                yield Resource(OfTriggers.type, each.trigger, body, waits)
