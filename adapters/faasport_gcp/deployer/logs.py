"""What functions have logged, as Cloud Logging has it.

https://cloud.google.com/logging/docs/view/logging-query-language
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.deployed import LogLine
from faasport_gcp.deployer.session import Session

# Entries come in late, and not in their order.
_KNOWN, _LATE = 5000, timedelta(minutes=1)
# https://cloud.google.com/logging/quotas#api-limits: requests are few, and pages may be large
_PAGE = 1000
_PAUSE = 3.0


def lines(
    session: Session, services: Sequence[str], since: datetime, *, follow: bool
) -> Iterator[LogLine]:
    """Of the services of Cloud Run that are called so, oldest first."""
    known: dict[str, None] = {}
    while True:
        for entry in _entries(session, services, since - (_LATE if known else timedelta())):
            if entry.insert_id in known:
                continue
            known[entry.insert_id] = None
            since = max(since, entry.timestamp)
            yield _line(entry)
        if not follow:
            return
        for old in list(known)[:-_KNOWN]:
            del known[old]
        waiting.sleep(_PAUSE)


def _entries(session: Session, services: Sequence[str], since: datetime) -> list[Any]:
    client = session.clients.logging
    names = " OR ".join(json.dumps(each) for each in services)
    query = (
        'resource.type="cloud_run_revision" '
        f"resource.labels.service_name=({names}) "
        f'timestamp>="{since.astimezone(timezone.utc).isoformat()}"'
    )
    place = session.place
    return session.asked(
        "Cloud Logging",
        "logging.logEntries.list",
        lambda: list(
            client.list_entries(
                resource_names=[place.within()],
                filter_=query,
                order_by="timestamp asc",
                page_size=_PAGE,
            )
        ),
    )


def _line(entry: Any) -> LogLine:
    labels = entry.labels or {}
    return LogLine(entry.timestamp, _text(entry), str(labels.get("instanceId", ""))[-8:])


def _text(entry: Any) -> str:
    payload, request = entry.payload, entry.http_request
    if isinstance(payload, dict):
        return str(payload.get("message") or json.dumps(payload, ensure_ascii=False))
    if payload is None and request:
        return " ".join(
            str(request[key]) for key in ("requestMethod", "requestUrl", "status") if key in request
        )
    return str(payload or "")
