"""Events as Vercel delivers them: a call for each, to the function that its trigger has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from faasport.project.model import Consumer
from faasport.runtime import wire
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_vercel import event_losses
from faasport_vercel.event_codecs import codec_of
from faasport_vercel.host.leases import LeaseServer
from faasport_vercel.packager import paths
from faasport_vercel.runtime import cron, queue

# What a header of HTTP carries as it is.
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
SECRET = "local-secret"  # noqa: S105  # of this host alone
HEADERS = "https://www.rfc-editor.org/rfc/rfc9110#section-5.5"

Call = Callable[[str, Request], Response]


class Deliveries:
    """Delivers through `call`, which takes a function's path and a request."""

    def __init__(self, config: Mapping[str, Any], call: Call) -> None:
        self._crons = {each["path"] for each in config.get("crons") or ()}
        self._call = call
        self._leases: LeaseServer | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the platform gives every function of a project with queues and schedules."""
        if self._leases is None:
            self._leases = LeaseServer()
        return {
            "CRON_SECRET": SECRET,
            "VERCEL_QUEUE_BASE_URL": self._leases.url,
            "VERCEL_QUEUE_TOKEN": "local",
        }

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        """A verdict for each event, each delivered by itself."""
        codec = codec_of(consumer.trigger)
        declared = next(iter(event_losses.losses_of(consumer).events.values()))
        outcomes = [self._one(codec, consumer, declared(event)) for event in events]
        verdicts = [verdict for outcome in outcomes for verdict in outcome.verdicts]
        return Outcome(events, verdicts, [outcome.native for outcome in outcomes])

    def _one(self, codec: ModuleType, consumer: Consumer, event: Event) -> Outcome:
        native = codec.encode_events((event,))
        native["headers"].append(["host", "local.vercel.app"])
        for name, value in native["headers"]:
            if not _PRINTABLE.fullmatch(value):
                raise NotExpressibleError(f"{value!r} in the header {name}", HEADERS)
        if codec is cron:
            native["headers"].append(["authorization", f"Bearer {SECRET}"])
            if native["target"] not in self._crons:
                raise HostError(f"config.json has no cron for {native['target']}")
            answer = self._call(native["target"], wire.decode_request(native))
        else:
            answer = self._call("/" + paths.function(consumer), wire.decode_request(native))
        told = wire.encode_response(answer)
        if codec is queue:
            told.update(self._settled(dict(map(tuple, native["headers"])), answer.status))
        outcome: Outcome = codec.decode_outcome(told, (event,))
        return outcome

    def _settled(self, headers: Mapping[str, str], status: int) -> dict[str, Any]:
        """What became of the lease. After an answer of 5xx Vercel's own delay counts."""
        assert self._leases is not None  # noqa: S101  # the functions have its address
        lease = self._leases.settled.pop(headers[queue.RECEIPT], None)
        sent = list(self._leases.sent)
        self._leases.forget()
        dead = {"dead_letter": {"topic": sent[0]}} if sent else {}
        return dead if status >= 500 else {"lease": lease, **dead}

    def stop(self) -> None:
        if self._leases is not None:
            self._leases.stop()
        self._leases = None
