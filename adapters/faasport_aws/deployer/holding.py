"""Who is at work on the stack: at most one operation at a time, says CloudFormation, and its events
carry the token of who began it."""

from __future__ import annotations

from faasport.deployer import holder, waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Busy, Unsettled
from faasport_aws.deployer import events, reserved, stack as stacks
from faasport_aws.deployer.events import Event
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack


def settled(site: Site, progress: Progress) -> Stack | None:
    """The stack when nothing is going on there. What a killed run of this machine has begun is
    waited for, and with `--wait` what anybody has; else Busy."""
    while True:
        found = stacks.find(site.account, site.stack)
        if found is None:
            return None
        if found.standing == "moving":
            _wait_for(site, found, progress)
        elif not reserved.waited_for(site, found, progress):
            return found


def _wait_for(site: Site, found: Stack, progress: Progress) -> None:
    begun = _begun(site, found)
    who = holder.read(begun.token) if begun else None
    if not site.wait and not (who and who.is_gone):
        raise Busy(site.where, told(found, begun), "Wait for it, or have us wait with --wait.")
    progress(f"Waiting for CloudFormation: {told(found, begun)}")

    def over() -> bool | None:
        # By its id: a stack that is deleted is still told of, and a new one of the name is another.
        now = stacks.find(site.account, found.id)
        return None if now is not None and now.standing == "moving" else True

    if waiting.until(over, within=events.PATIENCE) is None:
        raise Unsettled(site.where, f"it is still {found.status}.", "Run the same command again.")


def told(found: Stack, begun: Event | None) -> str:
    """Who is at work since when, for people."""
    if begun is None:
        return f"somebody is at work ({found.status})."
    who = holder.read(begun.token)
    name = who.told if who else "another tool than faasport"
    return f"{name} is at work ({found.status}) since {begun.at.isoformat(timespec='seconds')}."


def at_work(site: Site, found: Stack) -> str:
    """The same of a stack that somebody is at work on; "" where nobody is."""
    return told(found, _begun(site, found)) if found.standing == "moving" else ""


def _begun(site: Site, found: Stack) -> Event | None:
    """What the operation began with, that is going on."""
    begun = None
    for event in events.newest(site.account, found.id):
        if begun is not None and event.token != begun.token:
            break
        begun = event
    return begun
