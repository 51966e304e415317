"""What Vercel refuses of triggers that are not HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from faasport.packager import setting
from faasport.packager.limit import outside
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_vercel.packager import cron, limits, paths, units
from faasport_vercel.packager.topics import Topics
from faasport_vercel.packager.units import EventUnit


def settings(target: str, project: Project, each: EventUnit) -> Iterator[Problem]:
    """Memory and timeout of a private function."""
    refused = partial(setting.outside, project, target, functions=[each.consumer.function.name])
    yield from refused("memory", each.settings.memory, limits.MEMORY)
    yield from refused("timeout", each.settings.timeout, limits.TIMEOUT)


def problems(target: str, project: Project, topics: Topics) -> Iterator[Problem]:
    """Names, order, schedules, and a path that is ours."""
    yield from _routes(target, project)
    for each in project.consumers:
        if each.trigger.kind == "schedule":
            yield from cron.problems(each)
        if each.trigger.kind in units.LEASED:
            yield from _topic(target, each, topics)
    yield from _shared_topics(target, project, topics)
    yield from _schedules(target, project)


def _routes(target: str, project: Project) -> Iterator[Problem]:
    for function in project.functions:
        for trigger in function.triggers:
            if trigger.kind == "http" and f"{trigger.path}/".startswith(paths.CRONS):
                yield Problem(
                    code="reserved-path",
                    where=function.where,
                    message=f"{function.name}: on {target}, paths below {paths.CRONS} fire "
                    "schedules.",
                    fix="Give the route another path.",
                )


def _topic(target: str, each: Consumer, topics: Topics) -> Iterator[Problem]:
    trigger = each.trigger
    for what, told in (("topic", topics.of(trigger)), ("consumer group", each.label)):
        if not limits.QUEUE_NAME.fullmatch(told):
            yield Problem(
                code="bad-name",
                where=each.function.where,
                message=f"{each.label}: {told!r} is no name of a {what} on {target}: letters, "
                f"digits, '_' and '-' ({limits.QUEUES_SOURCE}).",
                fix="Give it another name.",
            )
    if trigger.options.get("ordered"):
        yield Problem(
            code="no-order",
            where=each.function.where,
            message=f"{each.label}: Vercel Queues keeps order only by and large "
            f"({limits.QUEUES_SOURCE}).",
            fix="Leave `ordered` out if the handler can do without, or package this function for "
            "aws, gcp or azure.",
        )


def _shared_topics(target: str, project: Project, topics: Topics) -> Iterator[Problem]:
    """A queue's message has one taker, and a topic's as many as there are functions: on Vercel both
    are topics, and one of them cannot be both, nor two queues."""
    queues: dict[str, Consumer] = {}
    for each in project.consumers:
        if each.trigger.kind == "queue":
            name = topics.of(each.trigger)
            other = queues.setdefault(name, each)
            if other is not each:
                yield Problem(
                    code="same-queue",
                    where=each.function.where,
                    message=f"{each.label} and {other.label} both take from {name!r} on {target}, "
                    "and of a queue every message has one taker.",
                    fix="Let one function take it, or make it a topic: @faasport.topic(...).",
                )
    for each in project.consumers:
        if each.trigger.kind == "topic" and (name := topics.of(each.trigger)) in queues:
            yield Problem(
                code="same-name",
                where=each.function.where,
                message=f"{each.label}: its topic and the queue of {queues[name].label} would both "
                f"be {name!r} on {target}.",
                fix="Rename one of them.",
            )


def _schedules(target: str, project: Project) -> Iterator[Problem]:
    for what, several in (("crons", units.crons(project)), ("schedules", units.zoned(project))):
        where = f"{target}: {what}"
        yield from outside(where, "their number", len(several), limits.SCHEDULES)
    seen: dict[str, Consumer] = {}
    for each in units.zoned(project):
        name = each.trigger.name
        if not limits.SCHEDULE_NAME.fullmatch(name):
            yield Problem(
                code="bad-name",
                where=each.function.where,
                message=f"{each.label}: {name!r} is no name of a schedule on {target}: letters, "
                f"digits, '.', '_' and '-' ({limits.SCHEDULES_SOURCE}).",
                fix="Give it another `name`.",
            )
        other = seen.setdefault(name, each)
        if other is not each:
            yield Problem(
                code="same-name",
                where=each.function.where,
                message=f"{each.label}: {other.label} has a schedule {name!r}, too, and on "
                f"{target} names tell schedules apart.",
                fix="Give one of them another `name`.",
            )
