"""One target asked: its artifact, unpacked in a clean folder, in the vendor's runtime and out of
it (the reference)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from faasport.packager import build
from faasport.packager.capability import Capability
from faasport.packager.target import Target
from faasport.packager.wheels import provided
from faasport.project.model import Project
from faasport.verifier import environments, native_wheels, originals
from faasport.verifier.asked import Asked, Failure, Refusal, Result
from faasport.verifier.case import Case, Key
from faasport.verifier.delivery import Delivery
from faasport.verifier.environments import UnavailableError
from faasport.verifier.host import Host, HostError, NotExpressibleError
from faasport.verifier.reference import Reference
from faasport.verifier.roundtrip import Roundtrip
from faasport.verifier.unpacked import unpack

Progress = Callable[[str], None]


@dataclass
class Run:
    """What one target answered, by case; or why it answered nothing."""

    target: str
    """What the report calls it."""
    real: str = ""
    ours: str = ""
    notes: tuple[str, ...] = ()
    unavailable: str = ""
    failed: str = ""
    asked: dict[Key, Asked] = field(default_factory=dict)
    only: frozenset[Key] | None = None
    """The cases that it is asked, where those are not all that are for the target."""

    def wants(self, case: Case) -> bool:
        """Whether a case is for it."""
        return case.is_for(self.target) if self.only is None else case.key in self.only


@dataclass(frozen=True)
class Subject:
    """What is asked: a target's artifact in the vendor's runtime, under the name that the report
    has for it; or (`is_original`) the handlers that were written for that platform, without us."""

    name: str
    target: Target
    host: type[Host]
    cases: tuple[Case, ...]
    is_original: bool = False


def run(subject: Subject, project: Project, packaged: Path, progress: Progress) -> Run:
    """Ask it all of its cases."""
    name, target, host_class = subject.name, subject.target, subject.host
    cases = subject.cases
    result = Run(name, host_class.real, host_class.ours)
    if subject.is_original:
        result.only = frozenset(case.key for case in cases)
    try:
        with tempfile.TemporaryDirectory(prefix=f"faasport-{target.name}-") as folder:
            unpacked = unpack(packaged, Path(folder).resolve())
            progress(f"{name}: preparing the runtime")
            needed = (*host_class.requirements, *provided.asked(target, project))
            python = environments.provide(needed, target.wheels(project).python)
            host = host_class(unpacked, python, project)
            result.notes = native_wheels.replace(target, project, host.search_path)
            progress(f"{name}: asking {len(cases)} cases")
            timeout = _timeout(project, target.name)
            given = getattr(host_class, "given", {})
            packages = build.packages(target, project)
            neutral = Reference(host, unpacked, python, timeout, given, packages)
            with _started(host, neutral) as reference:
                for case in cases:
                    question = _question(case, target, project, host, reference)
                    asked = _ask(question, timeout)
                    result.asked[case.key] = originals.judged(asked, subject.is_original)
    except UnavailableError as error:
        result.unavailable = str(error)
    except HostError as error:
        result.failed = str(error)
    return result


@contextmanager
def _started(host: Host, reference: Reference) -> Iterator[Reference]:
    try:
        reference.start()
        host.start()
        yield reference
    finally:
        host.stop()
        reference.stop()


def _timeout(project: Project, target: str) -> float:
    """Seconds that an answer may take: what the target's table says, else the longest of all
    functions, since one unit may serve them."""
    functions = [project.settings(function.name).timeout for function in project.functions]
    return float(project.options(target).get("timeout") or max(functions))


def _question(
    case: Case, target: Target, project: Project, host: Host, reference: Reference
) -> Roundtrip | Delivery:
    if case.request is not None:
        return Roundtrip(host, reference, case.request)
    (consumer,) = (each for each in project.consumers if each.label == case.consumer)
    row = target.capabilities[consumer.trigger.kind]
    alone = isinstance(row, Capability) and row.batch.startswith("one ")
    return Delivery(host, reference, consumer, case.events, row.source, alone)


def _ask(question: Roundtrip | Delivery, timeout: float) -> Asked:
    wanted = _wanted(question)
    given = _in_time(question, timeout)
    if wanted == given or isinstance(wanted, Failure) or isinstance(given, (Failure, Refusal)):
        return Asked(wanted, given)
    if not question.is_whole(wanted) or not question.is_whole(given):
        return Asked(wanted, given)
    carried, losses = question.carried()
    return Asked(wanted, given, carried, losses, _wanted(question) != wanted)


def _wanted(question: Roundtrip | Delivery) -> Result | Failure:
    try:
        return question.wanted()
    except HostError as error:
        return Failure(str(error))


def _in_time(question: Roundtrip | Delivery, timeout: float) -> Result | Failure | Refusal:
    """What the runtime gave, unless its platform would have ended it before."""
    started = time.monotonic()
    given = _given(question)
    took = time.monotonic() - started
    if took > timeout and not isinstance(given, Refusal):
        return Failure(f"It took {took:.1f} s; the timeout is {timeout:g} s.")
    return given


def _given(question: Roundtrip | Delivery) -> Result | Failure | Refusal:
    try:
        return question.given()
    except NotExpressibleError as refused:
        return Refusal(str(refused))
    except HostError as error:
        return Failure(str(error))
