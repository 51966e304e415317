"""What is wrong with a project, said so that its author can put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from faasport.runtime.errors import FaasportError

T = TypeVar("T")


@dataclass(frozen=True)
class Remedy:
    """What the table of one target could say so that it would take the project, and why so: `value`
    under the dotted `key`, for the functions of one unit. None: the key is not to be said there."""

    key: str
    value: int | str | None
    why: str
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """One fault: a stable code, where it is, what it is, and what to do about it."""

    code: str
    where: str
    message: str
    fix: str
    remedy: Remedy | None = field(default=None, compare=False, repr=False)
    """For `faasport import`, which writes what a person would be told to write."""

    def as_json(self) -> dict[str, str]:
        return {key: getattr(self, key) for key in ("code", "where", "message", "fix")}

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.fix}".strip()


class ProblemsFound(FaasportError):
    """Every problem that one step found; commands print them all and exit with 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems(list[Problem]):
    """The problems of several steps, gathered so that all of them are told at once."""

    def of(self, step: Callable[[], T], instead: T) -> T:
        """What the step gives, or `instead` of that where it finds problems."""
        try:
            return step()
        except ProblemsFound as found:
            self.extend(found.problems)
            return instead


def refuse(problems: Iterable[Problem]) -> None:
    """Raise ProblemsFound if there is any problem at all."""
    found = tuple(problems)
    if found:
        raise ProblemsFound(found)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word; else the list of all of them."""
    from difflib import get_close_matches  # where all is well nobody asks

    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known here: {', '.join(names)}." if names else ""


def together(steps: Iterable[Callable[[], T]]) -> list[T]:
    """What each step gives; if any finds problems, all of them at once."""
    results: list[T] = []
    problems: list[Problem] = []
    for step in steps:
        try:
            results.append(step())
        except ProblemsFound as found:
            problems.extend(found.problems)
    refuse(problems)
    return results
