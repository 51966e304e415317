"""Baselines: handlers as they were before they moved, on the platform that they were written for.

An adapter's `baseline:Baseline` is a Host whose processes call the original handlers, with nothing
of ours between the vendor's runtime and them. What it answers is what the guests must answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import ClassVar, Protocol, cast

from faasport.packager.target import Target
from faasport.project import guests
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.runtime.application import BODILESS, OF_BODIES
from faasport.runtime.filters import filter_of
from faasport.runtime.request import Request
from faasport.runtime.routing import ANY, Router
from faasport.verifier.answer import Answer
from faasport.verifier.asked import Asked
from faasport.verifier.case import Case
from faasport.verifier.host import Host

SERVER_ERRORS = range(500, 600)


class Baseline(Host, Protocol):
    """The runtime of one vendor on the guests that were written for it."""

    dialects: ClassVar[tuple[str, ...]]
    """Whose guests it runs."""


def baseline_of(target: Target) -> type[Baseline]:
    """What runs the originals of a platform. ProblemsFound if its adapter has none."""
    name = f"{target.runtime_package}.baseline"
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ProblemsFound([_missing(target)]) from error
    return cast("type[Baseline]", module.Baseline)


def name_of(target: Target) -> str:
    """What the report calls it."""
    return f"{target.name} (original)"


def cases(baseline: type[Baseline], project: Project, every: Iterable[Case]) -> tuple[Case, ...]:
    """Those that reach a handler over there too: methods and paths of no route are answered by us,
    and differently by each platform's own front; what a filter leaves out is never delivered."""
    names = {each.name for each in guests.of(project.config) if each.dialect in baseline.dialects}
    router = _router(project)
    return tuple(
        case
        for case in every
        if case.function in names
        and (_passes(project, case) if case.request is None else _reaches(router, case))
    )


def none_to_run(target: Target, baseline: type[Baseline]) -> Problem:
    """There is nothing to compare with."""
    dialects = " or ".join(baseline.dialects)
    return Problem(
        code="no-originals",
        where=f"--baseline {target.name}",
        message=f"no function of this project has the dialect {dialects}.",
        fix="Name the platform that the handlers were written for.",
    )


def judged(asked: Asked, is_original: bool) -> Asked:
    """What came of one case, where a handler that fails is answered for by each front in its own
    words: that it fails is what is compared. And of an answer without a body the headers that tell
    of one say nothing: ours has none, and most fronts pass on what they are given."""
    wanted, given = asked.reference, asked.given
    if is_original and isinstance(given, Answer) and given.status in BODILESS:
        headers = tuple(pair for pair in given.headers if pair[0] not in OF_BODIES)
        return replace(asked, given=replace(given, headers=headers, body=b""))
    if is_original and _failed(wanted) and _failed(given):
        return Asked(wanted, wanted)
    return asked


def _failed(answer: object) -> bool:
    return isinstance(answer, Answer) and answer.status in SERVER_ERRORS


def _router(project: Project) -> Router:
    router = Router()
    for methods, path, target, _, _ in project.routes:
        router.add(methods, path, (methods, target.partition(":")[2]))
    return router


def _passes(project: Project, case: Case) -> bool:
    (consumer,) = (each for each in project.consumers if each.label == case.consumer)
    passes = filter_of(consumer.trigger)  # type: ignore[arg-type]  # it has what is asked for
    return passes is None or all(map(passes, case.events))


def _reaches(router: Router, case: Case) -> bool:
    request = case.request or Request()
    found = router.find(request.method, request.raw_path)
    if found is None or "access-control-request-method" in request.headers:
        return False
    methods, function = found[0]
    return function == case.function and bool({ANY, request.method}.intersection(methods))


def _missing(target: Target) -> Problem:
    return Problem(
        code="no-baseline",
        where=f"--baseline {target.name}",
        message=f"the adapter of {target.name} cannot run handlers as they were.",
        fix="Leave --baseline out.",
    )


def selected(
    baselines: Sequence[Target], project: Project, every: Sequence[Case]
) -> Iterator[tuple[Target, type[Baseline], tuple[Case, ...]]]:
    """Each platform whose originals are asked, what runs them, and the cases. ProblemsFound for one
    that has nothing to run."""
    for target in baselines:
        baseline = baseline_of(target)
        wanted = cases(baseline, project, every)
        if not wanted:
            raise ProblemsFound([none_to_run(target, baseline)])
        yield target, baseline, wanted
