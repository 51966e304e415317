"""One function as the consumer of one of its event triggers.

Theory. A platform delivers events and wants to know what became of each: that is an Outcome, and
never an exception. Return is done, any exception is to be delivered again, Reject is never again.
What is handled when is told by `delivery`, the call by `event_usual` and `event_binding`, what an
exception says by `verdicts`. What a handler does not need, or not before something fails, is loaded
for others, or then.
"""

from __future__ import annotations

from .declared import own_plan
from .event import Unmade
from .event_usual import usual_way
from .isolation import isolated, known
from .outcome import DONE, RETRY, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .delivery import Delivery
    from .event import Event, Told
    from .event_chain import AsyncCall, Call, Make
    from .event_triggers import Trigger
    from .event_usual import Way
    from .filters import Passes
    from .function import Function
    from .outcome import Verdict

FILTERED = ("bucket", "table", "event")  # those of which `filters` may leave something out
CANCELLED = "A task that the handler waited for was cancelled."


class Consumer:
    """What handles the events of one trigger: ``deliver`` on a sync host, ``adeliver`` on an event
    loop. Raises DeclarationError when it is made, if the handler cannot take such events."""

    __slots__ = (
        "_acall",
        "_call",
        "_delivery",
        "_passes",
        "_wanted",
        "name",
        "takes_batch",
        "trigger",
    )

    def __init__(self, function: Function, index: int) -> None:
        trigger: Trigger = function.triggers[index]
        if trigger.kind == "http":
            from .annotations import misdeclared

            raise misdeclared(f"{function.target} takes requests there; package again.")
        self.name = function.name
        self.trigger = trigger
        make, self._wanted, self.takes_batch = _way_of(function.handler, trigger)
        self._passes = _passes_of(trigger)
        self._call: Call | None = None
        self._acall: AsyncCall | None = None
        if function.is_async:
            from .event_chain import waiting

            self._acall = waiting(make, function.handler, function.around)
        else:
            self._call = _called(make, function.around)
        self._delivery = self._steps() if self._needs_steps else None

    @property
    def _needs_steps(self) -> bool:
        """Where each event is one subject, a host that waits for nothing takes them in turn."""
        return self.is_async or self.takes_batch or bool(self.trigger.options.get("unwrap"))

    def _steps(self) -> Delivery:
        from .delivery import Delivery

        options, takes_batch = self.trigger.options, self.takes_batch
        return Delivery(self.name, self._wanted, self._passes, options, takes_batch=takes_batch)

    @property
    def kind(self) -> str:
        """The trigger's."""
        return self.trigger.kind

    @property
    def is_async(self) -> bool:
        """Whether the handler, or anything around it, needs an event loop."""
        return self._acall is not None

    def deliver(self, events: Sequence[Event], context: Told, native: object = None) -> Outcome:
        """Handle what one invocation was given. Never raises: what fails is to come again.
        ``context`` is the invocation's, or tells how it is made when somebody asks."""
        try:
            if self._acall is not None:
                from .loops import run

                outcome: Outcome = run(self.adeliver(events, context, native))
                return outcome
            handled = self._in_turn if self._delivery is None else self._step_by_step
            return Outcome(events, handled(events, context), native)
        except (Exception, SystemExit) as fault:
            return self._failed(fault, events, context, native)

    async def adeliver(
        self, events: Sequence[Event], context: Told, native: object = None
    ) -> Outcome:
        """The same on a running loop; a sync handler runs in a thread."""
        try:
            if self._call is not None:
                from .loops import in_thread

                settled: Outcome = await in_thread(self.deliver, events, context, native)
                return settled
            return Outcome(events, await self._ahandled(events, context), native)
        except (Exception, SystemExit) as fault:
            return self._failed(fault, events, context, native)

    def _step_by_step(self, events: Sequence[Event], context: Told) -> list[Verdict]:
        steps = self._delivery.steps(events, context)  # type: ignore[union-attr]  # it needs them
        try:
            subject = next(steps)
            while True:
                subject = steps.send(self._judge(subject))
        except StopIteration as end:
            verdicts: list[Verdict] = end.value
            return verdicts

    def _in_turn(  # noqa: PLR0912  # a call for a step would be paid by every message
        self, events: Sequence[Event], context: Told
    ) -> list[Verdict] | None:
        """What `Delivery.steps` comes to where each event is a subject, and nothing waits. None, if
        all are done."""
        call, passes, wanted = self._call, self._passes, self._wanted
        kind, given = None, events
        if isinstance(events, Unmade):  # each is made here: to be given it would cost as much again
            kind, given = events.kind, events.records
        verdicts: list[Verdict] | None = None
        stopped: list[str | None] = []
        for index, each in enumerate(given):
            event: Any = each
            if kind is not None:
                event = kind()
                event._native = each
            if stopped and event.order in stopped:
                verdicts[index] = RETRY  # type: ignore[index]  # one is not done
                continue
            event._context = context
            if passes is not None and not passes(event):
                continue
            try:
                if wanted and not isinstance(event, wanted):
                    from .delivery import unfit

                    raise unfit(event, wanted)  # noqa: TRY301  # judged like any other
                if known:  # `isolated`, without a call of its own
                    known[0]().run(call, event)  # type: ignore[arg-type]  # of a sync chain
                else:
                    isolated(call, event)  # type: ignore[arg-type]  # as above
            except KeyboardInterrupt:
                raise
            except BaseException as fault:  # as in `_judge`
                verdict = self._verdict(fault, event)
                if verdict is DONE:
                    continue
                if verdicts is None:
                    verdicts = [DONE] * len(events)
                verdicts[index] = verdict
                if event.order is not None:
                    stopped.append(event.order)
        return verdicts

    async def _ahandled(self, events: Sequence[Event], context: Told) -> list[Verdict]:
        steps = self._delivery.steps(events, context)  # type: ignore[union-attr]  # it needs them
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
            return self._verdict(fault, subject)
        return DONE

    async def _ajudge(self, subject: Any) -> Verdict:
        try:
            await self._acall(subject)  # type: ignore[misc]  # of an async chain
        except (Exception, SystemExit) as fault:
            return self._verdict(fault, subject)
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
            return self._verdict(fault, subject)
        return task.result()

    def _verdict(self, fault: BaseException, subject: Any) -> Verdict:
        from .verdicts import verdict_of

        drop = self.trigger.options.get("on_reject") == "drop"
        return verdict_of(fault, subject, self.name, drop=drop)

    def _failed(
        self, fault: BaseException, events: Sequence[Event], context: Told, native: object
    ) -> Outcome:
        """A fault of ours, or of the loop: nothing is known of any event."""
        from .event import made_context
        from .logs import logger

        logger.error(
            "%s failed (invocation %s); all %d events are to be delivered again",
            self.name,
            made_context(context).invocation_id or "unknown",
            len(events),
            exc_info=fault,
        )
        return Outcome(events, [RETRY] * len(events), native)


def _way_of(handler: Callable[..., Any], trigger: Trigger) -> Way:
    """How the handler is called: as a guest says, as usual, or as its signature tells."""
    plan = own_plan(handler, trigger)
    way = usual_way(handler, trigger) if plan is None else None
    if way is not None:
        return way
    if plan is None:
        from .event_binding import plan_for

        plan = plan_for(handler, trigger)
    return plan.call_of, plan.wanted, plan.takes_batch


def _called(make: Make, layers: Sequence[Callable[..., Any]]) -> Call:
    call = make(_settled)
    if layers:
        from .event_chain import layered

        call = layered(call, layers)
    return call


def _settled(value: Any) -> Any:
    """What a handler returned, at its end; nearly all return nothing, and do not come here."""
    from .event_chain import settled

    return settled(value)


def _passes_of(trigger: Trigger) -> Passes | None:
    if trigger.kind not in FILTERED:
        return None
    from .filters import filter_of

    return filter_of(trigger)
