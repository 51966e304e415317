"""Functions of Azure Functions, called where its host is not: `func.HttpRequest` in, and so on.

Theory. What Microsoft's worker does with an invocation is done here: the neutral request or events
become the invocation that the host would send, the converters of the handler's own azure-functions
make its objects of that, and what it returns or sets goes back by the same way.
https://github.com/Azure/azure-functions-python-worker (runtimes/v2)
"""

from __future__ import annotations

from faasport.runtime.errors import DeclarationError, ResultError

from . import guest_context, guest_http, guest_outputs
from .guest_function import original_of
from .guest_triggers import trigger_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.triggers import HttpTrigger

    from .guest_function import Original


class Guest:
    """A function of either programming model. ``payload`` says nothing here: the function itself
    tells what it takes."""

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:  # noqa: ARG002
        self._original = original_of(handler, name, root)
        self._trigger = trigger_of(self._original)
        self._outputs = guest_outputs.outputs_of(self._original)
        self.sends = self._outputs.places
        self.is_async = self._original.is_async

    def answering(self, trigger: HttpTrigger, told: dict[str, Any]) -> Callable[[Any], Any]:  # noqa: ARG002
        """What answers a request."""
        self._trigger.check("http", self._original)
        call = _Call(self._original, self._outputs)

        def given(request: Any) -> Any:
            return guest_http.request_of(request, trigger.path)

        if self.is_async:

            async def aanswer(request: Any) -> Any:
                result, outs = await call.wait(given(request), request, request.headers)
                return guest_http.response_of(result, outs, self._original)

            return aanswer

        def answer(request: Any) -> Any:
            result, outs = call(given(request), request, request.headers)
            return guest_http.response_of(result, outs, self._original)

        return answer

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Any], Any]:
        """What handles an event, or a batch. An exception fails all of it: Azure's functions have
        no other way to say that something of it failed."""
        made = self._trigger
        made.check(trigger.kind, self._original)
        if told.get("input") is not None:
            raise DeclarationError(
                f"{self._original.name}: a timer of Azure's brings its function no input; leave it "
                "out."
            )
        call = _Call(self._original, self._outputs)

        def given(subject: Any) -> Any:
            events = tuple(subject) if self.takes_batch(trigger.kind) else (subject,)
            return made.given(events)

        if self.is_async:

            async def aconsume(subject: Any) -> None:
                found = given(subject)
                if found is not None:
                    _nothing(*(await call.wait(found, subject, {})), self._original)

            return aconsume

        def consume(subject: Any) -> None:
            found = given(subject)
            if found is not None:
                _nothing(*call(found, subject, {}), self._original)

        return consume

    def takes_batch(self, kind: str) -> bool:
        """Whether the function gets all events of a delivery in a list."""
        return kind != "http" and self._trigger.many


class _Call:
    """How the worker calls a function: everything by its name."""

    def __init__(self, original: Original, outputs: guest_outputs.Outputs) -> None:
        self._original = original
        self._outputs = outputs

    def __call__(self, given: Any, subject: Any, headers: Any) -> tuple[Any, dict[str, Any]]:
        arguments, outs = self._arguments(given, subject.context, headers)
        result = self._original.function(**arguments)
        self._outputs.send(result, outs, subject)
        return result, outs

    async def wait(self, given: Any, subject: Any, headers: Any) -> tuple[Any, dict[str, Any]]:
        arguments, outs = self._arguments(given, subject.context, headers)
        result = await self._original.function(**arguments)
        if self._outputs.any:
            from asyncio import to_thread

            await to_thread(self._outputs.send, result, outs, subject)
        return result, outs

    def _arguments(
        self, given: Any, context: Any, headers: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        original = self._original
        outs = self._outputs.made()
        arguments = {original.trigger.name: given, **outs}
        if original.takes_context:
            arguments["context"] = guest_context.context_of(original, context, headers)
        return arguments, outs


def _nothing(result: Any, outs: dict[str, Any], original: Original) -> None:
    """As the worker: what nobody takes is a fault."""
    if result is not None and original.returned is None:
        raise ResultError(
            f"{original.name} has no $return binding, and returned {type(result).__name__}: "
            "Azure's worker fails such an invocation."
        )
