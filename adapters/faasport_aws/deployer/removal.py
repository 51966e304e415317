"""Everything of one project at one stage goes; data stays where nobody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faasport.deployer.change import Action, Change, Plan
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Failed
from faasport_aws.deployer import bucket as buckets, data, holding, operation, stack as stacks
from faasport_aws.deployer.data import KINDS
from faasport_aws.deployer.leftover import Leftover, leftovers
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Resource, Stack

_OBJECTS = "faasport::uploads"
_LOGS = "AWS::Logs::LogGroup"
_FUNCTION = "AWS::Lambda::Function"


@dataclass(frozen=True, kw_only=True)
class Removal(Plan):
    """`data` is what is deleted when the stack is gone, `logs` what Lambda may have made itself."""

    stack: Stack | None
    data: tuple[Leftover, ...]
    bucket: str | None
    logs: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    """Buckets that the stack does not keep."""


def plan(site: Site, progress: Progress, *, with_data: bool) -> Removal:
    place = site.account.place
    stack = holding.settled(site, progress)
    if stack is not None and (not stacks.is_ours(stack, site)):
        stack = None
    progress("Looking for what is there")
    resources = stacks.resources(site.account, stack) if stack else ()
    held = _held(site, resources)
    # What is empty holds nobody's data, and goes without being asked for.
    empty = set() if with_data else {each for each in held if _is_empty(site, each)}
    found = {each: with_data or each in empty for each in held}
    uploaded = buckets.with_uploads(site)
    kept = _kept(site, stack, resources, found)
    return Removal(
        target="aws",
        place=place,
        changes=(
            *_changes(resources),
            *(
                _change(each, removed=removed, empty=each in empty)
                for each, removed in kept.items()
            ),
            *([Change("remove", _OBJECTS, f"s3://{uploaded}/{site.prefix}")] if uploaded else []),
        ),
        stack=stack,
        data=tuple(each for each, removed in kept.items() if removed),
        bucket=uploaded,
        logs=tuple(_own_logs(resources)),
        emptied=tuple(
            each.name
            for each, removed in kept.items()
            if removed and each.kind == "AWS::S3::Bucket"
        )
        if with_data
        else (),
    )


def _held(site: Site, resources: tuple[Resource, ...]) -> list[Leftover]:
    """What holds data: the stack's, and what earlier stacks have left."""
    ours = [
        Leftover(each.kind, KINDS[each.kind].id_of(each.id))
        for each in resources
        if each.kind in KINDS and each.id
    ]
    return list(dict.fromkeys([*ours, *leftovers(site)]))


def _is_empty(site: Site, held: Leftover) -> bool:
    return data.is_empty(site.account, held.kind, held.name)


def _kept(
    site: Site,
    stack: Stack | None,
    resources: tuple[Resource, ...],
    found: dict[Leftover, bool],
) -> dict[Leftover, bool]:
    """The same with what CloudFormation deletes whatever we say: what its user has so declared."""
    if stack is None:
        return found
    deployed = stacks.original(site.account, stack).get("Resources", {})
    going = {
        Leftover(each.kind, KINDS[each.kind].id_of(each.id))
        for each in resources
        if each.kind in KINDS
        and not deployed.get(each.logical_id, {}).get("DeletionPolicy", "").startswith("Retain")
    }
    return {each: removed or each in going for each, removed in found.items()}


def _changes(resources: tuple[Resource, ...]) -> Iterator[Change]:
    for each in resources:
        if each.kind not in KINDS:
            yield Change("remove", each.kind, each.id or each.logical_id)


def _change(held: Leftover, *, removed: bool, empty: bool) -> Change:
    action: Action = "remove" if removed else "keep"
    return Change(action, held.kind, held.name, "empty" if empty else "", holds_data=not empty)


def _own_logs(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Of functions that have no log group of the stack's, but one that Lambda made."""
    groups = {each.id for each in resources if each.kind == _LOGS}
    for each in resources:
        if each.kind == _FUNCTION and f"/aws/lambda/{each.id}" not in groups:
            yield f"/aws/lambda/{each.id}"


def remove(site: Site, plan: Removal, progress: Progress) -> None:
    if plan.stack:
        for name in plan.emptied:
            _emptied(site, name)
        progress(f"Deleting the stack {plan.stack.name}")
        _deleted(site, plan.stack, progress)
    for each in plan.data:
        progress(f"Deleting {each.kind} {each.name}")
        data.delete(site.account, each.kind, each.name)
    for name in plan.logs:
        _forgotten(site, name)
    if plan.bucket:
        progress("Deleting what was uploaded")
        data.empty(site.account, plan.bucket, site.prefix)


def _emptied(site: Site, name: str) -> None:
    try:
        data.empty(site.account, name, "")
    except Refused as refused:
        if not refused.is_absent:
            raise


def _deleted(site: Site, stack: Stack, progress: Progress) -> None:
    try:
        operation.deleted(site, stack, progress)
    except Refused as refused:
        if "TerminationProtection" not in refused.message:
            raise
        raise Failed(
            site.where,
            f"the stack {stack.name} is protected from being deleted. Nothing was changed.",
            f"Run `aws cloudformation update-termination-protection --stack-name {stack.name} "
            "--no-enable-termination-protection` first.",
        ) from refused


def _forgotten(site: Site, group: str) -> None:
    try:
        site.account.ask("logs", "delete_log_group", logGroupName=group)
    except Refused as refused:
        if not refused.is_absent:
            raise
