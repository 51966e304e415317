"""What we create for the project's triggers to listen to: topics, buckets, a channel of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from faasport.packager import name
from faasport.packager.references import Reference
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import limits
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.options import GcpOptions
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
    if needs_channel(project, deployment.options):
        channel = {
            "name": name.resource(project, EVENTS, limit=limits.TRIGGER_NAME),
            "location": _location(deployment.options),
        }
        comment = "Where others publish the events that functions listen to."
        parts.append(commented({CHANNEL: {EVENTS: channel}}, comment))
    return merged(parts)


def needs_channel(project: Project, options: GcpOptions) -> bool:
    """Whether we create one."""
    others = any(not is_googles(kind) for kind in event_types(project))
    return others and options.channel is None


def channel(options: GcpOptions) -> dict[str, str]:
    """The one that events of others come by, and where it is: there its triggers are, too.

    https://cloud.google.com/eventarc/docs/third-parties/create-triggers
    """
    if options.channel is None:
        return {"channel": ref(f"{CHANNEL}.{EVENTS}.id"), "location": _location(options)}
    return {"channel": options.channel, "location": options.channel.split("/")[3]}


def problems(target: str, project: Project, options: GcpOptions) -> Iterator[Problem]:
    """A channel where there may be none."""
    place = options.channel_location or options.region
    if needs_channel(project, options) and place not in limits.CHANNELS:
        table = f"{project.config_table}targets.{target}"
        yield Problem(
            code="no-channel",
            where=f"{project.config_file}: {table}",
            message=f"events that are not Google's come by a channel of Eventarc, and in {place} "
            f"there are none ({limits.CHANNELS_SOURCE}).",
            fix=f"Set {table}.channel_location to {', '.join(limits.CHANNELS[:-1])} or "
            f"{limits.CHANNELS[-1]}: the function stays where it is.",
        )


def _location(options: GcpOptions) -> str:
    return options.channel_location or ref("var.region")


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
