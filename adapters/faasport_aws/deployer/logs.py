"""A function's log, from CloudWatch.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from faasport.deployer import waiting
from faasport.deployer.deployed import LogLine
from faasport.deployer.faults import NotDeployed
from faasport_aws.deployer.refused import Refused
from faasport_aws.deployer.site import Site

_LATE = 30_000
"""Milliseconds that an event may come after later ones: streams are written apart."""


def lines(site: Site, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
    groups = [_group(site, unit.name) for unit in site.units_of(function)]
    start = int(since.timestamp() * 1000)
    seen: dict[str, int] = {}
    for pause in waiting.pauses():
        found = [_Event(*each) for group in groups for each in _events(site, group, start)]
        fresh = [event for event in sorted(found) if event.id not in seen]
        for event in fresh:
            yield LogLine(
                datetime.fromtimestamp(event.at / 1000, timezone.utc), event.text, event.instance
            )
        if not follow:
            return
        seen.update({event.id: event.at for event in fresh})
        start = max(start, max(seen.values(), default=start) - _LATE)
        seen = {key: at for key, at in seen.items() if at >= start}
        waiting.sleep(pause)


@dataclass(frozen=True, order=True)
class _Event:
    at: int
    id: str
    text: str
    instance: str


def _events(site: Site, group: str, start: int) -> Iterator[tuple[int, str, str, str]]:
    try:
        for page in site.account.pages(
            "logs", "filter_log_events", logGroupName=group, startTime=start
        ):
            for each in page["events"]:
                instance = each["logStreamName"].rpartition("]")[2]
                text = each["message"].rstrip("\n")
                yield each["timestamp"], each["eventId"], text, instance
    except Refused as refused:
        # It is made with the first line, if not by the stack.
        if not refused.is_absent:
            raise


def _group(site: Site, name: str) -> str:
    try:
        found = site.account.ask("lambda", "get_function_configuration", FunctionName=name)
    except Refused as refused:
        if not refused.is_absent:
            raise
        raise NotDeployed(
            site.where,
            f"the function {name} is not there.",
            f"Run `faasport deploy --target aws --stage {site.project.stage}`.",
        ) from refused
    group = found.get("LoggingConfig", {}).get("LogGroup")
    return str(group or f"/aws/lambda/{name}")
