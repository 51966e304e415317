"""A subscriber of `vercel.queue`, called with one message.

The package that it was written with is the project's own; what it raises of that is understood.
https://github.com/vercel/vercel-py/tree/main/src/vercel-queue
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, Iterable
from contextlib import contextmanager
from datetime import datetime, timezone
from importlib import import_module
from typing import Any, get_origin, get_type_hints

from faasport.runtime.errors import DeclarationError, Retry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faasport.runtime.message import Message

PACKAGE = "vercel.queue"
UNTYPED = (None, Any, object)
STREAMS = (Iterable, AsyncIterable)


def consuming(subscriber: Callable[[Any], Any], topic: str, name: str) -> Callable[[Message], Any]:
    """What handles a message of ``topic``, as it is called on Vercel."""
    read = _reader(subscriber, topic, name)

    def consume(message: Message) -> Any:
        with _directives():
            return subscriber(read(message))

    async def aconsume(message: Message) -> Any:
        with _directives():
            return await subscriber(read(message))

    from faasport.runtime.declared import is_coroutine_function

    return aconsume if is_coroutine_function(subscriber) else consume


def _reader(subscriber: Callable[[Any], Any], topic: str, name: str) -> Callable[[Message], Any]:
    """What makes a subscriber's argument of a message, as its annotation says."""
    hints = get_type_hints(subscriber)
    code: Any = subscriber.__code__
    hint = hints.get(code.co_varnames[0])
    origin = get_origin(hint) or hint
    if getattr(origin, "__module__", "").startswith(PACKAGE):
        inner = getattr(hint, "__args__", (None,))[0]
        return _whole(_payload(inner, name), topic, name)
    return _payload(hint, name)


def _payload(hint: Any, name: str) -> Callable[[Message], Any]:
    if hint is bytes:
        return lambda message: message.body
    if hint is str:
        return lambda message: message.body.decode()
    if any(hint is each for each in UNTYPED):
        return _json
    if get_origin(hint) in STREAMS:
        raise DeclarationError(f"{name}: its payload is a stream. Take it whole, as bytes.")
    adapter = _imported("pydantic", "vercel-queue[typed]", name).TypeAdapter(hint)
    return lambda message: adapter.validate_python(_json(message))


def _json(message: Message) -> Any:
    return json.loads(message.body)


def _whole(payload: Callable[[Message], Any], topic: str, name: str) -> Callable[[Message], Any]:
    """The package's own Message, without a receipt: the platform at hand settles it."""
    package = _imported(PACKAGE, "vercel-queue", name)

    def read(message: Message) -> Any:
        metadata = package.MessageMetadata(
            message_id=message.id,
            delivery_count=message.delivery_count,
            created_at=message.sent_at or datetime.now(timezone.utc),
            topic=topic,
            consumer_group=name,
        )
        return package.Message(payload=payload(message), metadata=metadata)

    return read


@contextmanager
def _directives() -> Iterator[None]:
    """`RetryAfter` of the package's is ours."""
    try:
        yield
    except Exception as fault:
        after = getattr(fault, "timeout_seconds", None)
        if after is None or not type(fault).__module__.startswith(PACKAGE):
            raise
        raise Retry(str(getattr(fault, "reason", None) or ""), after=after) from fault


def _imported(module: str, requirement: str, name: str) -> Any:
    """What is of the project's own requirements. DeclarationError if it is not."""
    try:
        return import_module(module)
    except ImportError:
        raise DeclarationError(
            f"{name}: its subscriber needs {module}, which is not installed: add {requirement} "
            "to the project's requirements."
        ) from None
