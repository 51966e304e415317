"""Everything of one project at one stage goes; data stays where nobody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from faasport.deployer.change import Action, Change, Plan
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Failed
from faasport_aws.deployer import (
    bucket as buckets,
    data,
    holding,
    operation,
    stack as stacks,
    upload as uploads,
)
from faasport_aws.deployer.data import KINDS
from faasport_aws.deployer.leftover import Leftover, leftovers
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Resource, Stack

_OBJECTS = "faasport::uploads"
_LOGS = "AWS::Logs::LogGroup"
_FUNCTION = "AWS::Lambda::Function"
_VERSION = "AWS::Lambda::Version"


@dataclass(frozen=True, kw_only=True)
class Removal(Plan):
    """`data` is what is deleted when the stack is gone, `logs` what Lambda may have made itself."""

    stack: Stack | None
    data: tuple[Leftover, ...]
    bucket: str | None
    logs: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    """Buckets that CloudFormation deletes, which it cannot before they are empty."""
    with_data: bool = False


@dataclass(frozen=True)
class _Held:
    """Something that holds data. `goes`: CloudFormation deletes it with its stack, whatever we say,
    since its user has so declared. `lies_empty` is not looked for where all is to go."""

    leftover: Leftover
    goes: bool = False
    lies_empty: bool = False


def plan(site: Site, progress: Progress, *, with_data: bool) -> Removal:
    place = site.account.place
    stack = holding.settled(site, progress)
    if stack is not None and not stacks.is_ours(stack, site):
        stack = None
    _refuse_protected(site, stack)
    progress("Looking for what is there")
    resources = stacks.resources(site.account, stack) if stack else ()
    # One that nobody has carried out has no template.
    is_made = stack is not None and stack.standing != "empty"
    policies = stacks.policies(site.account, stack) if stack and is_made else {}
    held = _held(site, resources, policies, with_data=with_data)
    ours = tuple(each.leftover for each in held if with_data or each.lies_empty)
    uploaded = buckets.with_uploads(site)
    return Removal(
        target="aws",
        place=place,
        changes=(
            *_changes(resources, policies),
            *(_change(each, removed=each.goes or each.leftover in ours) for each in held),
            *([Change("remove", _OBJECTS, f"s3://{uploaded}/{site.prefix}")] if uploaded else []),
        ),
        stack=stack,
        data=ours,
        bucket=uploaded,
        logs=tuple(_own_logs(resources)),
        emptied=tuple(
            each.leftover.name
            for each in held
            if with_data and each.goes and each.leftover.kind == "AWS::S3::Bucket"
        ),
        with_data=with_data,
    )


def _refuse_protected(site: Site, stack: Stack | None) -> None:
    """Before anything is emptied."""
    if stack is None or not stack.is_protected:
        return
    raise Failed(
        site.where,
        f"the stack {stack.name} is protected from being deleted. Nothing was changed.",
        f"Run `aws cloudformation update-termination-protection --stack-name {stack.name} "
        "--no-enable-termination-protection` first.",
    )


def _held(
    site: Site, resources: tuple[Resource, ...], policies: Mapping[str, str], *, with_data: bool
) -> list[_Held]:
    """What holds data: the stack's, and what earlier stacks have left."""
    ours = {
        Leftover(each.kind, KINDS[each.kind].id_of(each.id)): not _is_retained(each, policies)
        for each in resources
        if each.kind in KINDS and each.id
    }
    every = dict.fromkeys([*ours, *leftovers(site)])
    return [
        _Held(each, ours.get(each, False), not with_data and _is_empty(site, each))
        for each in every
    ]


def _is_empty(site: Site, held: Leftover) -> bool:
    return data.is_empty(site.account, held.kind, held.name)


def _is_retained(resource: Resource, policies: Mapping[str, str]) -> bool:
    """Of a template that nobody can read for us, nothing is taken to be kept. A version goes with
    its function, whatever is said of it."""
    return resource.kind != _VERSION and policies.get(resource.logical_id, "").startswith("Retain")


def _changes(resources: tuple[Resource, ...], policies: Mapping[str, str]) -> Iterator[Change]:
    for each in resources:
        if each.kind in KINDS:
            continue
        action: Action = "keep" if _is_retained(each, policies) else "remove"
        holds_data = each.kind in data.HOLDING
        yield Change(action, each.kind, each.id or each.logical_id, holds_data=holds_data)


def _change(held: _Held, *, removed: bool) -> Change:
    action: Action = "remove" if removed else "keep"
    empty = held.lies_empty
    told = "empty" if empty else ""
    return Change(action, held.leftover.kind, held.leftover.name, told, holds_data=not empty)


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
        operation.deleted(site, plan.stack, progress)
    for each in plan.data:
        # Others may have put something into it while the stack was being deleted.
        if not plan.with_data and not _is_empty(site, each):
            progress(f"Keeping {each.kind} {each.name}, which is no longer empty")
            continue
        progress(f"Deleting {each.kind} {each.name}")
        data.delete(site.account, each.kind, each.name)
    for name in plan.logs:
        _forgotten(site, name)
    if plan.bucket:
        progress("Deleting what was uploaded")
        data.empty(site.account, plan.bucket, site.prefix, partial(uploads.is_ours, site))


def _emptied(site: Site, name: str) -> None:
    try:
        data.empty(site.account, name)
    except Refused as refused:
        if not refused.is_absent:
            raise


def _forgotten(site: Site, group: str) -> None:
    try:
        site.account.ask("logs", "delete_log_group", logGroupName=group)
    except Refused as refused:
        if not refused.is_absent:
            raise
