"""A function, and one of its triggers, by what the user calls it."""

from __future__ import annotations

from collections import defaultdict

from faasport.project.model import Consumer, DeclaredFunction, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean

Names = dict[str, list[int]]


def function_named(project: Project, name: str) -> DeclaredFunction:
    """One of the project's functions."""
    known = {function.name: function for function in project.functions}
    if name not in known:
        message = f"no function is named {name!r}."
        raise ProblemsFound([Problem("unknown-function", name, message, did_you_mean(name, known))])
    return known[name]


def names_of(function: DeclaredFunction) -> Names:
    """What names the triggers, and the numbers of those that it means: a kind ("queue"), with a
    number where one kind is declared more often ("queue-2"), both after the function's name; what
    an event trigger listens to ("orders"), and a trigger in full ("queue orders")."""
    found: Names = defaultdict(list)
    for index, name in enumerate(short_names(function)):
        kind = function.triggers[index].kind
        for each in dict.fromkeys((kind, name)):
            found[each].append(index)
            found[f"{function.name}-{each}"].append(index)
    for index, trigger in enumerate(function.triggers):
        for each in dict.fromkeys((trigger.name, str(trigger))):
            if each and index not in found[each]:
                found[each].append(index)
    return dict(found)


def short_names(function: DeclaredFunction) -> list[str]:
    """One for each trigger, in their order: its kind, with a number where it needs one."""
    kinds = [trigger.kind for trigger in function.triggers]
    return [
        kind if kinds.count(kind) == 1 else f"{kind}-{kinds[: index + 1].count(kind)}"
        for index, kind in enumerate(kinds)
    ]


def consumer_of(
    project: Project, function: DeclaredFunction, trigger: str | None
) -> Consumer | None:
    """The event trigger of this name; without a name, the only one of the function. None where
    that is HTTP, whose routes are all served together."""
    meant = range(len(function.triggers)) if trigger is None else _meant(function, trigger)
    if all(function.triggers[index].kind == "http" for index in meant):
        return None
    if len(meant) > 1:
        raise ProblemsFound([_ambiguous(function, trigger)])
    (found,) = (
        consumer
        for consumer in project.consumers
        if consumer.function is function and consumer.index == meant[0]
    )
    return found


def _meant(function: DeclaredFunction, trigger: str) -> list[int]:
    names = names_of(function)
    if trigger not in names:
        message = f"{function.name} has no trigger {trigger!r}; it has: {_listed(function)}."
        raise ProblemsFound([Problem("unknown-trigger", trigger, message, "Name one of them.")])
    return names[trigger]


def _ambiguous(function: DeclaredFunction, trigger: str | None) -> Problem:
    said = "several triggers" if trigger is None else f"several triggers {trigger!r}"
    return Problem(
        code="which-trigger",
        where=function.where,
        message=f"{function.name} has {said}: {_listed(function)}.",
        fix="Name one of them with --trigger.",
    )


def _listed(function: DeclaredFunction) -> str:
    return ", ".join(short_names(function))
