"""One target asked: its artifact, unpacked in a clean folder, in the vendor's runtime and out of
it (the reference)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from faasport.packager.target import Target
from faasport.project.model import Project
from faasport.runtime.request import Request
from faasport.verifier import answer, carriage, environments, native_wheels
from faasport.verifier.answer import Answer, Broken, Outcome
from faasport.verifier.case import Case, Key
from faasport.verifier.environments import UnavailableError
from faasport.verifier.host import BrokenAnswerError, Host, HostError, NotExpressibleError
from faasport.verifier.reference import Reference
from faasport.verifier.unpacked import unpack

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Failure:
    """No answer: the runtime died, refused or fell silent."""

    detail: str


@dataclass(frozen=True)
class Refusal:
    """The platform cannot carry this request, or the answer to it."""

    detail: str


@dataclass(frozen=True)
class Asked:
    """What came of one case: out of the runtime (`reference`), and through it (`given`).

    Where the two are not equal: `carried` is the reference after the losses that the platform is
    known for, `losses` says which; `varies` is set if the reference does not answer the same twice.
    """

    reference: Outcome | Failure
    given: Outcome | Failure | Refusal
    carried: Answer | None = None
    losses: str = ""
    varies: bool = False


@dataclass
class Run:
    """What one target answered, by case; or why it answered nothing."""

    target: str
    real: str = ""
    ours: str = ""
    notes: tuple[str, ...] = ()
    unavailable: str = ""
    failed: str = ""
    asked: dict[Key, Asked] = field(default_factory=dict)


def run(
    target: Target, project: Project, packaged: Path, cases: Sequence[Case], progress: Progress
) -> Run:
    """Ask this target every case that is for it."""
    host_class = _host_class(target)
    result = Run(target.name, host_class.real, host_class.ours)
    try:
        with tempfile.TemporaryDirectory(prefix=f"faasport-{target.name}-") as folder:
            unpacked = unpack(packaged, Path(folder).resolve())
            progress(f"{target.name}: preparing the runtime")
            python = environments.provide(host_class.requirements, target.wheels(project).python)
            host = host_class(unpacked, python, project)
            result.notes = native_wheels.replace(target, project, host.search_path)
            progress(f"{target.name}: asking {len(cases)} cases")
            with _started(host, Reference(host, unpacked, python)) as reference:
                timeout = _timeout(project, target.name)
                for case in cases:
                    result.asked[case.key] = _ask(host, reference, case.request, timeout)
    except UnavailableError as error:
        result.unavailable = str(error)
    except HostError as error:
        result.failed = str(error)
    return result


def _host_class(target: Target) -> type[Host]:
    module, _, name = target.host.partition(":")
    host_class: type[Host] = getattr(import_module(module), name)
    return host_class


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


def _ask(host: Host, reference: Reference, request: Request, timeout: float) -> Asked:
    wanted = _wanted(reference, request)
    given = _in_time(host, request, timeout)
    if wanted == given or not isinstance(wanted, Answer) or not isinstance(given, Answer):
        return Asked(wanted, given)
    carried, losses = _carried(host, reference, request)
    return Asked(wanted, given, carried, losses, _wanted(reference, request) != wanted)


def _wanted(reference: Reference, request: Request) -> Outcome | Failure:
    try:
        response = reference.respond(request)
    except HostError as error:
        return Failure(str(error))
    return response if isinstance(response, Broken) else answer.of(response, request.method)


def _in_time(host: Host, request: Request, timeout: float) -> Outcome | Failure | Refusal:
    """What the runtime gave, unless its platform would have ended it before."""
    started = time.monotonic()
    given = _given(host, request)
    took = time.monotonic() - started
    if took > timeout and not isinstance(given, Refusal):
        return Failure(f"It took {took:.1f} s; the timeout is {timeout:g} s.")
    return given


def _given(host: Host, request: Request) -> Outcome | Failure | Refusal:
    try:
        return answer.of(host.send(request), request.method)
    except NotExpressibleError as refused:
        return Refusal(str(refused))
    except BrokenAnswerError as broken:
        return Broken(str(broken))
    except HostError as error:
        return Failure(str(error))


def _carried(host: Host, reference: Reference, request: Request) -> tuple[Answer | None, str]:
    """The handlers' own answer to what is left of the request, and what is left of that."""
    arriving, on_the_way_in = carriage.carried_request(host.losses, request)
    response = reference.respond(arriving)
    if isinstance(response, Broken):
        return None, ""
    leaving, on_the_way_out = carriage.carried_response(host.losses, response)
    lost = [
        *(f"request: {name}" for name in on_the_way_in),
        *(f"response: {name}" for name in on_the_way_out),
    ]
    return answer.of(leaving, request.method), f"{'; '.join(lost)} ({host.source})" if lost else ""
