"""The runtime of a platform that does not exist: it starts what is packaged, as the real ones do.

Of messages it carries 1000 bytes; its queue takes a rejected one for one to be delivered again, and
its topic forgets how long to wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from faasport.profiler.start import Start
from faasport.project.model import Consumer, Project
from faasport.runtime import neutral
from faasport.runtime.event import Event
from faasport.runtime.outcome import RETRY, Outcome, Verdict
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses
from faasport.verifier.child import closed
from faasport.verifier.conversation import Conversation
from faasport.verifier.host import HostError, NotExpressibleError

PAGE = "https://fake.example/limits"
MOST = 1000
RUNTIME = """
import json, os, sys
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path.insert(0, sys.argv[1])
import faasport_app
from faasport.runtime import neutral
from faasport.runtime.context import Context
consumers = {label: faasport_app.consumer(label) for label in faasport_app.CONSUMERS}
for line in sys.stdin:
    question = json.loads(line)
    consumer = consumers[question["consumer"]]
    events = neutral.decode_events(question["events"], consumer.kind)
    outcome = consumer.deliver(events, Context(platform="fake"))
    answers.write(json.dumps(neutral.encode_outcome(outcome)) + "\\n")
    answers.flush()
"""


def _rejected_again(outcome: Outcome) -> Outcome:
    verdicts = [RETRY if each.kind == "reject" else each for each in outcome.verdicts]
    return Outcome(outcome.events, verdicts)


def _no_delay(outcome: Outcome) -> Outcome:
    return Outcome(outcome.events, [Verdict(each.kind) for each in outcome.verdicts])


LOSSES = {
    "queue": EventLosses(outcome={"a rejected message comes again": _rejected_again}),
    "topic": EventLosses(outcome={"no delay": _no_delay}),
}


class Host:
    requirements: ClassVar[tuple[str, ...]] = ()
    real: ClassVar[str] = "nothing"
    ours: ClassVar[str] = "everything"
    source = PAGE
    losses = Losses()

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        self._folder, self._python, self._project = folder, python, project
        self._runtime: Conversation | None = None

    @property
    def search_path(self) -> tuple[Path, ...]:
        return (self._folder / "code",)

    @property
    def starts(self) -> tuple[Start, ...]:
        """One unit with every function; those of the platform's modules are free."""
        names = tuple(function.name for function in self._project.functions)
        code = self._folder / "code"
        return (Start("everything", names, "fake_main", code, (code,), ("csv",), self.environment),)

    @property
    def environment(self) -> dict[str, str]:
        variables: dict[str, str] = json.loads((self._folder / "manifest.json").read_bytes())
        return variables

    def environment_for(self, request: Request) -> dict[str, str]:
        return self.environment

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:
        return self.environment

    def event_losses(self, consumer: Consumer) -> EventLosses:
        return LOSSES[consumer.trigger.kind]

    def start(self) -> None:
        command = [str(self._python), "-I", "-c", RUNTIME, str(self._folder / "code")]
        self._runtime = Conversation(
            command, cwd=self._folder, environment=closed(self.environment)
        )

    def send(self, request: Request) -> Response:
        raise NotExpressibleError("nothing answers requests here", PAGE)

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        if any(len(getattr(event, "body", b"")) > MOST for event in events):
            raise NotExpressibleError(f"more than {MOST} bytes", PAGE)
        if self._runtime is None:
            raise HostError("it is not started")
        question: dict[str, Any] = {
            "consumer": consumer.label,
            "events": neutral.encode_events(events),
        }
        answer = self._runtime.ask(question, timeout=60)
        outcome = neutral.decode_outcome(answer, events)
        return self.event_losses(consumer).settled(outcome)

    def stop(self) -> None:
        if self._runtime is not None:
            self._runtime.stop()
