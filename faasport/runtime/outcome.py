"""What came of the events of one invocation: a verdict on each."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from .event import Event


class Verdict:
    """``done``, ``retry`` (``after`` so many seconds, if that matters) or ``reject``."""

    __slots__ = ("after", "kind", "reason")

    def __init__(self, kind: str, *, after: float | None = None, reason: str = "") -> None:
        self.kind = kind
        self.after = after
        self.reason = reason

    def __eq__(self, other: object) -> bool:
        """Reasons are for people, and most platforms have no room for them."""
        if not isinstance(other, Verdict):
            return NotImplemented
        return (self.kind, self.after) == (other.kind, other.after)

    def __hash__(self) -> int:
        return hash((self.kind, self.after))

    def __repr__(self) -> str:
        after = "" if self.after is None else f" after {self.after:g} s"
        return self.kind + after + (f" ({self.reason})" if self.reason else "")


DONE = Verdict("done")
RETRY = Verdict("retry")


def again(after: float | timedelta | None) -> Verdict:
    """Once more, not before so many seconds; there is none before now, and none for ever."""
    span = getattr(after, "total_seconds", None)
    seconds = after if span is None else span()
    if not isinstance(seconds, (int, float)) or seconds - seconds != 0:
        return RETRY
    return Verdict("retry", after=max(0, seconds))


def rejected(reason: str) -> Verdict:
    """Never again."""
    return Verdict("reject", reason=reason)


class Outcome:
    """The events of one invocation with a verdict on each, in the order of delivery; with none, if
    all of them are done.

    ``native`` is the payload that they came in: some platforms want parts of it back.
    """

    __slots__ = ("_verdicts", "events", "native")

    def __init__(
        self, events: Sequence[Event], verdicts: Sequence[Verdict] | None, native: object = None
    ) -> None:
        self.events = events
        self._verdicts = verdicts
        self.native = native

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each event."""
        told = self._verdicts
        return (DONE,) * len(self.events) if told is None else tuple(told)

    @property
    def failed(self) -> tuple[tuple[Event, Verdict], ...]:
        """What is not done."""
        if self._verdicts is None:
            return ()
        pairs = zip(self.events, self.verdicts, strict=True)
        return tuple((event, verdict) for event, verdict in pairs if verdict.kind != "done")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Outcome):
            return NotImplemented
        same = self.verdicts == other.verdicts
        return same and tuple(self.events) == tuple(other.events)

    def __hash__(self) -> int:
        return hash((tuple(self.events), self.verdicts))

    def __repr__(self) -> str:
        return f"Outcome({list(self.verdicts)!r})"


class Failed:
    """In place of a value to return: the platform only delivers again if the invocation fails."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Failed)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Failed({self.reason!r})"


def failed_of(outcome: Outcome) -> Failed:
    """The failure of an invocation whose platform cannot tell one event from another."""
    first, verdict = outcome.failed[0]
    more = f", and {len(outcome.failed) - 1} more" if len(outcome.failed) > 1 else ""
    return Failed(f"event {first.id or 'without id'}: {verdict!r}{more}")
