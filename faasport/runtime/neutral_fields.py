"""What each class of event tells beside the common attributes, and how each is written."""

from __future__ import annotations

from .change_event import KINDS as CHANGES, UPSERT, ChangeEvent
from .cloudevent import CloudEvent
from .cloudevents_json import CORE
from .errors import PayloadError
from .message import Message
from .moments import moment_of, text_of
from .object_event import CREATED, KINDS as OBJECT_KINDS, ObjectEvent
from .record import Record
from .tagged import tagged, untagged
from .tick import Tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from .event import Event

    Coder = tuple[Callable[[Any], Any], Callable[[Any], Any]]


class Form:
    """How one class is written.

    ``fields`` are its own by name, with (read, write) of their values. ``payload`` names the one
    that is the event's data, if one is; of others the fields themselves are the data.
    """

    __slots__ = ("fields", "made", "members", "payload")

    def __init__(self, made: type[Any], payload: str | None, fields: Mapping[str, Coder]) -> None:
        self.made = made
        self.payload = payload
        self.fields = fields
        self.members = {name: name.replace("_", "") for name in fields}


def text(told: Any) -> str:
    if isinstance(told, (dict, list, bool)):
        raise PayloadError("it is no text")
    return told if isinstance(told, str) else str(told)


def _number(told: Any) -> int:
    try:
        return int(told)
    except (TypeError, ValueError, OverflowError):
        raise PayloadError("it is no whole number") from None


def _flag(told: Any) -> bool:
    if not isinstance(told, bool):
        raise PayloadError("it is neither true nor false")
    return told


def moment(told: Any) -> Any:
    """A time, or PayloadError: people write these, and would rather know."""
    found = moment_of(told)
    if found is None:
        raise PayloadError("it is no time as in 2024-05-01T10:00:00Z")
    return found


def _octets(told: Any) -> bytes:
    plain = untagged(told)
    if isinstance(plain, bytes):
        return plain
    return text(plain).encode("utf-8", "surrogatepass")


def octets_written(octets: bytes) -> Any:
    """Text where it is any."""
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return tagged(octets)


def _row(told: Any) -> dict[str, Any]:
    plain = untagged(told)
    if not isinstance(plain, dict):
        raise PayloadError("it is no object")
    return plain


def _pairs(told: Any) -> tuple[tuple[str, bytes], ...]:
    pairs = list(told.items()) if isinstance(told, dict) else told
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise PayloadError("it is no list of [name, value] pairs")
    return tuple([(text(name), _octets(value)) for name, value in pairs])


def _is_pair(told: Any) -> bool:
    return isinstance(told, (list, tuple)) and len(told) == 2


def _pairs_written(pairs: Any) -> list[list[Any]]:
    return [[name, octets_written(value)] for name, value in pairs]


def _same(told: Any) -> Any:
    return told


TEXT: Coder = (text, _same)
NUMBER: Coder = (_number, _same)
FLAG: Coder = (_flag, _same)
MOMENT: Coder = (moment, text_of)
OCTETS: Coder = (_octets, octets_written)
ROW: Coder = (_row, tagged)

TICK = Form(Tick, "data", {"scheduled_at": MOMENT, "name": TEXT, "is_late": FLAG})
MESSAGE = Form(
    Message,
    "body",
    {
        "delivery_count": NUMBER,
        "sent_at": MOMENT,
        "group": TEXT,
        "sequence": TEXT,
        "dedup_id": TEXT,
        "dead_letter_source": TEXT,
    },
)
OBJECT = Form(
    ObjectEvent,
    None,
    {"kind": TEXT, "bucket": TEXT, "key": TEXT, "size": NUMBER}
    | dict.fromkeys(("etag", "version", "uri"), TEXT),
)
CHANGE = Form(
    ChangeEvent,
    None,
    {"kind": TEXT, "table": TEXT, "key": ROW, "old": ROW, "new": ROW, "ttl_expired": FLAG},
)
RECORD = Form(
    Record,
    "value",
    {
        "key": OCTETS,
        "partition": TEXT,
        "offset": TEXT,
        "headers": (_pairs, _pairs_written),
        "topic": TEXT,
    },
)
CLOUD_EVENT = Form(CloudEvent, "data", {"datacontenttype": TEXT, "dataschema": TEXT})

FORMS: dict[str, Form] = {
    "schedule": TICK,
    "queue": MESSAGE,
    "topic": MESSAGE,
    "bucket": OBJECT,
    "table": CHANGE,
    "stream": RECORD,
    "event": CLOUD_EVENT,
}
# The inverse: all messages are a queue's.
_KIND_OF: dict[type[Any], str] = {
    form.made: kind for kind, form in FORMS.items() if kind != "topic"
}
# What happened, by the type's last word: (all of them, what it is without one).
HAPPENED = {ObjectEvent: (OBJECT_KINDS, CREATED), ChangeEvent: (CHANGES, UPSERT)}
OURS = frozenset({"attributes", "order"})


def kind_of(event: Event) -> str:
    """The kind of trigger that delivers such events."""
    return next(_KIND_OF[each] for each in type(event).__mro__ if each in _KIND_OF)


def known(form: Form) -> set[str]:
    """Every member that is no extension."""
    nested = ("inner",) if form is MESSAGE else ()
    return {*CORE, *OURS, *form.fields, *form.members.values(), *nested, form.payload or "data"}
