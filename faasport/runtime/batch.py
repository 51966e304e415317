"""What a platform delivers in one invocation, for a handler that wants it whole."""

from __future__ import annotations

from .event import made_context
from .outcome import Verdict, again, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta
    from typing import Any

    from .context import Context
    from .event import Event, Told


class Batch:
    """The messages (or records, changes) of one invocation, in the order of delivery.

    Return, and all of them are done, but for those that were given to ``retry`` or ``reject``;
    raise, and all are delivered again.
    """

    __slots__ = ("_context", "_ids", "_verdicts", "messages")

    def __init__(self, messages: Sequence[Any], context: Told) -> None:
        self.messages = tuple(messages)
        self._context = context
        self._ids: frozenset[int] | None = None
        self._verdicts: dict[int, Verdict] = {}

    @property
    def context(self) -> Context:
        """The invocation that delivers it."""
        context = self._context = made_context(self._context)
        return context

    def retry(self, message: Event, after: float | timedelta | None = None) -> None:
        """Have one message delivered again, after so many seconds where the platform can delay."""
        self._say(message, again(after))

    def reject(self, message: Event, reason: str) -> None:
        """Give one message up: it goes to the dead letters."""
        self._say(message, rejected(reason))

    def _say(self, message: Event, verdict: Verdict) -> None:
        """A verdict on what is not here would be lost, and the message be done."""
        if self._ids is None:
            self._ids = frozenset(map(id, self.messages))
        if id(message) not in self._ids:
            raise ValueError(f"{message!r} is not of this batch.")
        self._verdicts[id(message)] = verdict

    def __iter__(self) -> Iterator[Any]:
        return iter(self.messages)

    def __len__(self) -> int:
        return len(self.messages)

    def __getitem__(self, index: int) -> Any:
        return self.messages[index]

    def __repr__(self) -> str:
        return f"Batch({list(self.messages)!r})"
