"""All targets, all cases: what `faasport verify` does."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from typing import Any

from faasport.packager import registry
from faasport.packager.output import Package
from faasport.packager.target import Target
from faasport.project.model import Project
from faasport.project.redaction import Redaction
from faasport.verifier import builtin, casefile, originals, secrets
from faasport.verifier.case import Case
from faasport.verifier.host import Host
from faasport.verifier.run import Progress, Run, Subject, run
from faasport.verifier.verdict import FINE, Verdict, judge

# Starting a runtime keeps a core busy; more at once make all of them slow.
AT_ONCE = 2


@dataclass(frozen=True)
class Verification:
    """What was asked, what the targets are, and every verdict."""

    cases: tuple[Case, ...]
    runs: tuple[Run, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    """What holds for all targets together."""

    @property
    def ok(self) -> bool:
        """Whether every target was asked something, and nothing came out otherwise."""
        asked = {verdict.target for verdict in self.verdicts}
        complete = all(run.target in asked for run in self.runs) and bool(self.runs)
        return complete and all(verdict.outcome in FINE for verdict in self.verdicts)

    def redacted(self, redaction: Redaction) -> Verification:
        """The same without values of secrets: a runtime's own words may hold some."""
        verdicts = tuple(Verdict(**redaction.value(asdict(each))) for each in self.verdicts)
        return replace(self, verdicts=verdicts)

    def as_json(self) -> dict[str, Any]:
        cases = [asdict(verdict) for verdict in self.verdicts]
        return {"ok": self.ok, "cases": cases, "notes": list(self.notes)}


def verify(
    package: Package,
    targets: Sequence[Target],
    progress: Progress,
    baselines: Sequence[Target] = (),
) -> Verification:
    """Ask these targets, whose artifacts are in `package`, every case of the project; and ask the
    handlers that were written for the `baselines`, as they were, each of theirs. What those answer
    comes first: all others are compared with it."""
    # A case may be for a target that is not asked today.
    known = {*registry.installed(), *(target.name for target in targets)}
    own = casefile.read(package.project, known)
    cases = (*own.cases, *builtin.cases(package.project))
    folders = {output.target: output.directory for output in package.outputs}

    subjects = [
        *_originals(baselines, package.project, cases),
        *(_subject(target, cases) for target in targets),
    ]

    def asked(subject: Subject) -> Run:
        return run(subject, package.project, folders[subject.target.name], progress)

    with secrets.at_hand(package.project) as missing, ThreadPoolExecutor(AT_ONCE) as workers:
        runs = tuple(workers.map(asked, subjects))
    verdicts = [verdict for case in cases for verdict in judge(case, runs, own.ignore)]
    return Verification(cases, runs, tuple(verdicts), secrets.notes(missing))


def _subject(target: Target, cases: Sequence[Case]) -> Subject:
    module, _, name = target.host.partition(":")
    host: type[Host] = getattr(import_module(module), name)
    wanted = tuple(case for case in cases if case.is_for(target.name))
    return Subject(target.name, target, host, wanted)


def _originals(
    baselines: Sequence[Target], project: Project, cases: Sequence[Case]
) -> list[Subject]:
    return [
        Subject(originals.name_of(target), target, baseline, wanted, is_original=True)
        for target, baseline, wanted in originals.selected(baselines, project, cases)
    ]
