"""What `invoke` sends an event to: a function in this process, behind a codec."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from faasport.cli import imported
from faasport.packager import registry
from faasport.project.model import Consumer, DeclaredFunction, Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.runtime import function as runtime_function, neutral, serving, wire
from faasport.runtime.consumer import Consumer as RuntimeConsumer
from faasport.runtime.context import Context

Serve = Callable[[Any], Any]
"""From a native event to its native result; raises PayloadError for what is none."""


def of_http(project: Project, function: DeclaredFunction, target: str | None) -> Serve:
    """The application, as the unit of this function."""
    application = imported.application(project)
    if target is None:
        return serving.server(application, wire)
    serve: Serve = _of_adapter(target, "server")(application, project, function.name)
    return serve


def of_events(project: Project, consumer: Consumer, target: str | None) -> Serve:
    """The handler of one event trigger."""
    loaded = runtime_function.load(consumer.function.reference)
    own = RuntimeConsumer(loaded, consumer.index)
    if target is None:
        return _neutral(own, consumer)
    serve: Serve = _of_adapter(target, "deliverer")(own, project, consumer)
    return serve


def _neutral(own: RuntimeConsumer, consumer: Consumer) -> Serve:
    trigger = consumer.trigger
    source, ordered = trigger.options.get("source"), bool(trigger.options.get("ordered"))

    def serve(native: Any) -> Any:
        events = neutral.decode_events(
            native, trigger.kind, name=trigger.name, source=source or "", ordered=ordered
        )
        context = Context(function=consumer.label)
        return neutral.encode_outcome(own.deliver(events, context, native))

    return serve


def _of_adapter(target: str, name: str) -> Callable[..., Serve]:
    """A function of an adapter's module `invoke`: `server` (application, project, function), or
    `deliverer` (consumer of the runtime, project, consumer)."""
    module = f"{registry.select([target])[0].runtime_package}.invoke"
    try:
        return getattr(import_module(module), name)  # type: ignore[no-any-return]
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        raise ProblemsFound([_without(target, module)]) from None
    except AttributeError:
        raise ProblemsFound([_without(target, f"{module}.{name}")]) from None


def _without(target: str, name: str) -> Problem:
    message = f"the adapter has no {name}: its events cannot be served here."
    fix = "Leave --target out to send the neutral form."
    return Problem("no-invoke", f"--target {target}", message, fix)
