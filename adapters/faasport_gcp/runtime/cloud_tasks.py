"""Cloud Tasks: the task's body as it was given, and the rest in headers of its own.

https://cloud.google.com/tasks/docs/creating-http-target-tasks#handler
"""

from __future__ import annotations

from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of

from .numbers import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .envelope import Envelope

_PREFIX = "x-cloudtasks-"


def is_one(envelope: Envelope) -> bool:
    return envelope.headers.get(f"{_PREFIX}taskname") is not None


def message(envelope: Envelope) -> Message:
    """The task; its time is when it was due."""
    headers = envelope.headers
    return Message(
        id=headers.get(f"{_PREFIX}taskname") or "",
        source=headers.get(f"{_PREFIX}queuename") or "",
        time=moment_of(headers.get(f"{_PREFIX}tasketa")),
        body=envelope.body,
        delivery_count=(count_of(headers.get(f"{_PREFIX}taskretrycount")) or 0) + 1,
        native=envelope.native,
    )
