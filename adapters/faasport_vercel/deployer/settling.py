"""What becomes of a deployment: it is waited for, and what went wrong is told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Failed, Fault, Unsettled
from faasport_vercel.deployer import deployments
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.standing import PATIENCE

LINES = 8
"""So many of the log's last are told."""
UNSEEN = 10
"""So often a new deployment may not be found."""


def wait(api: Api, made: Deployment, former: Deployment | None, progress: Progress) -> Deployment:
    """The deployment once it is ready and has its names; Failed if it never will."""
    watched = _Watched(api, made, progress)
    settled = waiting.until(watched.look, within=PATIENCE)
    if settled is None:
        raise Unsettled(
            api.place.told,
            f"{made.id} is still {watched.state}.",
            f"See {made.inspector}. The same command goes on with it.",
        )
    if settled.is_ready and not settled.raw.get("aliasError"):
        return settled
    raise Failed(
        api.place.told,
        f"{settled.id} failed: {settled.reason}. {_left(former)}{_log(api, settled)}",
        f"See {settled.inspector}.",
    )


class _Watched:
    def __init__(self, api: Api, made: Deployment, progress: Progress) -> None:
        self.state = made.state
        self._api, self._made, self._progress = api, made, progress
        self._unseen = 0

    def look(self) -> Deployment | None:
        found = deployments.get(self._api, self._made.id)
        if found is None:
            self._unseen += 1
            if self._unseen > UNSEEN:
                return Deployment({**self._made.raw, "readyState": "DELETED"})
            return None
        if found.state != self.state:
            self._progress(f"{found.id} is {found.state}")
        self.state = found.state
        return found if found.is_settled else None


def _left(former: Deployment | None) -> str:
    if former is None:
        return "Nothing served this stage before, and nothing does."
    return f"All is as before: {former.id} serves."


def _log(api: Api, failed: Deployment) -> str:
    """The end of what its build said. It is told beside the reason, and must not hide that."""
    with suppress(Fault):
        path = f"/v3/deployments/{failed.id}/events"
        query = {"direction": "backward", "limit": str(LINES * 2), "builds": "1"}
        found = api.read(path, "tell the log of the build", query, passing=(404,))
        lines = [line for event in reversed(found or ()) if (line := _text(event))]
        if lines:
            return f" Its log ends: {' | '.join(lines[-LINES:])}"
    return ""


def _text(event: Any) -> str:
    """https://vercel.com/docs/rest-api/deployments/get-deployment-events"""
    told = event.get("text") or (event.get("payload") or {}).get("text") or ""
    return str(told).strip()
