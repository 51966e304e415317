"""What Cloud Run functions refuse, said before anything is uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from faasport.packager import name, runtimes, unit
from faasport.packager.limit import Limit, outside
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_gcp.packager import cron, dead_letters, functions, limits
from faasport_gcp.packager.eventarc import OBJECTS
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.units import APP, Unit, application, consumers, key_of, units_of

TARGET = "gcp"
AUDIT = "google.cloud.audit.log.v1.written"
# Types of Google's that Eventarc delivers by more than their name alone, and what there is instead.
# https://cloud.google.com/eventarc/docs/reference/supported-events
FILTERED = {
    "google.cloud.storage.object.": "Use @faasport.bucket(...).",
    "google.cloud.firestore.document.": "Use @faasport.table(...).",
    "google.cloud.pubsub.topic.": "Use @faasport.topic(...).",
    "google.firebase.database.": "Keep in Firestore what you listen to, and use "
    "@faasport.table(...).",
    AUDIT: "Route the log entries to a topic by a sink (https://cloud.google.com/logging/docs/"
    "export/configure_export_v2), and use @faasport.topic(...).",
}


# Whose subscription is ours.
PUSHED = ("queue", "topic")


def problems(project: Project, options: GcpOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    return [
        *unit.only_app(TARGET, project, options, "Google Cloud"),
        *runtimes.only_x86_64(TARGET, project, limits.ARCHITECTURES_SOURCE),
        *_http(project, options),
        *chain.from_iterable(_consumer(each) for each in units_of(project)),
        *name.collisions(TARGET, _names(project)),
        *_keys(project),
    ]


def _http(project: Project, options: GcpOptions) -> list[Problem]:
    answering = application(project)
    if not answering.functions and project.functions:
        return []
    settings = unit.shared(answering, options)
    where = f"{project.config_file}: the application on {TARGET}"
    return [
        *unit.conflicts(TARGET, answering, options),
        *outside(where, "memory", settings.memory, limits.MEMORY),
        *outside(where, "timeout", settings.timeout, limits.TIMEOUT),
        *unit.reserved(TARGET, settings.env, limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE),
    ]


def _consumer(each: Unit) -> Iterator[Problem]:
    consumer, settings = each.consumer, each.settings
    kind = consumer.trigger.kind
    where = f"{consumer.function.where}: {consumer.label} on {TARGET}"
    yield from outside(where, "memory", settings.memory, limits.MEMORY)
    yield from outside(where, "timeout", settings.timeout, _patience(kind))
    yield from unit.reserved(
        TARGET, settings.env, limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE
    )
    if kind == "schedule":
        yield from cron.problems(consumer)
    if kind == "bucket":
        yield from _kinds(consumer)
    if kind == "event":
        yield from _types(consumer)


def _patience(kind: str) -> Limit:
    """How long a function may take until its caller thinks that it has failed."""
    longest = limits.ATTEMPT if kind == "schedule" else limits.ACKNOWLEDGEMENT
    return Limit(longest.highest, longest.source, lowest=1, unit="s")


def _kinds(consumer: Consumer) -> Iterator[Problem]:
    for kind in consumer.trigger.options["on"]:
        if kind not in OBJECTS:
            yield Problem(
                code="no-such-event",
                where=consumer.function.where,
                message=f"{consumer.label}: Cloud Storage tells of a {kind} object as of a created "
                "one (https://cloud.google.com/storage/docs/soft-delete).",
                fix=f'Take {kind!r} out of `on`, or write "created" instead.',
            )


def _types(consumer: Consumer) -> Iterator[Problem]:
    for kind in consumer.trigger.options["types"]:
        if "*" in kind:
            yield _refused(
                consumer,
                kind,
                "Eventarc delivers events by their exact type "
                "(https://cloud.google.com/eventarc/docs/event-filters)",
                f'Name every type: @faasport.event(["{kind.replace("*", "created")}", ...]).',
            )
        for prefix, instead in FILTERED.items():
            if kind.startswith(prefix):
                yield _refused(
                    consumer,
                    kind,
                    "Eventarc wants to know more of these than the type "
                    "(https://cloud.google.com/eventarc/docs/reference/supported-events)",
                    instead,
                )


def _refused(consumer: Consumer, kind: str, reason: str, fix: str) -> Problem:
    return Problem(
        code="bad-event-type",
        where=consumer.function.where,
        message=f"{consumer.label}: {kind!r} cannot be listened to here: {reason}.",
        fix=fix,
    )


def _names(project: Project) -> dict[str, str]:
    """Functions and accounts by what they are of."""
    found = {f"{each.consumer.label}": each.name for each in units_of(project)}
    for each in units_of(project):
        label = each.consumer.label
        found[f"{label} (its account)"] = f"account {functions.account_name(project, label)}"
        caller = functions.account_name(project, f"{label}-caller")
        found[f"{label} (who calls it)"] = f"account {caller}"
        if each.consumer.trigger.kind in PUSHED:
            called = name.resource(project, label, limit=limits.RESOURCE_NAME)
            found[f"{label} (its subscription)"] = f"subscription {called}"
        if each.consumer.trigger.kind != "schedule":
            called = dead_letters.name_of(project, each)
            found[f"{label} (its dead letters)"] = f"subscription {called}"
    if found and application(project).functions:
        found["the application"] = name.resource(project, limit=limits.FUNCTION_NAME)
        account = functions.account_name(project, APP)
        found["the application (its account)"] = f"account {account}"
    return found


def _keys(project: Project) -> list[Problem]:
    """Two queues (topics, buckets, tables) whose names differ too little to both be made."""
    made = {"queue", "topic", "bucket", "table"}
    told = {
        (each.trigger.kind, each.trigger.name)
        for each in consumers(project)
        if each.trigger.kind in made
    }
    return name.collisions(TARGET, {f"{k} {n}": f"{k} {key_of(k, n)}" for k, n in sorted(told)})
