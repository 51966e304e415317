"""What happens to a stack, as its events tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Unsettled
from faasport_aws.deployer import stack as stacks, states
from faasport_aws.deployer.account import Account

PATIENCE = 6 * 60 * 60.0
"""Seconds. A function in steps (CodeDeploy) takes as long as its user said."""
_ITSELF = "AWS::CloudFormation::Stack"
_FOLLOWERS = ("Resource creation cancelled", "Resource update cancelled")
"""Of those that another one's failure stopped."""


@dataclass(frozen=True)
class Event:
    """One of them. `token` tells which operation it is of."""

    id: str
    at: datetime
    logical_id: str
    kind: str
    physical_id: str
    status: str
    reason: str
    token: str
    is_stack: bool

    @property
    def is_failure(self) -> bool:
        return self.status.endswith("_FAILED") and not self.reason.startswith(_FOLLOWERS)

    @property
    def ends_operation(self) -> bool:
        return self.is_stack and states.is_over(self.status)


def newest(account: Account, stack_id: str) -> Iterator[Event]:
    """All of them, the newest first, as they are asked for."""
    for page in account.pages("cloudformation", "describe_stack_events", StackName=stack_id):
        yield from (_event(each) for each in page["StackEvents"])


def _event(found: dict[str, Any]) -> Event:
    kind, physical = found.get("ResourceType", ""), found.get("PhysicalResourceId", "")
    return Event(
        id=found["EventId"],
        at=found["Timestamp"],
        logical_id=found.get("LogicalResourceId", ""),
        kind=kind,
        physical_id=physical,
        status=found.get("ResourceStatus", ""),
        reason=found.get("ResourceStatusReason", ""),
        token=found.get("ClientRequestToken", ""),
        is_stack=kind == _ITSELF and physical == found["StackId"],
    )


def of(account: Account, stack_id: str, token: str) -> list[Event]:
    """Those of the operation that is the last one, the oldest first; none if it is another."""
    return [*takewhile(lambda event: event.token == token, newest(account, stack_id))][::-1]


def _since(account: Account, stack_id: str, token: str) -> list[Event]:
    """The same with what came after them, the oldest first: who cancels an update, or begins the
    next one, does so with a token of his own. Beyond what one other operation has told nobody
    looks for ours, which may not be told of yet."""
    found: list[Event] = []
    others = 0
    for event in newest(account, stack_id):
        is_ours = event.token == token
        if not is_ours and found and found[-1].token == token:
            return found[::-1]
        others += event.ends_operation and not is_ours
        if others > 1:
            return []
        found.append(event)
    return found[::-1] if found and found[-1].token == token else []


def followed(account: Account, stack_id: str, token: str, progress: Progress) -> list[Event]:
    """All of one operation's, when it is over; none of a stack that was gone before."""
    told: set[str] = set()

    def over() -> list[Event] | None:
        found = _since(account, stack_id, token)
        if not found and _is_gone(account, stack_id):
            return []
        for event in found:
            if event.id not in told:
                told.add(event.id)
                progress(f"{event.status} {event.kind} {event.logical_id}")
        end = next((at for at, event in enumerate(found, 1) if event.ends_operation), None)
        return found[:end] if end else None

    ended = waiting.until(over, within=PATIENCE)
    if ended is None:
        raise Unsettled(
            account.where,
            f"CloudFormation is not through after {PATIENCE / 3600:.0f} hours.",
            "It goes on by itself; run the same command again to see to the end of it.",
        )
    return ended


def _is_gone(account: Account, stack_id: str) -> bool:
    found = stacks.find(account, stack_id)
    return found is None or found.status == states.GONE


def first_failure(found: list[Event]) -> Event | None:
    """What went wrong before anything was rolled back."""
    return next((event for event in found if event.is_failure), None)
