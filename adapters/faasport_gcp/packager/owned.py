"""What we create for the project's triggers to listen to: topics, buckets, a channel of events.

Every function is told of all of it, by variables `FAASPORT_<KIND>_<NAME>`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_gcp.packager import limits
from faasport_gcp.packager.resources import Resources, literal, merged, ref
from faasport_gcp.packager.units import consumers, key_of

TOPIC = "google_pubsub_topic"
BUCKET = "google_storage_bucket"
CHANNEL = "google_eventarc_channel"
EVENTS = "events"
# https://cloud.google.com/eventarc/docs/reference/supported-events
GOOGLES = ("google.",)


def resources(project: Project) -> Resources:
    """Each once, however many functions listen to it."""
    parts = [
        _MADE[each.trigger.kind](project, each.trigger.kind, each.trigger.name)
        for each in consumers(project)
        if each.trigger.kind in _MADE
    ]
    if any(not is_googles(kind) for kind in event_types(project)):
        channel = {"name": name.resource(project, EVENTS, limit=limits.TRIGGER_NAME)}
        parts.append({CHANNEL: {EVENTS: {**channel, "location": ref("var.region")}}})
    return merged(parts)


def variables(project: Project) -> dict[str, str]:
    """What every function is told."""
    return {
        name.variable(each.trigger.kind, each.trigger.name): _TOLD[each.trigger.kind](
            each.trigger.kind, each.trigger.name
        )
        for each in consumers(project)
        if each.trigger.kind in _TOLD
    }


def path_of(kind: str, listened: str) -> str:
    """The resource of a queue, topic or bucket, to refer to."""
    return f"{BUCKET if kind == 'bucket' else TOPIC}.{key_of(kind, listened)}"


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


def _topic(project: Project, kind: str, listened: str) -> Resources:
    called = name.resource(project, f"{listened}-{kind}", limit=limits.RESOURCE_NAME)
    return {TOPIC: {key_of(kind, listened): {"name": called}}}


def _bucket(project: Project, kind: str, listened: str) -> Resources:
    called = name.resource(project, f"{listened}-{kind}", limit=limits.OWN_BUCKET_NAME)
    body: dict[str, Any] = {
        "name": f"${{var.project}}-{called}",
        "location": ref("var.region"),
        "uniform_bucket_level_access": True,
        "public_access_prevention": "enforced",
    }
    return {BUCKET: {key_of(kind, listened): body}}


_MADE: dict[str, Callable[[Project, str, str], Resources]] = {
    "queue": _topic,
    "topic": _topic,
    "bucket": _bucket,
}
_TOLD: dict[str, Callable[[str, str], str]] = {
    "queue": lambda kind, listened: ref(f"{path_of(kind, listened)}.id"),
    "topic": lambda kind, listened: ref(f"{path_of(kind, listened)}.id"),
    "bucket": lambda kind, listened: ref(f"{path_of(kind, listened)}.name"),
    "table": lambda _kind, listened: literal(listened),
}
