"""Several targets in one run: all are planned before anything is changed, then each in its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from faasport.deployer.change import Plan
from faasport.deployer.deployer import Deployer
from faasport.project.problem import Problem, Problems, ProblemsFound, refuse


@dataclass(frozen=True)
class Step:
    """One target of a run, and what is to be done there."""

    target: str
    deployer: Deployer
    plan: Plan


@dataclass
class Deployment:
    """A run over its targets, of which so many are done."""

    steps: Sequence[Step]
    done: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be changed anywhere."""
        return all(step.plan.is_empty for step in self.steps)

    def losses(self, flag: str) -> Iterator[Problem]:
        """Where data of the user's would go, which the flag allows."""
        for step in self.steps:
            for change in step.plan.changes:
                if change.loses_data:
                    yield _loss(step, f"{change.kind} {change.name}", change.action, flag)

    @property
    def current(self) -> Step | None:
        """The step that is under way."""
        return self.steps[self.done] if self.done < len(self.steps) else None

    def carry_out(self, act: Callable[[Step], None]) -> None:
        """Step by step. Where one fails, the rest is not begun, and that is told."""
        for step in self.steps:
            try:
                act(step)
            except BaseException as fault:
                self._give_up(fault)
                raise
            self.done += 1

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Whatever breaks off a block leaves nothing of the plans, and is what is told."""
        try:
            yield
        except BaseException:
            with suppress(ProblemsFound):
                self.abandon()
            raise

    def abandon(self) -> None:
        """Leave nothing on any platform of what is only planned."""
        problems = Problems()
        for step in self.steps[self.done :]:
            problems.of(partial(step.deployer.abandon, step.plan), None)
        refuse(problems)

    def _give_up(self, fault: BaseException) -> None:
        with suppress(ProblemsFound):  # what went wrong first is what is told
            Deployment(self.steps[self.done + 1 :]).abandon()
        if isinstance(fault, ProblemsFound) and len(self.steps) > 1:
            raise ProblemsFound([*fault.problems, self._in_part()]) from fault

    def _in_part(self) -> Problem:
        names = [step.target for step in self.steps]
        done, rest = ", ".join(names[: self.done]), ", ".join(names[self.done + 1 :])
        said = (
            f"{done} is done" if done else "",
            f"{names[self.done]} failed",
            f"{rest} was not begun" if rest else "",
        )
        return Problem(
            code="done-in-part",
            where="--target",
            message=f"{'; '.join(filter(None, said))}.",
            fix="Give the same command again when it is put right: what is done stays as it is.",
        )


def planned(deployers: Mapping[str, Deployer], plan: Callable[[str], Plan]) -> Deployment:
    """A step for each target; every target's problems at once, and then no plan is left behind."""
    steps: list[Step] = []
    problems = Problems()
    try:
        for target, deployer in deployers.items():
            try:
                steps.append(Step(target, deployer, plan(target)))
            except ProblemsFound as found:
                problems.extend(found.problems)
        refuse(problems)
    except BaseException:
        with suppress(ProblemsFound):
            Deployment(steps).abandon()
        raise
    return Deployment(steps)


def _loss(step: Step, resource: str, action: str, flag: str) -> Problem:
    done = {"replace": "made anew", "remove": "removed"}[action]
    return Problem(
        code="data-loss",
        where=f"{step.target}: {resource}",
        message=f"it would be {done}, and the data in it would be lost.",
        fix=f"Save what is in it, and say {flag}; or leave it as it is.",
    )
