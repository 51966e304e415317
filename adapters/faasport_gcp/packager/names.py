"""What everything that is created is called, and what of that Google does not take."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.packager import name
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import dead_letters, functions, limits
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.places import Places
from faasport_gcp.packager.units import APP, application, key_of, units_of

# Whose subscription is ours.
PUSHED = ("queue", "topic")
TOPICS_SOURCE = "https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names"
BUCKETS_SOURCE = "https://cloud.google.com/storage/docs/buckets#naming"
# No bucket's name contains these.
GOOGLE = ("google", "g00gle", "goog1e")


def problems(target: str, project: Project, options: GcpOptions) -> Iterator[Problem]:
    """Names that two would have, and names that nothing may have."""
    yield from name.collisions(target, _names(project))
    yield from name.collisions(target, _keys(project, options))
    yield from _shared(target, project, options)
    yield from _nameless(target, project)
    yield from _googles(target, project, options)


def _shared(target: str, project: Project, options: GcpOptions) -> Iterator[Problem]:
    """One topic under two queues' names, or one subscription: a message has one taker."""
    takers: dict[str, str] = {}
    for each in units_of(project):
        found = options.resources.queue.get(each.consumer.trigger.name)
        if found is None or each.consumer.trigger.kind != "queue":
            continue
        place = found.subscription or found.topic
        other = takers.setdefault(place, each.label)
        if other != each.label:
            yield Problem(
                code="same-queue",
                where=each.consumer.function.where,
                message=f"{each.label} and {other} both take from {place} on {target}, and of a "
                "queue every message has one taker.",
                fix="Let one function take it, or make it a topic: @faasport.topic(...).",
            )


def _nameless(target: str, project: Project) -> Iterator[Problem]:
    for each in units_of(project):
        if not name.kebab(each.label):
            yield Problem(
                code="bad-name",
                where=each.consumer.function.where,
                message=f"{each.label}: nothing of this name is left for what is deployed on "
                f"{target}: names there have letters from a to z, digits and hyphens.",
                fix="Give the function another name.",
            )


def _googles(target: str, project: Project, options: GcpOptions) -> Iterator[Problem]:
    """Every name begins with the project's."""
    buckets = [name.resource(project, limit=limits.BUCKET_NAME)]
    for each in Places(project, options.resources).owned:
        if each.kind == "bucket":
            limit = limits.OWN_BUCKET_NAME
            buckets.append(name.resource(project, f"{each.name}-{each.kind}", limit=limit))
    for called in buckets:
        if any(word in called for word in GOOGLE):
            yield _refused(target, called, f"no bucket is called after Google ({BUCKETS_SOURCE})")
    if project.name.startswith("goog") and _messaged(project):
        reason = f"no topic or subscription begins with 'goog' ({TOPICS_SOURCE})"
        yield _refused(target, project.name, reason)


def _messaged(project: Project) -> bool:
    """Whether there is a topic: everything but a schedule has one, if only for its dead letters."""
    return any(each.consumer.trigger.kind != "schedule" for each in units_of(project))


def _refused(target: str, called: str, reason: str) -> Problem:
    return Problem(
        code="bad-name",
        where=f"{target}: {called}",
        message=f"{reason}.",
        fix="Rename the project, or the bucket.",
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


def _keys(project: Project, options: GcpOptions) -> dict[str, str]:
    """Two queues (topics, buckets, tables) whose names differ too little to be told apart."""
    known = sorted(Places(project, options.resources).known, key=str)
    return {
        f"{each.kind} {each.name}": f"{each.kind} {key_of(each.kind, each.name)}" for each in known
    }
