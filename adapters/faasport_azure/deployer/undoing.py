"""The way back after a fault: what was declared before is deployed again, and what is new goes."""

from __future__ import annotations

from faasport.deployer import faults
from faasport.deployer.faults import Fault
from faasport_azure.deployer import record, removal, removing, resource
from faasport_azure.deployer.planning import AzurePlan
from faasport_azure.deployer.record import Content
from faasport_azure.deployer.steps import Steps

_STAYS = (
    "Template and code are the new ones, which stay: One Deploy keeps no code to go back to. The "
    "next deployment goes on from there."
)
_BLIND = (
    "What is new is gone again. What was there already may be changed: nothing tells how it was "
    "declared."
)


def undone(
    steps: Steps,
    plan: AzurePlan,
    before: Content,
    done: Content,
    fault: Fault,
    *,
    made_group: bool,
) -> Fault:
    """The fault, with what has become of what was there. Code cannot be taken back, so that where
    it was published the configuration that it is for stays as well."""
    if not steps.lock.is_held and (isinstance(fault, faults.Busy) or not made_group):
        return fault
    problem = fault.problems[0]
    kind = faults.Unsettled if isinstance(fault, faults.Failed) else type(fault)
    try:
        if made_group:
            left = _without_group(steps)
        elif steps.published:
            steps.lock.release(done)
            return kind(problem.where, f"{problem.message} {_STAYS}", problem.fix)
        elif steps.begun:
            _go_back(steps, plan, before)
            if _is_blind(plan, before):
                return kind(problem.where, f"{problem.message} {_BLIND}", problem.fix)
            left = "All is as it was before."
        else:
            left = "Nothing was changed."
            steps.lock.release()
    except Fault as second:
        steps.lock.give_up()
        return kind(
            problem.where,
            f"{problem.message} Nor could it be undone: {second.problems[0].message}",
            f"{problem.fix} The next deployment goes on from there.",
        )
    return type(fault)(problem.where, f"{problem.message} {left}", problem.fix)


def _without_group(steps: Steps) -> str:
    """Whoever has found the group since may have put something into it."""
    arm = steps.arm
    found = record.read(arm)
    if found is not None and steps.lock.at_work(found):
        return "The resource group stays: somebody else deploys to it by now."
    mine = removal.plan(arm, Content(), with_data=True)
    if mine.whole:
        removing.group(arm, steps.said)
        return "All is as it was: the resource group is gone again."
    removing.removed(arm, mine.gone, steps.said)
    for part in removal.PARTS:
        removing.forget(arm, arm.place.deployment(part), steps.said)
    return "What was made is gone again; the resource group stays: others use it by now."


def _is_blind(plan: AzurePlan, before: Content) -> bool:
    """Whether something was there of which nobody knows how it was declared."""
    updates = [each for each in plan.changes if each.action == "update" and each.kind != "code"]
    return bool(plan.template and before.template is None and updates)


def _go_back(steps: Steps, plan: AzurePlan, before: Content) -> None:
    steps.progress("Going back to what was there")
    known = resource.same(before.subscriptions)
    tried = steps.tried() if steps.subscribed else []
    new = [*plan.new, *(each for each in tried if each.lower() not in known)]
    if plan.template and before.template is not None:
        steps.template(before.template, before.parameters, "Going back")
    if tried and before.events is not None:
        steps.events(before.events, before.parameters)
    removing.removed(steps.arm, new, steps.progress)
    steps.lock.release()
