"""One thing that is asked of every target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faasport.runtime.event import Event
from faasport.runtime.request import Request

# So that what a platform knows of the client is the same on all of them. 203.0.113.0/24 is set
# aside for documentation (RFC 5737).
CLIENT = (
    ("host", "verify.example"),
    ("user-agent", "faasport-verify"),
    ("accept", "*/*"),
    ("x-forwarded-for", "203.0.113.9"),
    ("x-forwarded-proto", "https"),
)


Key = tuple[bool, str, str, str, str]
VERDICTS = ("done", "retry", "reject")


@dataclass(frozen=True)
class Expected:
    """What the user's case file says of the answer; what it does not name may be anything."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    json: Any = None
    has_json: bool = False
    verdicts: tuple[str, ...] | None = None
    """Of events: one of VERDICTS each."""


@dataclass(frozen=True)
class Case:
    """A request, or the events of one delivery to the consumer with this label; with what is
    expected and what is left out of comparisons."""

    name: str
    request: Request | None = None
    function: str = ""
    trigger: str = ""
    consumer: str = ""
    events: tuple[Event, ...] = ()
    expected: Expected | None = None
    ignore: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    built_in: bool = False

    @property
    def key(self) -> Key:
        """What tells a case from all others; a name is one of its kind in a function."""
        return self.built_in, self.function, self.trigger, self.consumer, self.name

    def is_for(self, target: str) -> bool:
        return not self.targets or target in self.targets


def request_of(
    method: str, target: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b""
) -> Request:
    """A request as a client would send it; the client's usual headers, unless it says otherwise."""
    own = list(headers)
    named = {name.lower() for name, _ in own}
    path, _, query = target.partition("?")
    return Request(
        method=method,
        raw_path=path,
        raw_query=query,
        headers=[*(pair for pair in CLIENT if pair[0] not in named), *own],
        body=body,
    )
