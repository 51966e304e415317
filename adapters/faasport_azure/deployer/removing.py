"""Taking away what is ours."""

from __future__ import annotations

from collections.abc import Sequence

from faasport.deployer import faults, waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Fault
from faasport_azure.deployer import api_versions, group as groups, record, resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.lock import Lock
from faasport_azure.deployer.record import Content
from faasport_azure.deployer.removal import PARTS, Removal
from faasport_azure.packager.arm.elsewhere import API

_CONFIG = "Microsoft.Web/sites/config"
_LONGEST = 1800.0
_PATIENCE = 300.0
"""Seconds: so long what is gone already may hold on to the rest."""


def remove(arm: Arm, lock: Lock, removal: Removal, progress: Progress) -> None:
    """Carry it out: what is left of it after a run that was cut off goes with the next."""
    if removal.is_empty:
        _unlocked(arm, lock, removal)
        return
    content = lock.take()

    def step(said: str) -> None:
        progress(said)
        lock.renew()

    try:
        is_whole = removal.whole and _has_nothing_else(arm, removal)
        removed(arm, [each for each in removal.gone if not (is_whole and _is_in(each, arm))], step)
        if is_whole:
            group(arm, progress)
            return
    except Fault:
        lock.give_up()
        raise
    for part in PARTS[:-1]:
        forget(arm, arm.place.deployment(part), step)
    if removal.kept:
        lock.release(Content(resources=tuple(sorted(removal.kept)), at=content.at))
    else:
        forget(arm, arm.place.deployment(record.PART), step)


def _unlocked(arm: Arm, lock: Lock, removal: Removal) -> None:
    """Without the hold of a run that was cut off when it had removed all."""
    found = record.read(arm)
    if found is not None and found.state == record.WORKING:
        lock.take()
        lock.release(Content(resources=tuple(sorted(removal.kept))))


def _has_nothing_else(arm: Arm, removal: Removal) -> bool:
    """Whether nobody has put anything into the group since it was shown what goes."""
    ours = resource.same(removal.gone)
    listed = arm.every(f"{arm.place.path}/resources", API)
    return all(each["id"].lower() in ours for each in listed)


def _is_in(id_: str, arm: Arm) -> bool:
    return id_.lower().startswith(f"{arm.place.path.lower()}/")


def removed(arm: Arm, ids: Sequence[str], progress: Progress) -> None:
    """Delete them, in order. What others still hold on to is tried again after the rest."""
    left = resource.in_order(each for each in ids if not resource.is_below(each, ids))
    end = waiting.clock() + _PATIENCE
    for pause in waiting.pauses():
        refused: dict[str, Fault] = {}
        for each in left:
            progress(f"Deleting {resource.kind(each)} {resource.name(each)}")
            try:
                _delete(arm, each, progress)
            except (faults.Failed, faults.Busy) as fault:
                refused[each] = fault
        left = list(refused)
        if not left:
            return
        if waiting.clock() + pause > end:
            raise refused[left[0]]
        waiting.sleep(pause)


def group(arm: Arm, progress: Progress) -> None:
    progress(f"Deleting the resource group {arm.place.group}")
    if arm.delete(arm.place.path, API):
        groups.gone(arm, progress)


def _delete(arm: Arm, id_: str, progress: Progress) -> None:
    api = api_versions.of(arm, id_)
    if resource.kind(id_) == _CONFIG:
        if id_.endswith("/authsettingsV2"):  # it cannot be deleted, only switched off
            arm.put(id_, api, {"properties": {"platform": {"enabled": False}}})
        return
    if arm.delete(id_, api):
        _await(arm, id_, api, progress)


def _await(arm: Arm, id_: str, api: str, progress: Progress) -> None:
    def gone() -> bool | None:
        if arm.get(id_, api) is None:
            return True
        progress(f"Waiting until {resource.name(id_)} is gone")
        return None

    if waiting.until(gone, within=_LONGEST) is None:
        raise faults.Unsettled(
            f"{arm.place.where}: {resource.name(id_)}",
            "it is still there half an hour after it was deleted.",
            "See its activity log in the portal; then give the same command again.",
        )


def forget(arm: Arm, path: str, progress: Progress) -> None:
    """Take a deployment out of the group's history."""
    if arm.delete(path, API):
        _await(arm, path, API, progress)
