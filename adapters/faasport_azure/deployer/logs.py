"""What a function has logged, by the workspace in which Application Insights keeps it.

https://learn.microsoft.com/azure/azure-functions/analyze-telemetry-data
https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns#_resourceid
https://learn.microsoft.com/azure/azure-monitor/reference/tables/apptraces
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from faasport.deployer import faults, waiting
from faasport.deployer.client import of_extra
from faasport.deployer.deployed import LogLine
from faasport_azure.deployer import api_versions, refusal, resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.record import Content

_COMPONENT = "microsoft.insights/components"
_QUERY = """\
union isfuzzy=true AppTraces, AppExceptions
| where _ResourceId =~ '{component}' and OperationName in ({names})
| extend Text = coalesce(column_ifexists("Message", ""), column_ifexists("OuterMessage", ""))
| project TimeGenerated, Text, AppRoleInstance
| order by TimeGenerated asc"""
_READ = "Microsoft.OperationalInsights/workspaces/query/read"
_EVERY = ("GET", "POST")
# What is logged arrives after a while, and not in order.
_LATE = timedelta(minutes=5)


def of(
    arm: Arm, content: Content, names: Sequence[str], since: datetime, *, follow: bool
) -> Iterator[LogLine]:
    """The lines of these Azure functions, oldest first."""
    component = _component(arm, content)
    workspace = _workspace(arm, component)
    told: set[tuple[datetime, str, str]] = set()
    start, pauses = since, waiting.pauses()
    while True:
        lines = _asked(arm, (component, workspace), names, start)
        for line in lines:
            key = (line.at, line.text, line.instance)
            if key not in told:
                told.add(key)
                yield line
        if not follow:
            return
        start = max(since, datetime.now(timezone.utc) - _LATE)
        told = {key for key in told if key[0] >= start}
        waiting.sleep(next(pauses))


def _component(arm: Arm, content: Content) -> str:
    for each in content.resources:
        if resource.kind(each).lower() == _COMPONENT:
            return each
    raise faults.Unsupported(
        arm.place.where,
        "this app has no Application Insights, so that nothing which it writes is kept.",
        "Set targets.azure.application_insights = true, and deploy.",
    )


def _workspace(arm: Arm, component: str) -> str:
    """What Log Analytics calls it."""
    there = arm.get(component, api_versions.of(arm, component)) or {}
    path = str((there.get("properties") or {}).get("WorkspaceResourceId") or "")
    found = arm.get(path, api_versions.of(arm, path)) if path else None
    if found is None:
        raise faults.NotDeployed(
            f"{arm.place.where}: {resource.name(component)}",
            "its workspace is gone, with all that was logged.",
            "Run: faasport deploy --target azure.",
        )
    return str(found["properties"]["customerId"])


def _asked(
    arm: Arm, place: tuple[str, str], names: Sequence[str], since: datetime
) -> list[LogLine]:
    with of_extra("azure"):
        from azure.core.exceptions import (
            ClientAuthenticationError,
            HttpResponseError,
            ServiceRequestError,
            ServiceResponseError,
        )
        from azure.monitor.query import LogsQueryClient

        from faasport_azure.deployer.retries import Retries

    client: Any = LogsQueryClient(
        arm.credential,
        endpoint=arm.place.logs_endpoint,
        retry_policy=Retries(),
    )
    component, workspace = place
    listed = ", ".join(f"'{each}'" for each in names)
    query = _QUERY.format(names=listed, component=component)
    where = f"{arm.place.where}: {resource.name(component)}"
    try:
        result = client.query_workspace(
            workspace, query, timespan=(since, datetime.now(timezone.utc)), retry_on_methods=_EVERY
        )
    except HttpResponseError as error:
        if isinstance(error, ClientAuthenticationError) and error.status_code is None:
            raise arm.unauthenticated(error) from None
        said = refusal.of_error(_body(error), error.status_code or 0)
        raise refusal.fault(where, said, _READ) from None
    except (ServiceRequestError, ServiceResponseError) as error:
        raise faults.Unreachable(
            where, f"{error.message}.", "Give the same command again."
        ) from None
    tables: Any = getattr(result, "tables", None) or getattr(result, "partial_data", ())
    return [_line(row) for table in tables for row in table.rows]


def _line(row: Any) -> LogLine:
    at = row["TimeGenerated"]
    return LogLine(
        at if at.tzinfo else at.replace(tzinfo=timezone.utc),
        str(row["Text"]),
        str(row["AppRoleInstance"] or ""),
    )


def _body(error: Any) -> Any:
    try:
        return error.response.json()
    except (AttributeError, ValueError):
        return {"message": error.message}
