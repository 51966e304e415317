"""How the units of a package start: for `--profile`, and for those that have a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faasport.cli import report
from faasport.packager.output import Package
from faasport.packager.pipeline import Progress
from faasport.packager.target import Target
from faasport.profiler import budget
from faasport.project.problem import refuse

if TYPE_CHECKING:  # nothing of it is loaded where there is nothing to measure
    from faasport.profiler.profile import Profile


@dataclass(frozen=True)
class Starts:
    """What was measured, by target."""

    profiles: tuple[Profile, ...] = ()
    is_asked: bool = False
    """Whether people want to see it; else they are told in a line that budgets are kept."""

    def as_json(self, target: str) -> dict[str, Any]:
        if not self.is_asked:
            return {}
        from faasport.profiler import document

        (found,) = (each for each in self.profiles if each.target == target)
        return {"profile": document.as_json(found)}

    def show(self, root: Path) -> None:
        if self.profiles:
            from faasport.profiler import show

            console = report.results()
            for each in self.profiles:
                (show.whole if self.is_asked else show.line)(each, root, console)


class Stopwatch:
    """What `package` and `ensure` let inspect their folders: it starts every unit, or those that
    have a budget, and refuses what misses it. Without a budget this costs nothing."""

    def __init__(self, targets: Sequence[Target], progress: Progress, *, all_units: bool) -> None:
        self._targets = {target.name: target for target in targets}
        self._progress = progress
        self.starts = Starts(is_asked=all_units)

    def __call__(self, made: Package) -> None:
        asked = self.starts.is_asked
        names = [output.target for output in made.outputs]
        if not names or not (asked or budget.is_set(made.project, names)):
            return
        from faasport.profiler import faults, profile

        found = tuple(
            profile.measured(
                made.project,
                self._targets[output.target],
                output.directory,
                self._progress,
                all_units=asked,
            )
            for output in made.outputs
        )
        self.starts = Starts((*self.starts.profiles, *found), asked)
        refuse(faults.problems(found))
