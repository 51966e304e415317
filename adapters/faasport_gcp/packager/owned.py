"""What we create for the project's triggers to listen to: topics, buckets, a channel of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.packager import name
from faasport.packager.references import Reference
from faasport.project.model import Project
from faasport_gcp.packager import limits
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.places import BUCKET, TOPIC
from faasport_gcp.packager.resources import Resources, commented, merged, ref
from faasport_gcp.packager.units import consumers, key_of

CHANNEL = "google_eventarc_channel"
EVENTS = "events"
# https://cloud.google.com/eventarc/docs/reference/supported-events
GOOGLES = ("google.",)


def resources(deployment: Deployment) -> Resources:
    """Each once, however many functions listen to it."""
    project = deployment.project
    parts = [
        commented(_MADE[each.kind](project, each), f"Listened to by {_listeners(project, each)}.")
        for each in deployment.places.owned
    ]
    if needs_channel(deployment):
        channel = {
            "name": name.resource(project, EVENTS, limit=limits.TRIGGER_NAME),
            "location": ref("var.region"),
        }
        comment = "Where others publish the events that functions listen to."
        parts.append(commented({CHANNEL: {EVENTS: channel}}, comment))
    return merged(parts)


def needs_channel(deployment: Deployment) -> bool:
    """Whether we create one."""
    others = any(not is_googles(kind) for kind in event_types(deployment.project))
    return others and deployment.options.channel is None


def channel(deployment: Deployment) -> dict[str, str]:
    """The one that events of others come by, and where it is: there its triggers are, too.

    https://cloud.google.com/eventarc/docs/third-parties/create-triggers
    """
    existing = deployment.options.channel
    if existing is None:
        return {"channel": ref(f"{CHANNEL}.{EVENTS}.id")}
    return {"channel": existing, "location": existing.split("/")[3]}


def event_types(project: Project) -> tuple[str, ...]:
    """Of the generic events, every type."""
    return tuple(
        kind
        for each in consumers(project)
        if each.trigger.kind == "event"
        for kind in each.trigger.options["types"]
    )


def is_googles(kind: str) -> bool:
    """Whether Google itself emits events of this type; those of others come by a channel."""
    return kind.startswith(GOOGLES)


def _listeners(project: Project, resource: Reference) -> str:
    return ", ".join(
        each.label
        for each in consumers(project)
        if (each.trigger.kind, each.trigger.name) == (resource.kind, resource.name)
    )


def _topic(project: Project, of: Reference) -> Resources:
    called = name.resource(project, f"{of.name}-{of.kind}", limit=limits.RESOURCE_NAME)
    return {TOPIC: {key_of(of.kind, of.name): {"name": called}}}


def _bucket(project: Project, of: Reference) -> Resources:
    called = name.resource(project, f"{of.name}-{of.kind}", limit=limits.OWN_BUCKET_NAME)
    body: dict[str, Any] = {
        "name": f"${{var.project}}-{called}",
        "location": ref("var.region"),
        "uniform_bucket_level_access": True,
        "public_access_prevention": "enforced",
    }
    return {BUCKET: {key_of(of.kind, of.name): body}}


_MADE: dict[str, Callable[[Project, Reference], Resources]] = {
    "queue": _topic,
    "topic": _topic,
    "bucket": _bucket,
}
