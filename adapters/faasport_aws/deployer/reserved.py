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
from faasport_aws.deployer.refused import Refused
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
        if who is None or found["Status"] == "FAILED":
            continue
        until = found["CreationTime"] + LEASE
        if who.is_gone:
            _drop(site, stack, found["ChangeSetName"])
        elif until > datetime.now(timezone.utc):
            ends = until.isoformat(timespec="seconds")
            return f"{who.told} is about to deploy since {_at(found)}; not waited for after {ends}."
    return None


def _at(found: Mapping[str, Any]) -> str:
    at: datetime = found["CreationTime"]
    return at.isoformat(timespec="seconds")


def _listed(site: Site, stack: Stack) -> Iterator[Mapping[str, Any]]:
    pages = site.account.pages("cloudformation", "list_change_sets", StackName=stack.id)
    for page in pages:
        yield from page["Summaries"]


def _drop(site: Site, stack: Stack, name: str) -> None:
    try:
        site.account.ask(
            "cloudformation", "delete_change_set", ChangeSetName=name, StackName=stack.id
        )
    except Refused as refused:
        if not refused.is_absent:
            raise
