"""One function as the consumer of one of its event triggers.

Theory. A platform delivers events and wants to know what became of each: that is an Outcome, and
never an exception. Return is done, any exception is to be delivered again, Reject is never again.
What is handled when is told by `delivery`, the call by `event_binding`, what an exception says by
`verdicts`.
"""

from __future__ import annotations

from sys import modules

from . import loops
from .delivery import Delivery, unfit
from .errors import DeclarationError
from .event_binding import plan_for
from .event_chain import async_call_of, call_of
from .filters import filter_of
from .function import own_plan
from .isolation import isolated
from .outcome import DONE, RETRY, Outcome
from .verdicts import verdict_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .context import Context
    from .event import Event
    from .event_triggers import Trigger
    from .function import Function
    from .outcome import Verdict

CANCELLED = "A task that the handler waited for was cancelled."


class Consumer:
    """What handles the events of one trigger: ``deliver`` on a sync host, ``adeliver`` on an event
    loop. Raises DeclarationError when it is made, if the handler cannot take such events."""

    __slots__ = ("_acall", "_call", "_delivery", "_drop", "_handled", "name", "plan", "trigger")

    def __init__(self, function: Function, index: int) -> None:
        trigger: Trigger = function.triggers[index]
        if trigger.kind == "http":
            raise DeclarationError(f"{function.target} takes requests there; package again.")
        self.name = function.name
        self.trigger = trigger
        handler = function.handler
        self.plan = own_plan(handler, trigger) or plan_for(handler, trigger)
        self._drop = trigger.options.get("on_reject") == "drop"
        self._delivery = Delivery(
            self.plan,
            filter_of(trigger),
            self.name,
            drop=self._drop,
            unwraps=bool(trigger.options.get("unwrap")),
        )
        self._handled = self._in_turn if self._delivery.is_in_turn else self._step_by_step
        waits = function.is_async
        self._call = None if waits else call_of(function, self.plan)
        self._acall = async_call_of(function, self.plan) if waits else None

    @property
    def kind(self) -> str:
        """The trigger's."""
        return self.trigger.kind

    @property
    def is_async(self) -> bool:
        """Whether the handler, or anything around it, needs an event loop."""
        return self._acall is not None

    def deliver(self, events: Sequence[Event], context: Context, native: object = None) -> Outcome:
        """Handle what one invocation was given. Never raises: what fails is to come again."""
        try:
            if self._acall is not None:
                outcome: Outcome = loops.run(self.adeliver(events, context, native))
                return outcome
            return Outcome(events, self._handled(events, context), native)
        except (Exception, SystemExit) as fault:
            return self._failed(fault, events, context, native)

    async def adeliver(
        self, events: Sequence[Event], context: Context, native: object = None
    ) -> Outcome:
        """The same on a running loop; a sync handler runs in a thread."""
        try:
            if self._call is not None:
                settled: Outcome = await loops.in_thread(self.deliver, events, context, native)
                return settled
            return Outcome(events, await self._ahandled(events, context), native)
        except (Exception, SystemExit) as fault:
            return self._failed(fault, events, context, native)

    def _step_by_step(self, events: Sequence[Event], context: Context) -> list[Verdict]:
        steps = self._delivery.steps(events, context)
        try:
            subject = next(steps)
            while True:
                subject = steps.send(self._judge(subject))
        except StopIteration as end:
            verdicts: list[Verdict] = end.value
            return verdicts

    def _in_turn(self, events: Sequence[Event], context: Context) -> list[Verdict]:
        """What `Delivery.steps` comes to where each event is a subject, and nothing waits."""
        call, passes, wanted = self._call, self._delivery.passes, self.plan.wanted
        verdicts = [DONE] * len(events)
        stopped: set[str | None] = set()
        copied: Any = None
        for index, event in enumerate(events):
            if stopped and event.order in stopped:
                verdicts[index] = RETRY
                continue
            event._context = context
            if passes is not None and not passes(event):
                continue
            try:
                if wanted and not isinstance(event, wanted):
                    raise unfit(event, wanted)  # noqa: TRY301  # judged like any other
                if copied is None and (contextvars := modules.get("contextvars")) is not None:
                    copied = contextvars.copy_context
                if copied is None:  # as `isolated`; a handler may be the first to import it
                    call(event)  # type: ignore[misc]  # of a sync chain
                else:
                    copied().run(call, event)
            except KeyboardInterrupt:
                raise
            except BaseException as fault:  # as in `_judge`
                verdict = verdict_of(fault, event, self.name, drop=self._drop)
                verdicts[index] = verdict
                if verdict is not DONE and event.order is not None:
                    stopped.add(event.order)
        return verdicts

    async def _ahandled(self, events: Sequence[Event], context: Context) -> list[Verdict]:
        steps = self._delivery.steps(events, context)
        try:
            subject = next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        while True:
            verdict = await self._alone(subject)
            try:
                subject = steps.send(verdict)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def _judge(self, subject: Any) -> Verdict:
        try:
            isolated(self._call, subject)  # type: ignore[arg-type]  # of a sync chain
        except KeyboardInterrupt:
            raise
        except BaseException as fault:  # sys.exit(), or a cancelled task, must not end the host
            return verdict_of(fault, subject, self.name, drop=self._drop)
        return DONE

    async def _ajudge(self, subject: Any) -> Verdict:
        try:
            await self._acall(subject)  # type: ignore[misc]  # of an async chain
        except (Exception, SystemExit) as fault:
            return verdict_of(fault, subject, self.name, drop=self._drop)
        return DONE

    async def _alone(self, subject: Any) -> Verdict:
        """In a task of its own: what it sets in a context variable ends with it, and a handler's
        own cancellation is told from the host's, which passes on."""
        from asyncio import CancelledError, ensure_future, wait

        task = ensure_future(self._ajudge(subject))
        try:
            await wait((task,))
        except CancelledError:
            task.cancel()
            await wait((task,))
            raise
        if task.cancelled():
            fault: BaseException | None = RuntimeError(CANCELLED)
        else:
            fault = task.exception()  # only what is no Exception comes so far
        if fault is not None:
            return verdict_of(fault, subject, self.name, drop=self._drop)
        return task.result()

    def _failed(
        self, fault: BaseException, events: Sequence[Event], context: Context, native: object
    ) -> Outcome:
        """A fault of ours, or of the loop: nothing is known of any event."""
        from .logs import logger

        logger.error(
            "%s failed (invocation %s); all %d events are to be delivered again",
            self.name,
            context.invocation_id or "unknown",
            len(events),
            exc_info=fault,
        )
        return Outcome(events, [RETRY] * len(events), native)
