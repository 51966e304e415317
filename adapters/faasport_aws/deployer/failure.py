"""Why an operation of CloudFormation's failed, and what is there now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from faasport.deployer import faults
from faasport.deployer.faults import Fault
from faasport_aws.deployer import events
from faasport_aws.deployer.events import Event
from faasport_aws.deployer.explained import FIXES

# What a resource's handler says of its failure, at the end of the reason.
# https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
_CODE = re.compile(r"HandlerErrorCode: (\w+)")
HANDLERS: Mapping[str, type[Fault]] = {
    "AlreadyExists": faults.NameTaken,
    "AccessDenied": faults.Denied,
    "InvalidCredentials": faults.NoCredentials,
    "ServiceLimitExceeded": faults.OverQuota,
    "Throttling": faults.Throttled,
    "NetworkFailure": faults.Unreachable,
    "ServiceInternalError": faults.Unreachable,
}
# Older handlers have words alone.
WORDS: Mapping[str, type[Fault]] = {
    "not authorized to perform": faults.Denied,
    "AccessDenied": faults.Denied,
    "already exists": faults.NameTaken,
    "LimitExceeded": faults.OverQuota,
    "Rate exceeded": faults.Throttled,
}
_ACTION = re.compile(r"not authorized to perform: ([\w-]+:\w+)")

# What the state that it ended in leaves.
LEFT: Mapping[str, str] = {
    "ROLLBACK_COMPLETE": "Everything that was made is deleted again.",
    "UPDATE_ROLLBACK_COMPLETE": "CloudFormation has rolled back: all is as it was before.",
    "IMPORT_ROLLBACK_COMPLETE": "Nothing was taken up, and nothing of it was changed.",
    "DELETE_COMPLETE": "Nothing is left of it.",
}


def fault(where: str, found: list[Event]) -> Fault:
    """What to raise of an operation that did not end well."""
    ended = found[-1].status
    first = events.first_failure(found)
    left = LEFT.get(ended)
    told = _told(first) if first else "CloudFormation does not say why."
    if left is None:
        return faults.Unsettled(
            where,
            f"{told} The stack is in the state {ended}.",
            "Correct that, and run the same command again: it goes on from there.",
        )
    kind = _kind(first.reason) if first else faults.Failed
    action = _ACTION.search(first.reason) if first else None
    fix = FIXES[kind].format(action=action[1] if action else "what it names")
    return kind(where, f"{told} {left}", fix)


def _told(event: Event) -> str:
    name = f" ({event.physical_id})" if event.physical_id else ""
    reason = event.reason.strip().rstrip(".") or event.status
    return f"{event.logical_id}, {event.kind}{name}: {reason}."


def _kind(reason: str) -> type[Fault]:
    found = _CODE.search(reason)
    if found and found[1] in HANDLERS:
        return HANDLERS[found[1]]
    return next((kind for words, kind in WORDS.items() if words in reason), faults.Failed)
