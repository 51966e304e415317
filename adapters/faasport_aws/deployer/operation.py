"""Operations on a stack, each begun with our token and followed to its end."""

from __future__ import annotations

from typing import Any

from faasport.deployer import holder
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Busy
from faasport_aws.deployer import events, failure, states
from faasport_aws.deployer.change_set import ChangeSet
from faasport_aws.deployer.events import Event
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack

_OVERTAKEN = frozenset(
    {"ChangeSetNotFound", "InvalidChangeSetStatus", "InvalidChangeSetStatusException"}
)


def imported(site: Site, change_set: ChangeSet, progress: Progress) -> None:
    """What was there is the stack's after this, as it was."""
    name = change_set.name
    found = _begun(site, "execute_change_set", change_set.stack_id, progress, ChangeSetName=name)
    if found[-1].status not in states.DONE:
        raise failure.fault(site.where, found)


def carried_out(site: Site, change_set: ChangeSet, progress: Progress) -> list[Event]:
    """The events of it. What a failed one has newly made is deleted, data or not."""
    return _begun(
        site,
        "execute_change_set",
        change_set.stack_id,
        progress,
        ChangeSetName=change_set.name,
        RetainExceptOnCreate=True,
    )


def deleted(site: Site, stack: Stack, progress: Progress) -> None:
    """The stack is gone after this; what it retains is not."""
    found = _begun(site, "delete_stack", stack.id, progress, **_role(site))
    if found and found[-1].status not in states.DONE:
        raise failure.fault(site.where, found)


def rolled_back(site: Site, stack: Stack, progress: Progress) -> None:
    """A rollback that failed is finished.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
    """
    found = _begun(site, "continue_update_rollback", stack.id, progress, **_role(site))
    if found[-1].status != "UPDATE_ROLLBACK_COMPLETE":
        raise failure.fault(site.where, found)


def _role(site: Site) -> dict[str, str]:
    role = site.chosen.deploy.role
    return {"RoleARN": role} if role else {}


def _begun(
    site: Site, method: str, stack_id: str, progress: Progress, **arguments: Any
) -> list[Event]:
    token = str(holder.here())
    try:
        site.account.ask(
            "cloudformation",
            method,
            StackName=stack_id,
            ClientRequestToken=token,
            **arguments,
        )
    except Refused as refused:
        # The answer to a first request may be lost, and this be the answer to its repetition.
        if not events.of(site.account, stack_id, token):
            if refused.code in _OVERTAKEN or "_IN_PROGRESS" in refused.message:
                raise Busy(
                    site.where,
                    "somebody else has deployed in the meantime.",
                    "Run the same command again, to see what there is to change now.",
                ) from refused
            raise
    return events.followed(site.account, stack_id, token, progress)
