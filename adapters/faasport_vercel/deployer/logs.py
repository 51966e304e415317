"""The log of one function: what its requests have said, by the paths that lead to it.

All that is HTTP is one function on Vercel, so that lines are told apart by their requests.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

from faasport.deployer import waiting
from faasport.deployer.deployed import LogLine
from faasport.deployer.deployer import Asked
from faasport.deployer.faults import Unreachable
from faasport.project.model import DeclaredFunction, Project
from faasport.runtime.routing import Router
from faasport_vercel.deployer.api import ATTEMPTS, Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.place import API
from faasport_vercel.deployer.projects import Target
from faasport_vercel.packager import paths, units

# What the command line asks for what was logged; it is on another host than the API.
# https://github.com/vercel/vercel/blob/main/packages/cli/src/util/logs-v2.ts
HISTORY = "/api/logs/request-logs"
SITE = "https://vercel.com"
Owns = Callable[[str, str], bool]
"""Whether a request, by method and path, is one of the function's."""


def past(api: Api, project: Target, since: datetime, owns: Owns) -> list[LogLine]:
    """Of all deployments of the environment, the oldest first."""
    base = SITE if api.place.api == API else ""
    query = {
        "projectId": project.id,
        "ownerId": project.owner,
        "startDate": str(int(since.timestamp() * 1000)),
        "endDate": str(int(time.time() * 1000)),
        "environment": api.place.environment,
    }
    lines: list[LogLine] = []
    page, more = 0, True
    while more:
        found = api.read(f"{base}{HISTORY}", "tell what was logged", {**query, "page": str(page)})
        rows = found.get("rows") or ()
        lines.extend(line for row in rows for line in _of_row(row, owns))
        page, more = page + 1, bool(rows) and bool(found.get("hasMoreRows"))
    return sorted(lines, key=lambda line: line.at)


def coming(
    api: Api, project: Target, serving: Callable[[], Deployment], after: datetime, owns: Owns
) -> Iterator[LogLine]:
    """As it is logged. Vercel ends a stream after some minutes, and another one is begun, of what
    serves by then; what it tells again at its start is left out.

    https://vercel.com/docs/rest-api/logs/get-logs-for-a-deployment
    """
    before: set[str] = set()
    failed = 0
    while True:
        told: set[str] = set()
        path = f"/v1/projects/{project.id}/deployments/{serving().id}/runtime-logs"
        try:
            with api.lines(path, "tell what is logged", {"format": "lines"}) as lines:
                for row in filter(None, map(_row, lines)):
                    failed = 0
                    told.add(row["rowId"])
                    line = _line(row["timestampInMs"], row.get("message"), row["rowId"])
                    if row["rowId"] not in before and line.at > after and _is_owned(row, owns):
                        yield line
        except Unreachable:
            failed += 1
            if failed == ATTEMPTS:
                raise
        before = told or before
        waiting.sleep(waiting.FIRST)


def owner(asked: Asked, function: DeclaredFunction) -> Owns:
    """By routes, schedules' paths and private functions; what is logged by no request, as when an
    instance starts, is everybody's."""
    router = _router(asked.project)
    own = _own_paths(asked.project, function)

    def owns(method: str, target: str) -> bool:
        path = urlsplit(target).path
        if not path or path in own:
            return True
        if path.startswith(paths.CRONS):
            return False
        found = router.find(method, path)
        return found is not None and found[0] == function.reference

    return owns


def _router(project: Project) -> Router:
    router = Router()
    for methods, template, reference, _, _ in units.application(project).routes:
        router.add(methods, template, reference)
    return router


def _own_paths(project: Project, function: DeclaredFunction) -> set[str]:
    crons = {each.label for each in units.crons(project)}
    return {
        paths.cron(each) if each.label in crons else f"/{paths.function(each)}"
        for each in project.consumers
        if each.function == function
    }


def _of_row(row: Mapping[str, Any], owns: Owns) -> Iterator[LogLine]:
    if _is_owned(row, owns):
        for each in row.get("logs") or ():
            yield _line(row.get("timestamp"), each.get("message"), row.get("requestId"))


def _line(at: Any, text: Any, instance: Any) -> LogLine:
    return LogLine(_moment(at), str(text or "").rstrip("\n"), str(instance or ""))


def _moment(told: Any) -> datetime:
    """Milliseconds, or as ISO 8601 has it."""
    if isinstance(told, (int, float)):
        return datetime.fromtimestamp(told / 1000, timezone.utc)
    return datetime.fromisoformat(str(told).replace("Z", "+00:00"))


def _row(line: str) -> dict[str, Any] | None:
    """Nothing, of what keeps the connection open, and of what ends it."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("rowId") else None


def _is_owned(row: Mapping[str, Any], owns: Owns) -> bool:
    return owns(str(row.get("requestMethod", "")), str(row.get("requestPath", "")))
