"""One Deploy: the archive goes to the app's own endpoint, which puts it where the app reads it.

https://learn.microsoft.com/azure/azure-functions/functions-deployment-technologies#one-deploy
The statuses are those that the service's team has told the other tools:
https://github.com/Azure/azure-dev/issues/3658
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.deployer import faults, waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Fault
from faasport_azure.deployer.app import App
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.manifest import Manifest
from faasport_azure.deployer.steps import Steps

_STATUSES = {-1: "cancelled", 0: "pending", 1: "building", 2: "deploying", 3: "failed", 4: "done",
             5: "in conflict with another", 6: "done in part"}  # fmt: skip
_DONE, _UNDER_WAY = 4, frozenset({0, 1, 2})
_LONGEST, _PATIENCE, _RETRY = 900.0, 300.0, 60.0
# The app may read and write its container only once its new role counts.
_NOT_YET = (
    "forbidden",
    "not authorized",
    "authorizationpermissionmismatch",
    "authorizationfailure",
)


def latest(arm: Arm, app: App) -> Mapping[str, Any] | None:
    """What was published last; None where the service has forgotten it, or does not say."""
    answer = arm.sent("GET", f"https://{app.scm}/api/deployments/latest")
    if answer.status_code not in (200, 202):
        return None
    found: Mapping[str, Any] = answer.json()
    return found


def of_others(arm: Arm, app: App, published: str) -> str:
    """Who has published something else since, in words; "" if nobody, as far as it is told."""
    try:
        found = latest(arm, app)
    except Fault:
        return ""
    if found is None:
        return ""
    if found.get("id") == published:
        is_well = found.get("status") in {_DONE, *_UNDER_WAY}
        return "" if is_well else f"publishing it has ended as {_told(found)}"
    if found.get("status") != _DONE:
        return ""
    return f"published by {found.get('deployer') or 'others'} at {found.get('end_time')}"


def publish(steps: Steps, app: App, manifest: Manifest) -> str:
    """The id of what is there then. What a run that was cut off has sent is not sent again."""
    arm, progress, resumes = steps.arm, steps.progress, steps.lock.resumes
    content, mark = manifest.archive.read_bytes(), f"faasport-{manifest.code}"
    own, end = _own(arm, app, mark) if resumes else "", waiting.clock() + _PATIENCE
    for pause in waiting.pauses():
        own = own or _sent(steps, app, content, mark)
        steps.published = True
        said = _ended(arm, app, own, progress)
        if said.get("status") == _DONE:
            return str(said["id"])
        why = str(said.get("status_text") or said.get("message") or "no reason was given")
        is_new = any(each in why.lower() for each in _NOT_YET)
        steps.published = False
        if not is_new or waiting.clock() + pause > end:
            raise faults.Failed(
                f"{arm.place.where}: {app.name}",
                f"the code was not taken ({_told(said)}): {why.rstrip('.')}.",
                f"The whole log: https://{app.scm}/api/deployments/{own}/log",
            )
        progress("Waiting until the app may read its package")
        waiting.sleep(pause)
        own = ""
    return own


def _own(arm: Arm, app: App, mark: str) -> str:
    """The id of the same code that is there or on its way, from a run that was cut off."""
    try:
        found = latest(arm, app) or {}
    except faults.Unreachable:
        return ""
    is_ours = found.get("deployer") == mark and found.get("status") in {_DONE, *_UNDER_WAY}
    return str(found["id"]) if is_ours else ""


def _sent(steps: Steps, app: App, content: bytes, mark: str) -> str:
    """Send it, and look before it is sent again. The endpoint of a new app is not there for some
    minutes: https://github.com/Azure/functions-action/issues/390"""
    arm = steps.arm
    # No build: what it needs is in it, for that very Python and glibc.
    url = f"https://{app.scm}/api/publish?type=zip&RemoteBuild=false&Deployer={mark}"
    end = waiting.clock() + _PATIENCE
    for pause in waiting.pauses():
        try:
            answer = arm.sent("POST", url, content=content, once=True)
        except faults.Unreachable as lost:
            fault: Fault = lost
        else:
            if answer.status_code == 202:
                return _id(answer)
            fault = arm.refused(answer, app.path, "publish/Action")
            if answer.status_code == 409:
                _others_end(arm, app, fault)
            elif not (answer.status_code >= 500 or answer.status_code in (404, 429)):
                raise fault
            waiting.sleep(_asked_for(answer))
        if waiting.clock() + pause > end:
            raise fault
        steps.progress(f"Waiting for {app.scm}")
        waiting.sleep(pause)
        if own := _own(arm, app, mark):
            return own
    raise AssertionError


def _asked_for(answer: Any) -> float:
    """The seconds that it asks us to wait, within reason."""
    told = str(answer.headers.get("Retry-After") or "")
    return min(float(told), _RETRY) if told.isdigit() else 0.0


def _id(answer: Any) -> str:
    """The body is a text in JSON."""
    try:
        return str(answer.json())
    except ValueError:
        return str(answer.text()).strip().strip('"')


def _others_end(arm: Arm, app: App, fault: Fault) -> None:
    """Wait for what somebody else is publishing."""

    def over() -> bool | None:
        found = latest(arm, app)
        return None if found is not None and found.get("status") in _UNDER_WAY else True

    if waiting.until(over, within=_PATIENCE) is None:
        problem = fault.problems[0]
        raise faults.Busy(problem.where, problem.message, "Wait until that is done, or use --wait.")


def _ended(arm: Arm, app: App, own: str, progress: Progress) -> Mapping[str, Any]:
    """What became of it. The service forgets what has ended, and answers 404 then, whether it was
    done (https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/azsdk/funcapp_host_client.go) or
    has failed (https://github.com/Azure/azure-dev/issues/4439). The latest may still be told."""
    last: dict[str, Any] = {}

    def over() -> Mapping[str, Any] | None:
        answer = arm.sent("GET", f"https://{app.scm}/api/deployments/{own}")
        if answer.status_code == 404:
            return _remembered(arm, app, own) if last else None
        if answer.status_code not in (200, 202):
            raise arm.refused(answer, app.path, "publish/Action")
        last.update(answer.json())
        progress(f"Publishing the code: {_told(last)}")
        return None if last.get("status") in _UNDER_WAY else last

    said = waiting.until(over, within=_LONGEST)
    if said is None:
        raise faults.Unsettled(
            f"{arm.place.where}: {app.name}",
            f"publishing the code has not ended within {_LONGEST / 60:.0f} minutes.",
            f"See https://{app.scm}/api/deployments/{own}/log, then deploy again.",
        )
    return said


def _remembered(arm: Arm, app: App, own: str) -> Mapping[str, Any] | None:
    """What the latest one tells, if it is this; None while it goes on. Where nothing tells, it
    counts as done: if it was not, `of_others` sees that as soon as something does."""
    found = latest(arm, app)
    if found is None or found.get("id") != own:
        return {"id": own, "status": _DONE}
    return None if found.get("status") in _UNDER_WAY else found


def _told(said: Mapping[str, Any]) -> str:
    status = said.get("status")
    return _STATUSES.get(status, str(status)) if isinstance(status, int) else "unknown"
