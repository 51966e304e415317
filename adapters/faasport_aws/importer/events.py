"""Event sources of Lambda, as triggers of ours.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport_aws.importer import cron
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import Named, Names, named
from faasport_aws.importer.said import Said

_OBJECTS = {
    "s3:ObjectCreated": "created",
    "s3:ObjectRemoved": "deleted",
    "s3:LifecycleExpiration": "deleted",
    "s3:ObjectRestore": "restored",
    "s3:ObjectTagging": "updated",
    "s3:ObjectAcl": "updated",
    "s3:LifecycleTransition": "archived",
    "s3:IntelligentTiering": "archived",
}
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html"""
_WHOLE = {"s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectRestore:*", "s3:ObjectTagging:*"}
_NAMED_ELSEWHERE = 'Write the trigger by hand, as {kind} = "name".'


def queue(source: Any, names: Names, batch_size: Any = None) -> Listening:
    """SQS."""
    found = named(source, names)
    if found is None:
        return _unnamed("queue", source)
    table: dict[str, Any] = {"name": found.name}
    table |= _batch(batch_size, 10)
    if found.ordered:
        table["ordered"] = True
    return _listening("queue", table, found)


def topic(source: Any, names: Names) -> Listening:
    """SNS."""
    found = named(source, names)
    return _listening("topic", {"name": found.name}, found) if found else _unnamed("topic", source)


def bucket(
    source: Any, names: Names, events: Iterable[Any] = (), rules: Iterable[Any] = ()
) -> Listening:
    """S3. `rules` are tables with a prefix or a suffix."""
    found = named(source, names)
    if found is None:
        return _unnamed("bucket", source)
    kinds, said = _kinds([str(each) for each in events])
    if kinds == []:
        return Listening("", {}, said=said)
    table: dict[str, Any] = {"name": found.name}
    if kinds:
        table["on"] = kinds[0] if len(kinds) == 1 else kinds
    for rule in rules:
        for key in ("prefix", "suffix"):
            if isinstance(rule, Mapping) and rule.get(key):
                table[key] = str(rule[key])
    return _listening("bucket", table, found, said)


def _kinds(events: list[str]) -> tuple[list[str] | None, tuple[Said, ...]]:
    """None for all kinds, and an empty list where nothing is known."""
    kinds: dict[str, None] = {}
    said = []
    for event in events:
        start = event.rpartition(":")[0] if event.count(":") > 1 else event
        kind = _OBJECTS.get(start)
        if kind is None:
            message = f"{event} was left: no trigger of ours is told of it."
            said.append(
                Said("left", message, "Set it up with the bucket, in targets.aws.document.")
            )
            continue
        kinds[kind] = None
        if event not in _WHOLE:
            message = f"{event}: all of {start}:* arrive, since ours tells only {kind!r}."
            said.append(Said("changed", message, "Look at the event's name in the handler."))
    return (list(kinds) if events else ["created"]), tuple(said)


def log(source: Any, names: Names, batch_size: Any = None, kind: str = "") -> Listening:
    """DynamoDB Streams or Kinesis: `kind` is "table" or "stream" where the source does not say."""
    found = named(source, names)
    ours = (found.kind if found else "") or kind
    if found is None or ours not in {"table", "stream"}:
        return _unnamed(kind or "stream", source)
    table = {"name": found.name, **_batch(batch_size, 10 if ours == "table" else 100)}
    return _listening(ours, table, found)


def pattern(told: Any) -> Listening:
    """A rule of EventBridge's: its `detail-type` is our `type`."""
    if not isinstance(told, Mapping):
        return _unnamed("event", told)
    types, narrowed = _types(told.get("detail-type"))
    table: dict[str, Any] = {"type": types}
    said = []
    source = told.get("source")
    sources = source if isinstance(source, list) else [source]
    if len(sources) == 1 and isinstance(sources[0], str):
        table["source"] = sources[0]
    elif source is not None:
        narrowed.append("source")
    narrowed += [key for key in told if key not in {"detail-type", "source"}]
    if narrowed:
        message = (
            f"the pattern's {', '.join(map(str, narrowed))} has no like: more events arrive "
            "than before."
        )
        said.append(Said("changed", message, "Test it in the handler."))
    return Listening("event", table, said=tuple(said))


def _types(told: Any) -> tuple[Any, list[str]]:
    listed = told if isinstance(told, list) else [] if told is None else [told]
    types: list[str] = []
    for each in listed:
        begun = each.get("prefix") if isinstance(each, Mapping) and len(each) == 1 else None
        if isinstance(each, str) and "*" not in each:
            types.append(each)
        elif isinstance(begun, str) and begun.endswith("."):
            types.append(f"{begun}*")
        else:
            return "*", ["detail-type"]
    return (types[0] if len(types) == 1 else types or "*"), []


def schedule(
    expression: Any, *, timezone: Any = None, name: str = "", given: Any = None
) -> Listening:
    """A rule, or a schedule of EventBridge Scheduler. `given` is what the handler gets in place of
    the event."""
    ours, said = cron.of(expression)
    if ours is None:
        return Listening("", {}, said=said)
    table: dict[str, Any] = {"expression": ours}
    if timezone:
        table["timezone"] = str(timezone)
    if name:
        table["name"] = name
    if given is not None:
        table["input"] = given
    return Listening("schedule", table, said=said)


def _batch(size: Any, ours: int) -> dict[str, int]:
    plain = int(size) if isinstance(size, int) or str(size).isdigit() else ours
    return {"batch_size": plain} if plain > 0 and plain != ours else {}


def _listening(
    kind: str, table: dict[str, Any], found: Named, said: tuple[Said, ...] = ()
) -> Listening:
    if found.kind and found.kind != kind:
        message = f"{found.name} is no {kind}, but a {found.kind}."
        return Listening("", {}, said=(Said("left", message, "Correct the source."),))
    if not (found.arn or found.logical):
        message = f"the {kind} {found.name!r} is made anew on every target, also on aws."
        fix = f"If it is there already, give its ARN: targets.aws.resources.{kind}."
        if kind == "bucket" and found.physical:
            fix = f'{fix[:-1]}.{found.name} = {{ arn = "arn:aws:s3:::{found.physical}" }}.'
        said = (*said, Said("changed", message, fix))
    return Listening(kind, table, found.arn, found.logical, said, found.physical)


def _unnamed(kind: str, source: Any) -> Listening:
    message = f"the {kind} {source!r} was left: its name is not known here."
    fix = _NAMED_ELSEWHERE.format(kind=kind)
    return Listening("", {}, said=(Said("left", message, fix),))
