"""A neutral event read from JSON: all that people may leave out, and all that `neutral` writes."""

from __future__ import annotations

from .cloudevents_binary import is_json
from .cloudevents_json import VERSIONS, data_of, event_from, octets_of
from .encoding import json_bytes
from .errors import PayloadError
from .neutral_fields import (
    CLOUD_EVENT,
    FORMS,
    HAPPENED,
    MESSAGE,
    OURS,
    RECORD,
    Form,
    known,
    moment,
    text,
)
from .tagged import untagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .event import Event


def event_of(value: Any, kind: str, common: dict[str, Any], name: str, *, ordered: bool) -> Event:
    """The event of one object; ``common`` is its id and source if it has none."""
    form = FORMS[kind]
    _check(value, form)
    nested = value.get("attributes", {})
    order = value.get("order")
    if form is CLOUD_EVENT:
        return _cloud_event(value, {**common, "type": name or "event"}, untagged(nested), order)
    told = {**value, **_inside(value)} if form.payload is None else value
    fields = {**common, **_fields(told, form), **_common(value), **_payload(value, form)}
    if form is MESSAGE and "inner" in value:
        fields["inner"] = _inner(value["inner"])
    _happened(fields, form, name)
    if "order" not in value:
        order = _order(fields, form, ordered)
    extra = _extra(value, form)
    return form.made(  # type: ignore[no-any-return]
        **fields, attributes={**extra, **untagged(nested)}, native=value, order=order
    )


def _inner(told: Any) -> tuple[Event, ...]:
    """The events that a message wraps, each with the kind of trigger that it would come from."""
    if not isinstance(told, list) or not all(_is_nested(each) for each in told):
        raise PayloadError('The "inner" of this event is no list of {"kind", "event"}.')
    common = {"id": "1", "source": "neutral"}
    return tuple(
        [event_of(each["event"], each["kind"], common, "", ordered=False) for each in told]
    )


def _is_nested(told: Any) -> bool:
    return isinstance(told, dict) and "event" in told and told.get("kind") in tuple(FORMS)


def _check(value: Any, form: Form) -> None:
    if not isinstance(value, dict):
        raise PayloadError(f"A neutral event is an object, and no {type(value).__name__}.")
    if value and known(form).isdisjoint(value):
        raise PayloadError(
            f"This is no neutral event: none of its members ({', '.join(sorted(map(str, value)))}) "
            'is one of an event\'s. A payload of your own goes into "data".'
        )
    version = value.get("specversion", "1.0")
    if version not in VERSIONS:
        raise PayloadError(f'This event has "specversion" {version!r}; 1.0 and 0.3 are known.')
    if not isinstance(value.get("attributes", {}), dict):
        raise PayloadError('The "attributes" of this event are no object.')


def _cloud_event(
    value: dict[str, Any], defaults: dict[str, Any], nested: dict[str, Any], order: str | None
) -> Event:
    own = {name: each for name, each in value.items() if name not in OURS and each is not None}
    told = {"specversion": "1.0", **defaults, **own}
    if "time" in told:
        _read(moment, told["time"], "time")
    bare = event_from(told, data_of(told), native=value)
    fields = {name: getattr(bare, name) for name in bare.TOLD}
    fields["attributes"] = {**bare.attributes, **nested}
    return type(bare)(**fields, native=value, order=order)


def _inside(value: dict[str, Any]) -> dict[str, Any]:
    data = value.get("data")
    return data if isinstance(data, dict) else {}


def _fields(told: dict[str, Any], form: Form) -> dict[str, Any]:
    found = {}
    for name, (read, _) in form.fields.items():
        each = told.get(form.members[name], told.get(name))
        if each is not None:
            found[name] = _read(read, each, name)
    return found


def _read(read: Any, told: Any, name: str) -> Any:
    try:
        return read(told)
    except PayloadError as fault:
        raise PayloadError(f'The "{name}" of this event cannot be read: {fault}') from None


def _common(value: dict[str, Any]) -> dict[str, Any]:
    """Null is what somebody says of a time or a subject, not the lack of one."""
    found: dict[str, Any] = {}
    for name in ("id", "source", "type"):
        if value.get(name) is not None:
            found[name] = str(value[name])
    for name, read in (("subject", text), ("time", moment)):
        if name in value:
            told = value[name]
            found[name] = None if told is None else _read(read, told, name)
    return found


def _payload(value: dict[str, Any], form: Form) -> dict[str, Any]:
    if form.payload is None:
        return {}
    if form is not MESSAGE and form is not RECORD:
        return {form.payload: data_of(value)}
    return {form.payload: _octets(value, form.payload)}


def _octets(value: dict[str, Any], name: str) -> bytes:
    coded = value.get("data_base64")
    if coded is not None:
        return octets_of(coded, "data_base64")
    data = value.get("data", value.get(name))
    says_json = is_json(str(value.get("datacontenttype", "")).partition(";")[0].strip().lower())
    if isinstance(data, str) and not says_json:
        return data.encode("utf-8", "surrogatepass")
    if data is None and not (says_json and "data" in value):
        return b""
    try:
        return json_bytes(data)
    except ValueError:
        # Python reads `1e400` as infinity.
        raise PayloadError('The "data" of this event has no JSON form: a number is none.') from None


def _happened(fields: dict[str, Any], form: Form, name: str) -> None:
    """What a class cannot be without, from what there is."""
    if form.made not in HAPPENED:
        return
    kinds, otherwise = HAPPENED[form.made]
    place, family = ("bucket", "object") if "bucket" in form.fields else ("table", "change")
    whose, _, last = fields.get("type", "").rpartition(".")
    # A type of somebody else's says nothing of the kind; a slip in ours must not become another.
    fields.setdefault("kind", last if last in kinds or whose == family else otherwise)
    if fields["kind"] not in kinds:
        told = f"This event of a {place} has the kind {fields['kind']!r}"
        raise PayloadError(f"{told}; {', '.join(kinds)} are known.")
    fields.setdefault(place, name)
    if "key" not in fields:
        raise PayloadError(f'This event of a {place} has no "key".')


def _order(fields: dict[str, Any], form: Form, ordered: bool) -> str | None:
    if form is RECORD:
        return fields.get("partition") or None
    return fields.get("group") if ordered else None


def _extra(value: dict[str, Any], form: Form) -> dict[str, Any]:
    own = known(form)
    return {
        name: untagged(each) for name, each in value.items() if name not in own and each is not None
    }
