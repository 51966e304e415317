"""What there is to remove: all that is ours, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from faasport.deployer import faults
from faasport.deployer.change import Change, Plan
from faasport_azure.deployer import (
    companions,
    contents,
    deployments,
    group as groups,
    record,
    resource,
)
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.place import DATA
from faasport_azure.deployer.record import Content
from faasport_azure.packager.arm import elsewhere, site
from faasport_azure.packager.arm.elsewhere import API

GROUP = "Microsoft.Resources/resourceGroups"
PARTS = ("", "events", record.PART)
"""Of the deployments that are ours; the last one tells of the others."""
_STORAGE, _OWN = "Microsoft.Storage/storageAccounts", "st"


@dataclass(frozen=True, kw_only=True)
class Removal(Plan):
    """Ids, in the order in which they go."""

    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    whole: bool = False
    """Whether the resource group goes, with all that is in it."""


def plan(arm: Arm, content: Content, *, with_data: bool) -> Removal:
    """All that has our tags, and all that our deployments have made."""
    place = arm.place
    group = groups.found(arm)
    if group is None:
        return Removal(target="azure", place=place.told, changes=())
    listed = list(arm.every(f"{place.path}/resources", API))
    made = [*_ours(arm, listed, content)]
    ours = resource.same([*made, *companions.of((each["id"] for each in listed), made)])
    tagged = {each["id"].lower() for each in listed if DATA in (each.get("tags") or {})}
    tagged |= {each.lower() for each in ours.values() if contents.holds_more(arm, each, ours)}
    gone, kept = _parted(ours.values(), tagged=tagged, with_data=with_data)
    held = {*_accounts([*ours.values()], tagged), *filter(resource.holds_data, gone)}
    others = [each["id"] for each in listed if each["id"].lower() not in ours]
    whole = place.owns(group) and not kept and not others
    return Removal(
        target="azure",
        place=place.told,
        changes=(
            *(Change("remove", *_told(each), holds_data=each in held) for each in gone),
            *([Change("remove", GROUP, place.group)] if whole else _traces(arm, kept)),
            *(
                Change("keep", *_told(each), each, holds_data=True)
                for each in kept
                if not resource.is_below(each, kept)
            ),
        ),
        gone=tuple(gone),
        kept=tuple(kept),
        whole=whole,
    )


def _traces(arm: Arm, kept: Sequence[str]) -> Iterator[Change]:
    """What tells of deployments, where nothing is left that it would be needed for."""
    for part in PARTS if not kept else ():
        found = deployments.found(arm, arm.place.deployment(part))
        if found is not None and arm.place.owns(found):
            yield Change("remove", elsewhere.KIND, str(found["name"]))


def _ours(arm: Arm, listed: Iterable[dict[str, object]], content: Content) -> Iterator[str]:
    """Of the deployments' targets alone what still is there: they tell what was once made."""
    yield from (str(each["id"]) for each in listed if arm.place.owns(each))
    there = resource.same(str(each["id"]) for each in listed)
    made = [*content.resources, *content.subscriptions]
    for part in PARTS[:-1]:
        path = arm.place.deployment(part)
        found = deployments.found(arm, path)
        if found is not None and arm.place.owns(found):
            made += deployments.targets(arm, path)
    for each in resource.same(made).values():
        root = resource.root(each, arm.place.path)
        if root is None or root.lower() in there:
            yield each


def _parted(
    ours: Iterable[str], *, tagged: set[str], with_data: bool
) -> tuple[list[str], list[str]]:
    """What goes and what stays, in order; what goes with another is not named."""
    every = resource.in_order(ours)
    held = _accounts(every, tagged)
    plain = [each for each in every if each not in held and not resource.holds_data(each)]
    gone = every if with_data else plain
    kept = [each for each in every if each not in gone and not resource.is_below(each, gone)]
    return [each for each in gone if not resource.is_below(each, gone)], kept


def _accounts(every: Sequence[str], tagged: set[str]) -> set[str]:
    """What holds data though its kind does not say so. A storage account does, unless it is the
    app's own by its name and by what is known to be in it."""
    found = {each for each in every if each.lower() in tagged}
    for each in every:
        if resource.kind(each) == _STORAGE:
            parts = [one for one in every if resource.is_below(one, [each])]
            is_own = resource.name(each).startswith(_OWN) and not any(map(_is_users, parts))
            found |= set() if is_own else {each}
    return found


def _is_users(part: str) -> bool:
    return resource.holds_data(part) and not part.endswith(f"/containers/{site.CONTAINER}")


def _told(id_: str) -> tuple[str, str]:
    return resource.kind(id_), resource.name(id_)


def nothing(arm: Arm) -> faults.NotDeployed:
    project = arm.place.project
    return faults.NotDeployed(
        arm.place.where,
        f"there is nothing of {project.name} at the stage {project.stage}.",
        "If it is elsewhere, say where: --set resource_group=NAME, --set subscription=ID.",
    )
