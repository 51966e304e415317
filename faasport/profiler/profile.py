"""One target measured: its artifact unpacked in a clean folder, each unit started several times."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from faasport.packager import guests
from faasport.packager.target import Target
from faasport.packager.wheels import provided
from faasport.profiler import budget, heaviest, trace
from faasport.profiler.budget import Budget
from faasport.profiler.heaviest import Cost
from faasport.profiler.origin import Origins
from faasport.profiler.start import Start
from faasport.profiler.trace import Trace, TraceError
from faasport.profiler.tree import Branch, grown
from faasport.project.model import Project
from faasport.verifier import environments, native_wheels, secrets
from faasport.verifier.environments import UnavailableError
from faasport.verifier.host import Host, HostError
from faasport.verifier.unpacked import unpack

RUNS, MORE = 5, 6
"""Starts of a unit; and how many more before it is said to be too slow."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Unit:
    """One deployed unit: every start of it, and the one in the middle, whole."""

    start: Start
    budget: Budget | None
    totals: tuple[int, ...] = ()
    trace: Trace | None = None
    tree: Branch | None = None
    origins: Origins | None = None
    failed: str = ""

    @property
    def name(self) -> str:
        return self.start.unit

    @property
    def median(self) -> int:
        """Nanoseconds."""
        return self.trace.total if self.trace else 0

    @property
    def loaded(self) -> frozenset[tuple[str, str]]:
        """What is on its tree, and by which lines: but for faasport's, whose codecs differ."""
        every = self.tree.walk() if self.tree else ()
        return frozenset((str(each.origin), each.where) for _, each in every)

    @property
    def costs(self) -> list[Cost]:
        return heaviest.costs(self.tree) if self.tree else []

    @property
    def is_slow(self) -> bool:
        return self.budget is not None and self.median > self.budget.most * 1_000_000


@dataclass
class Profile:
    """What one target's units load. `unavailable` says why nothing could be measured, which is a
    fault if there is a budget."""

    target: str
    runtime: tuple[str, ...] = ()
    """What stands for the platform's own: pinned distributions."""
    notes: tuple[str, ...] = ()
    unavailable: str = ""
    has_budget: bool = False
    units: list[Unit] = field(default_factory=list)


def measured(
    project: Project, target: Target, folder: Path, progress: Progress, *, all_units: bool
) -> Profile:
    """Start the units of what was packaged into this folder: all, or those that have a budget."""
    result = Profile(target.name, has_budget=budget.is_set(project, [target.name]))
    try:
        with (
            tempfile.TemporaryDirectory(prefix=f"faasport-{target.name}-") as scratch,
            secrets.at_hand(project) as missing,
        ):
            unpacked = unpack(folder, Path(scratch).resolve())
            host_class = _host(target)
            progress(f"Preparing the runtime of {target.name}")
            result.runtime = (*host_class.requirements, *provided.asked(target, project))
            python = environments.provide(result.runtime, target.wheels(project).python)
            host = host_class(unpacked, python, project)
            result.notes = (
                *native_wheels.replace(target, project, host.search_path),
                *secrets.notes(missing),
            )
            given = {**guests.placeholders(project.config), **getattr(host_class, "given", {})}
            machine = Machine(project, python, given)
            for start in _starts(host):
                most = budget.of_unit(project, target.name, start.functions)
                if all_units or most is not None:
                    progress(f"Measuring {start.unit} on {target.name}")
                    result.units.append(machine.measured(Unit(start, most)))
    except (UnavailableError, HostError) as error:
        result.unavailable = str(error)
    return result


def _host(target: Target) -> type[Host]:
    module, _, name = target.host.partition(":")
    found: type[Host] = getattr(import_module(module), name)
    return found


def _starts(host: Any) -> tuple[Start, ...]:
    found: tuple[Start, ...] | None = getattr(host, "starts", None)
    if found is None:
        raise UnavailableError("its adapter does not say how the platform starts a function.")
    return found


class Machine:
    """What starts the units of one target, one after another, so that none is in another's way."""

    def __init__(self, project: Project, python: Path, given: Mapping[str, str]) -> None:
        """`given` are variables that the platform sets itself."""
        self._project, self._python, self._given = project, python, given
        # Units that share their code share the search for the user's files in it.
        self._own: dict[tuple[Path, ...], list[Path]] = {}

    def measured(self, unit: Unit) -> Unit:
        """The unit with its starts, or with the reason why there are none."""
        origins = Origins(self._project, unit.start)
        try:
            traces = self._runs(unit.start, origins, RUNS)
            found = _summed(unit, traces, origins)
            if found.is_slow:
                # Somebody else may have kept the machine busy: a failing check is measured again.
                traces += self._runs(unit.start, origins, MORE)
                found = _summed(unit, traces, origins)
        except TraceError as error:
            return Unit(unit.start, unit.budget, failed=str(error))
        return found

    def _runs(self, start: Start, origins: Origins, count: int) -> list[Trace]:
        if start.search_path not in self._own:
            self._own[start.search_path] = origins.own_files()
        own = self._own[start.search_path]
        return [trace.once(start, self._python, own, self._given) for _ in range(count)]


def _summed(unit: Unit, traces: list[Trace], origins: Origins) -> Unit:
    middle = trace.median(traces)
    totals = tuple(each.total for each in traces)
    tree = grown(middle, origins)
    return Unit(unit.start, unit.budget, totals, middle, tree, origins)
