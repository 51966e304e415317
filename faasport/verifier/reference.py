"""The reference: neutral dispatch of the artifact's code, under the Python that the target runs.

Of faasport it has the whole shipped halves, and no linked ones: it needs modules that no artifact
does, and what the linker gets wrong shows as a difference.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faasport.packager import vendor
from faasport.project.files import lay_out
from faasport.project.model import Consumer
from faasport.runtime import neutral, wire
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.verifier import reference_child, secrets
from faasport.verifier.answer import Broken
from faasport.verifier.child import closed
from faasport.verifier.conversation import Conversation
from faasport.verifier.host import Host, HostError

START_SECONDS = 60.0
# Beyond the timeout of the functions: this answer is no platform's, and a busy machine is slow.
PATIENCE = 10.0

Variables = frozenset[tuple[str, str]]


class Reference:
    """What the handlers make of wire requests and neutral events, no platform between. Units that
    differ in their variables have a process each: modules may read those when they are imported."""

    def __init__(
        self,
        host: Host,
        folder: Path,
        python: Path,
        timeout: float,
        given: Mapping[str, str] | None = None,
        packages: Sequence[str] = (vendor.CORE,),
    ) -> None:
        """`timeout` is the seconds that the platform gives a handler; `given` are variables that it
        sets itself, and without which its own SDK does not start. `packages` are those whose
        shipped halves are linked in the artifact."""
        self._given = given or {}
        self._packages = packages
        self._halves: tempfile.TemporaryDirectory[str] | None = None
        self._host, self._folder, self._python = host, folder, python
        self._patience = timeout + PATIENCE
        self._conversations: dict[Variables, Conversation] = {}

    def start(self) -> None:
        """Show that the artifact loads."""
        self._with(self._host.environment)

    def respond(self, request: Request) -> Response | Broken:
        """What a client would get from the handlers themselves."""
        said = self._asked(wire.encode_request(request), self._host.environment_for(request))
        if "broken" in said:
            return Broken(said["broken"])
        return wire.decode_response(said["response"])

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        """The handler's own verdicts on these events, delivered together."""
        question = {"consumer": consumer.label, "events": neutral.encode_events(tuple(events))}
        said = self._asked(question, self._host.environment_for_consumer(consumer))
        if "refused" in said:
            raise HostError(f"neutral events were refused: {said['refused']}")
        return neutral.decode_outcome(said["outcome"], tuple(events))

    def _asked(self, question: dict[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
        """Every module is imported, also one that insists on a variable of another unit; when a
        handler runs, that unit's are gone."""
        every, own = secrets.with_values(self._host.environment), secrets.with_values(own)
        unset = sorted(every.keys() - own.keys())
        variables = {**every, **own}
        try:
            conversation = self._with(variables)
            return conversation.ask({**question, "unset": unset}, timeout=self._patience)
        except HostError:
            # The dead stay dead, and a late answer would be taken for that to the next question.
            self._conversations.pop(frozenset(variables.items())).stop()
            raise

    def stop(self) -> None:
        for conversation in self._conversations.values():
            conversation.stop()
        if self._halves:
            self._halves.cleanup()

    def _whole(self) -> str:
        """The folder of the halves."""
        if self._halves is None:
            self._halves = tempfile.TemporaryDirectory(prefix="faasport-")
            lay_out(vendor.shipped(*self._packages), Path(self._halves.name))
        return self._halves.name

    def _with(self, variables: Mapping[str, str]) -> Conversation:
        key = frozenset(variables.items())
        if key in self._conversations:
            return self._conversations[key]
        directories = [self._whole(), *map(str, self._host.search_path)]
        conversation = Conversation(
            [str(self._python), "-I", reference_child.__file__, *directories],
            cwd=self._folder,
            environment=closed({**self._given, **variables}),
        )
        self._conversations[key] = conversation
        said = conversation.listen(timeout=START_SECONDS)
        if "failed" in said:
            raise HostError(f"the artifact does not load:\n{said['failed']}")
        return conversation
