"""What Cloud Run functions refuse, said before anything is uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from faasport.packager import runtimes, setting, unit
from faasport.packager.limit import Limit
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_gcp.packager import (
    callers,
    labels,
    limits,
    names,
    owned,
    scaling,
    secrets,
    stated,
)
from faasport_gcp.packager.eventarc import OBJECTS
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.places import Places
from faasport_gcp.packager.units import (
    Deployed,
    Unit,
    answering,
    application,
    every,
    units_of,
)

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


def problems(project: Project, options: GcpOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    deployed = every(project, options)
    return [
        *unit.only_app(TARGET, project, options, "Google Cloud"),
        *runtimes.only_x86_64(TARGET, project, limits.ARCHITECTURES_SOURCE),
        *_http(project, options),
        *chain.from_iterable(_consumer(project, each) for each in units_of(project)),
        *chain.from_iterable(_any(project, options, each) for each in deployed),
        *secrets.problems(TARGET, deployed),
        *labels.problems(f"{project.config_file}: tags", _tags(project, deployed)),
        *stated.problems(project, options, deployed),
        *names.problems(TARGET, project, options),
        *owned.problems(TARGET, project, options),
    ]


def _http(project: Project, options: GcpOptions) -> list[Problem]:
    app = answering(project, options)
    if app is None:
        return []
    return [
        *unit.conflicts(TARGET, application(project), options),
        *callers.problems(project, options, app),
        *_settings(project, app, limits.TIMEOUT),
    ]


def _settings(project: Project, each: Deployed, timeout: Limit) -> list[Problem]:
    refused = partial(setting.outside, project, TARGET, functions=each.functions)
    return [
        *refused("memory", each.settings.memory, limits.MEMORY),
        *refused("timeout", each.settings.timeout, timeout),
    ]


def _consumer(project: Project, each: Unit) -> Iterator[Problem]:
    consumer = each.consumer
    kind = consumer.trigger.kind
    yield from _settings(project, each, _patience(kind))
    if kind == "schedule":
        from faasport_gcp.packager import cron  # most projects have no schedule

        yield from cron.problems(consumer)
    if kind == "bucket":
        yield from _kinds(consumer)
    if kind == "event":
        yield from _types(consumer)


def _any(project: Project, options: GcpOptions, each: Deployed) -> Iterator[Problem]:
    """What holds for every function of Google's."""
    where = f"{project.config_file}: {each.label} on {TARGET}"
    yield from scaling.problems(project, where, options, each)
    reserved, source = limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE
    yield from unit.reserved(TARGET, [each.settings], reserved, source)
    ours = {*Places(project, options.resources).variables(), *unit.told(each.settings)}
    for name in sorted(ours & each.settings.secrets.keys()):
        yield Problem(
            code="secret-in-env",
            where=where,
            message=f"{name} is a secret and a variable of the environment.",
            fix="Give the secret another name.",
        )


def _tags(project: Project, deployed: Iterable[Deployed]) -> dict[str, str]:
    """All there are: what is one label for two functions is so for none."""
    every = [project.settings().tags, *(each.settings.tags for each in deployed)]
    return {key: value for tags in every for key, value in tags.items()}


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
