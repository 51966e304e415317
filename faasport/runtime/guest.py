"""Functions that were written for another platform, declared like any other.

Theory. A dialect speaks to such a handler as its own platform does: it turns the neutral request or
events into that platform's payload (the codecs, the other way round), calls the handler, and reads
its answer. To all else a guest is a function of one parameter. Who has none does not load this.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from .annotations import misdeclared
from .declared import DECLARED, PLANS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Protocol

    from .event_triggers import Trigger
    from .triggers import HttpTrigger

    class Speaker(Protocol):
        """What a dialect's `Guest(handler, *, name, payload, root)` offers.

        ``answering`` gives what is called with a Request and returns what a handler may; and
        ``consuming`` gives what is called with an Event, or with a Batch if ``takes_batch`` says
        so of its kind. If ``is_async``, all of these are coroutine functions. ``told`` is what the
        configuration says to the dialect alone, such as a schedule's ``input``. A failed event is
        told as by any handler: raise, or ``batch.retry(message)``. What it puts out beside its
        answer may be told as ``sends``: pairs of a kind and a name.
        """

        is_async: bool

        def answering(self, trigger: HttpTrigger, told: dict[str, Any]) -> Callable[[Any], Any]: ...
        def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Any], Any]: ...
        def takes_batch(self, kind: str) -> bool: ...

    Told = tuple[str, dict[str, Any], dict[str, Any]]


SENDS = "__faasport_sends__"
REFERENCE = "FAASPORT_SECRET_"  # as `secrets` has it, which is for those alone who have some


def declare(names: dict[str, Any], name: str, speaker: Speaker, triggers: Iterable[Told]) -> None:
    """Put a function among a module's ``names`` that has these triggers, each the name of a
    decorator, its arguments, and what is told to the dialect. Raises DeclarationError."""
    handler = _waiting(name) if speaker.is_async else _direct(name)
    plans = {}
    for kind, arguments, told in triggers:
        handler.__dict__.pop(DECLARED, None)
        _decorator(kind)(**_arguments(kind, arguments))(handler)
        (trigger,) = getattr(handler, DECLARED)
        plans[trigger] = _plan(speaker, trigger, told)
    setattr(handler, DECLARED, tuple(plans))
    setattr(handler, PLANS, plans)
    setattr(handler, SENDS, tuple(getattr(speaker, "sends", ())))
    handler.__module__ = names["__name__"]
    names[name] = handler


def loaded(reference: str, root: str = "") -> Any:
    """What a handler's reference names: ``module:name``, or ``folder/file.py:name``. ``root`` is
    the folder that comes first on its import path.

    Raises HandlerMissing if the module has no such name; what importing it raises passes.
    """
    _bring_secrets()
    path, _, name = reference.partition(":")
    value: Any = _module(path, root)
    for part in name.split("."):
        value = getattr(value, part, None)
    if value is None:
        from .errors import HandlerMissing

        raise HandlerMissing(f"{path} has no {name!r}.")
    return value


def _module(path: str, root: str) -> Any:
    bare = path.removesuffix(".py")
    if path != bare and "." in bare:
        return _of_file(path)
    dotted = bare.replace("/", ".").removesuffix(".__init__")
    if not root:
        return import_module(dotted)
    from .guest_roots import imported

    return imported(dotted.removeprefix(root.replace("/", ".") + "."), root)


def _of_file(path: str) -> Any:
    """A module whose file no `import` could name, such as `api/[...slug].py`."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = "".join(letter if letter.isalnum() else "_" for letter in path)
    if name not in sys.modules:
        files = [f"{entry}{os.sep}{path}" for entry in sys.path]
        file = next(filter(os.path.isfile, files), path)
        spec = spec_from_file_location(name, file)
        module = sys.modules[name] = module_from_spec(spec)  # type: ignore[arg-type]  # of a file
        try:
            spec.loader.exec_module(module)  # type: ignore[union-attr]  # a file has one
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]


def _bring_secrets() -> None:
    """Into the environment, where a handler looks that has never heard of us."""
    names = [each.removeprefix(REFERENCE) for each in os.environ if each.startswith(REFERENCE)]
    if names:
        from .secrets import secret

        for name in names:
            if name not in os.environ:
                os.environ[name] = secret(name)


def layered(folders: Iterable[str]) -> None:
    """Put folders that lie beside the code at the end of the import path."""
    from .guest_roots import found

    for folder in map(found, folders):
        if folder not in sys.path:
            sys.path.append(folder)


def _direct(name: str) -> Any:
    def handler(_subject: Any) -> Any:
        raise misdeclared(f"{name} is a guest: its triggers call it, each in its own way.")

    handler.__name__ = handler.__qualname__ = name
    return handler


def _waiting(name: str) -> Any:
    async def handler(_subject: Any) -> Any:
        raise misdeclared(f"{name} is a guest: its triggers call it, each in its own way.")

    handler.__name__ = handler.__qualname__ = name
    return handler


def _decorator(kind: str) -> Callable[..., Callable[[Any], Any]]:
    if kind == "http":
        from .triggers import http

        return http
    from . import event_triggers

    found: Callable[..., Callable[[Any], Any]] = getattr(event_triggers, kind)
    return found


def _arguments(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    expression = told.get("expression", "")
    if kind != "schedule" or not expression.startswith("every "):
        return told
    from .every import every

    return {**told, "expression": every(expression.removeprefix("every "))}


def _plan(speaker: Speaker, trigger: Any, told: dict[str, Any]) -> Any:
    """A plan of one parameter: the request, the event or the batch, as it is."""
    if trigger.kind == "http":
        from .calls import whole
        from .plan import Plan

        taken = ("request", "request", str, whole, False, False, "request")
        return Plan(speaker.answering(trigger, told), [taken])
    from . import event_binding as events

    kind = "batch" if speaker.takes_batch(trigger.kind) else "event"
    return events.Plan(
        speaker.consuming(trigger, told), [events.Taken(kind, kind, kind, events.itself)]
    )
