"""The envelope of EventBridge, which scheduled and S3 events travel in too.

https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
"""

from __future__ import annotations

from .arn import ACCOUNT, REGION, account_of, is_arn, region_of
from .members import list_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any


def is_envelope(native: Any) -> bool:
    """Whether this is an event of EventBridge."""
    if not isinstance(native, dict) or "detail-type" not in native:
        return False
    return isinstance(native.get("source"), str) and bool(detail_type_of(native))


def detail_type_of(native: dict[str, Any]) -> str:
    """The event's type; samples of partners have it in a list, as patterns do."""
    told = native["detail-type"]
    if isinstance(told, str):
        return told
    return text_of(told[0]) or "" if isinstance(told, list) and len(told) == 1 else ""


def resource_of(native: dict[str, Any]) -> str | None:
    """The first resource that the event is about."""
    resources = list_of(native.get("resources"))
    return (text_of(resources[0]) or None) if resources else None


def envelope(
    *,
    identifier: str,
    detail_type: str,
    source: str,
    time: datetime | None,
    resource: str | None,
    detail: Any,
) -> dict[str, Any]:
    """An event as EventBridge delivers it."""
    from .stamps import second_text

    named = resource is not None and is_arn(resource)
    return {
        "version": "0",
        "id": identifier,
        "detail-type": detail_type,
        "source": source,
        "account": account_of(resource) if named and resource else ACCOUNT,
        "time": second_text(time),
        "region": region_of(resource) if named and resource else REGION,
        "resources": [] if resource is None else [resource],
        "detail": detail,
    }
