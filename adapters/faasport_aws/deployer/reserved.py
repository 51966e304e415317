"""Change sets that are not carried out yet: whoever has made one is about to deploy.

CloudFormation has no lock for that. It drops all other change sets with the one that is carried out
first, so nobody overwrites what he has not seen; this is to tell the second one early.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from faasport.deployer import holder, waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Busy
from faasport_aws.deployer import change_set as change_sets
from faasport_aws.deployer.change_set import ChangeSet
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack

LEASE = timedelta(minutes=10)
"""After this nobody is waited for: he may sit before a question, or his machine may be dead."""


def waited_for(site: Site, stack: Stack, progress: Progress) -> bool:
    """Busy while another run is about to deploy; with `--wait`, True when it no more is, or its
    time is up. What runs of this machine have left that are no more is cleared away."""

    def free() -> bool | None:
        return None if (by_others(site, stack) is not None) else True

    other = by_others(site, stack)
    if other is None:
        return False
    if not site.wait:
        raise Busy(site.where, other, "Wait for it, or have us wait with --wait.")
    progress(f"Waiting: {other}")
    if waiting.until(free, within=LEASE.total_seconds()) is None:
        raise Busy(site.where, other, "Run the same command again.")
    return True


def by_others(site: Site, stack: Stack) -> str | None:
    for found in _listed(site, stack):
        who = holder.read(found["ChangeSetName"])
        if who is None or not _may_be_carried_out(found):
            continue
        until = found["CreationTime"] + LEASE
        if who.is_gone:
            change_sets.drop(site, ChangeSet(found["ChangeSetName"], stack.id, ()))
        elif until > datetime.now(timezone.utc):
            ends = until.isoformat(timespec="seconds")
            return f"{who.told} is about to deploy since {_at(found)}; not waited for after {ends}."
    return None


def _may_be_carried_out(found: Mapping[str, Any]) -> bool:
    """Those that were, or no longer can be, may still be listed for a while.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ChangeSetSummary.html
    """
    status, execution = found["Status"], found.get("ExecutionStatus", "AVAILABLE")
    going = status == "FAILED" or status.startswith("DELETE_")
    return not going and execution in ("AVAILABLE", "UNAVAILABLE")


def _at(found: Mapping[str, Any]) -> str:
    at: datetime = found["CreationTime"]
    return at.isoformat(timespec="seconds")


def _listed(site: Site, stack: Stack) -> Iterator[Mapping[str, Any]]:
    pages = site.account.pages("cloudformation", "list_change_sets", StackName=stack.id)
    for page in pages:
        yield from page["Summaries"]
