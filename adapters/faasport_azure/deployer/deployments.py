"""ARM's deployments: begun, waited for, and read.

A deployment that is under way refuses another of its name, so a name is a lock as well.
https://learn.microsoft.com/rest/api/resources/deployments
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.deployer import faults, holder, waiting
from faasport.deployer.deployer import Progress
from faasport.packager.pipeline import silent
from faasport_azure.deployer import refusal
from faasport_azure.deployer.arm import Arm, refused
from faasport_azure.packager.arm.elsewhere import API, KIND

HOLDER = "faasport-holder"
_ENDED = frozenset({"Succeeded", "Failed", "Canceled"})
_LONGEST, _KNOWN = 3600.0, 60.0
"""Seconds. Cosmos DB alone takes a quarter of an hour."""
_LOOKS = 20
_UNKNOWN = "ResourceGroupNotFound"
# Of `reference` and `list...`, which may name anybody's:
# https://learn.microsoft.com/rest/api/resources/deployment-operations/list#provisioningoperation
_LOOKS_ONLY = frozenset({"Read", "Action"})


def found(arm: Arm, path: str) -> dict[str, Any] | None:
    """The last deployment of that name."""
    there: dict[str, Any] | None = arm.get(path, API)
    return there


def state(deployment: Mapping[str, Any] | None) -> str:
    properties = (deployment or {}).get("properties") or {}
    return str(properties.get("provisioningState") or "")


def is_active(deployment: Mapping[str, Any] | None) -> bool:
    return deployment is not None and state(deployment) not in _ENDED


def body(template: Any, parameters: Mapping[str, Any], tags: Mapping[str, str]) -> dict[str, Any]:
    """Incremental: what the template does not name stays. The service's own way back on an error
    is not used: it deploys the last one of the whole group in *complete* mode, which deletes
    whatever else is in the group.
    https://learn.microsoft.com/azure/azure-resource-manager/templates/rollback-on-error
    """
    given = {key: {"value": value} for key, value in parameters.items()}
    properties = {"mode": "Incremental", "template": template, "parameters": given}
    return {"tags": dict(tags), "properties": properties}


def begin(arm: Arm, path: str, sent: Mapping[str, Any], progress: Progress = silent) -> None:
    """Begin it, after one of a run that is gone. Raises Busy while somebody else's goes on."""
    answer = _sent(arm, path, sent)
    if answer.status_code == 409 and refused(answer).code == "DeploymentActive":
        there = found(arm, path)
        mine = sent["tags"].get(HOLDER)
        if ((there or {}).get("tags") or {}).get(HOLDER) == mine:
            return  # ours, whose answer was lost
        if not _is_left(there):
            raise busy(arm, there)
        ended(arm, path, progress, "Waiting for what a run that is gone has begun")
        answer = _sent(arm, path, sent)
    if answer.status_code >= 400:
        raise arm.refused(answer, path, "write")


def _sent(arm: Arm, path: str, sent: Mapping[str, Any]) -> Any:
    """The answer. A group that is new is not known everywhere at once."""
    url, end = arm.url(path, API), waiting.clock() + _KNOWN
    answer = arm.sent("PUT", url, json=sent)
    for pause in waiting.pauses():
        is_unknown = answer.status_code == 404 and refused(answer).code == _UNKNOWN
        if not is_unknown or waiting.clock() + pause > end:
            break
        waiting.sleep(pause)
        answer = arm.sent("PUT", url, json=sent)
    return answer


def _is_left(deployment: Mapping[str, Any] | None) -> bool:
    """Whether it is of a run that is no more, or has ended by now."""
    by = holder.read(str(((deployment or {}).get("tags") or {}).get(HOLDER) or ""))
    return not is_active(deployment) or (by is not None and by.is_gone)


def ended(arm: Arm, path: str, progress: Progress, what: str) -> dict[str, Any]:
    """The deployment when it is over, however it came out."""
    missed = 0

    def over() -> dict[str, Any] | None:
        nonlocal missed
        there = found(arm, path)
        missed += there is None
        if missed > _LOOKS:
            raise _missing(arm, path)
        progress(f"{what}: {state(there) or 'not known yet'}")
        return None if there is None or is_active(there) else there

    result = waiting.until(over, within=_LONGEST)
    if result is None:
        raise faults.Unsettled(
            f"{arm.place.where}: {path.rpartition('/')[2]}",
            f"{what} has not ended within an hour.",
            "See what it waits for in the portal (the group's deployments); then deploy again.",
        )
    return result


def _missing(arm: Arm, path: str) -> faults.Unsettled:
    return faults.Unsettled(
        f"{arm.place.where}: {path.rpartition('/')[2]}",
        "this deployment was begun, and is not there.",
        "See the activity log of the group, whether somebody deletes deployments; then deploy "
        "again.",
    )


def made(arm: Arm, path: str, done: Mapping[str, Any]) -> list[str]:
    """The ids of all that a deployment which has succeeded has made."""
    listed = done["properties"].get("outputResources") or ()
    found = [str(each["id"]) for each in listed]
    nests = any(f"/{KIND}/".lower() in each.lower() for each in found)
    return targets(arm, path) if nests or not found else found


def targets(arm: Arm, path: str) -> list[str]:
    """The ids of all that a deployment has made or tried to, those that it nests included."""
    return list(dict.fromkeys(_targets(arm, path)))


def _targets(arm: Arm, path: str) -> Iterator[str]:
    for operation in arm.every(f"{path}/operations", API):
        properties = operation["properties"]
        target = properties.get("targetResource") or {}
        kind, own = target.get("resourceType", ""), target.get("id", "")
        if not own or properties.get("provisioningOperation") in _LOOKS_ONLY:
            continue
        if kind.lower() == KIND.lower():
            yield from _targets(arm, own)
        yield own


def failure(arm: Arm, path: str, deployment: Mapping[str, Any]) -> tuple[str, refusal.Refusal]:
    """The resource that failed first, and why."""
    for operation in arm.every(f"{path}/operations", API):
        properties = operation["properties"]
        if properties.get("provisioningState") != "Failed":
            continue
        target = properties.get("targetResource") or {}
        if str(target.get("resourceType", "")).lower() == KIND.lower():
            nested = found(arm, target["id"])
            return failure(arm, target["id"], nested or {})
        why = refusal.of_error(properties.get("statusMessage"))
        request = str(properties.get("serviceRequestId") or "")
        named = f"{target.get('resourceType', '')} {target.get('resourceName', '')}".strip()
        return named, refusal.Refusal(why.code, why.message, 0, request)
    error = (deployment.get("properties") or {}).get("error")
    return "the template", refusal.of_error(error)


def busy(arm: Arm, deployment: Mapping[str, Any] | None) -> faults.Busy:
    """Who it is, as far as its tags tell."""
    there = deployment or {}
    by = holder.read(str((there.get("tags") or {}).get(HOLDER) or ""))
    since = (there.get("properties") or {}).get("timestamp", "")
    return faults.Busy(
        arm.place.where,
        f"{by.told if by else 'somebody else'} is deploying to it"
        + (f" since {since}." if since else "."),
        "Wait until that is done, or use --wait.",
    )
