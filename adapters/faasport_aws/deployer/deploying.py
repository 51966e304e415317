"""A deployment of everything: what it would do, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer.change import Change, Plan
from faasport.deployer.deployed import Deployed
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Failed
from faasport.packager.output import Output
from faasport_aws.deployer import (
    bucket as buckets,
    change_set as change_sets,
    failure,
    holding,
    operation,
    repair,
    reserved,
    stack as stacks,
    states,
    taking_up,
    template as templates,
    upload as uploads,
)
from faasport_aws.deployer.change_set import ChangeSet
from faasport_aws.deployer.data import HOLDING
from faasport_aws.deployer.leftover import leftovers_if_told
from faasport_aws.deployer.repair import Drift
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.stack import Stack
from faasport_aws.deployer.taking_up import Taken
from faasport_aws.deployer.template import Template

KEPT = {
    True: "kept when it was removed last; taken up again",
    False: "kept when it was removed last; no longer used",
}
_STACK = "AWS::CloudFormation::Stack"
_ANEW = "its first deployment failed, and nothing of it serves: deleted, and made anew"
_FINISH = "a rollback that failed is finished first; what changes then is not known before"


@dataclass(frozen=True, kw_only=True)
class Deployment(Plan):
    """`change_set` is of a stack that is whole; any other is made from the template alone."""

    template: Template
    stack: Stack | None
    change_set: ChangeSet | None = None
    drifts: tuple[Drift, ...] = ()
    taken: tuple[Taken, ...] = ()
    """What outlived an earlier stack, and has a name that this one gives."""


def plan(site: Site, output: Output, progress: Progress) -> Deployment:
    site.refuse_other_tools()
    template = templates.read(site, output)
    site.chosen.refuse_unknown(template.parameters)
    place = site.account.place
    stack = holding.settled(site, progress)
    if stack is not None:
        stacks.refuse_foreign(stack, site)
    if stack is None or stack.standing in ("empty", "dead"):
        return _first(site, template, stack, place)
    if stack.standing == "stuck":
        finish = Change("update", _STACK, stack.name, f"{_FINISH} ({stack.status})")
        return Deployment(
            target="aws", place=place, changes=(finish,), template=template, stack=stack
        )
    return _update(site, template, stack, place, progress)


def _first(site: Site, template: Template, stack: Stack | None, place: str) -> Deployment:
    """Nothing is left with CloudFormation for a question that the template answers."""
    change_sets.parameters(site, template, None)
    kept = leftovers_if_told(site)
    taken = taking_up.taken(template.packaged["Resources"], kept)
    again = {each.logical_id: each.leftover for each in taken}
    made = tuple(
        Change("add", each["Type"], _name(key, each))
        for key, each in template.packaged["Resources"].items()
        if key not in again
    )
    dead = stack is not None and stack.standing == "dead"
    return Deployment(
        target="aws",
        place=place,
        changes=(
            *((Change("replace", _STACK, site.stack, _ANEW),) if dead else ()),
            *made,
            *(Change("keep", each.kind, each.name, KEPT[each in again.values()]) for each in kept),
        ),
        template=template,
        stack=stack,
        taken=taken,
    )


def _name(key: str, resource: Mapping[str, Any]) -> str:
    properties = resource.get("Properties") or {}
    names = (properties.get(each) for each in ("FunctionName", "QueueName", "TopicName", "Name"))
    return next((name for name in names if isinstance(name, str)), key)


def _update(
    site: Site, template: Template, stack: Stack, place: str, progress: Progress
) -> Deployment:
    deployed = stacks.original(site.account, stack)
    drifts = tuple(repair.drifts(repair.deployed(site, deployed)))
    change_set = None
    if not _is_deployed(site, template, stack, deployed):
        bucket = buckets.named(site, deployed)
        change_set = change_sets.made(site, template, template.body(bucket), stack, progress)
    changes = [*(change_set.changes if change_set else ()), *(each.change for each in drifts)]
    return Deployment(
        target="aws",
        place=place,
        changes=tuple(changes),
        template=template,
        stack=stack,
        change_set=change_set,
        drifts=drifts,
    )


def _is_deployed(site: Site, template: Template, stack: Stack, deployed: Mapping[str, Any]) -> bool:
    """Whether the very template is deployed, by all that it is deployed with."""
    bucket = buckets.named(site, deployed)
    return (
        deployed == template.body(bucket)
        and stacks.is_ours(stack, site)
        and not any(key in template.parameters for key in site.chosen.parameters)
        and stack.status != "UPDATE_FAILED"
    )


def apply(site: Site, plan: Deployment, progress: Progress) -> Deployed:
    if plan.is_empty:
        return _told(site, plan)
    bucket = buckets.ready(site, progress)
    for each in plan.template.uploads.values():
        uploads.put(site, bucket, each, progress)
    stack, body = plan.stack, plan.template.body(bucket)
    if stack is None or stack.standing in ("empty", "dead"):
        _create(site, plan, body, progress)
    elif stack.standing == "stuck":
        return _finish(site, plan, progress)
    else:
        _change(site, plan, body, progress)
    return _told(site, plan)


def _create(site: Site, plan: Deployment, body: Mapping[str, Any], progress: Progress) -> None:
    stack = plan.stack
    if stack is not None and stack.standing == "dead":
        progress(f"Deleting what failed: {stack.status}")
        operation.deleted(site, stack, progress)
        stack = None
    try:
        if plan.taken:
            stack = _taken_up(site, plan, body, progress)
        change_set = change_sets.made(site, plan.template, body, stack, progress)
    except Failed:
        _delete_if_empty(site, progress)
        raise
    if change_set is None:
        raise Failed(site.where, "CloudFormation sees nothing to make.", "Run the same again.")
    found = operation.carried_out(site, change_set, progress)
    if found[-1].status in states.DONE:
        return
    fault = failure.fault(site.where, found)
    if found[-1].status == "ROLLBACK_COMPLETE":
        # It cannot be updated, and nothing is in it.
        made = stacks.find(site.account, change_set.stack_id)
        if made is not None:
            operation.deleted(site, made, progress)
    raise fault


def _taken_up(
    site: Site, plan: Deployment, body: Mapping[str, Any], progress: Progress
) -> Stack | None:
    """A stack of what was kept, and nothing else."""
    resources = [each.identified(site) for each in plan.taken]
    change_set = change_sets.of_import(site, taking_up.body(body, plan.taken), resources, progress)
    if change_set:
        operation.imported(site, change_set, progress)
    return stacks.find(site.account, site.stack)


def _delete_if_empty(site: Site, progress: Progress) -> None:
    left = stacks.find(site.account, site.stack)
    if left is not None and left.standing == "empty" and reserved.by_others(site, left) is None:
        operation.deleted(site, left, progress)


def _change(site: Site, plan: Deployment, body: Mapping[str, Any], progress: Progress) -> None:
    for each in plan.drifts:
        repair.take_back(site, each, progress)
    if plan.change_set:
        found = operation.carried_out(site, plan.change_set, progress)
        if found[-1].status not in states.DONE:
            raise failure.fault(site.where, found)
    for each in plan.drifts:
        resource = body["Resources"].get(each.logical_id)
        if resource:
            repair.repair(site, each, resource, progress)


def _finish(site: Site, plan: Deployment, progress: Progress) -> Deployed:
    """What changes is known when the rollback is through; data is not lost unasked."""
    if plan.stack:
        progress("Finishing the rollback that failed")
        operation.rolled_back(site, plan.stack, progress)
    stack = stacks.deployed(site)
    again = _update(site, plan.template, stack, plan.place, progress)
    lost = [change.name for change in again.changes if change.loses_data]
    if lost:
        abandon(site, again)
        raise Failed(
            site.where,
            f"The rollback is finished; the deployment would lose {', '.join(lost)}.",
            "Run the same command again, to see what changes.",
        )
    return apply(site, again, progress)


def _told(site: Site, plan: Deployment) -> Deployed:
    stack = plan.stack if plan.stack and plan.is_empty else stacks.deployed(site)
    kept = [
        f"{each.kind} {each.name} is kept, and no longer of the stack."
        for each in plan.changes
        if each.action == "keep" and each.kind in HOLDING
    ]
    return Deployed(stack.endpoints, tuple(kept))


def abandon(site: Site, plan: Deployment) -> None:
    """The change set alone: a stack that is whole is not touched by one."""
    if plan.change_set:
        change_sets.drop(site, plan.change_set)
