"""What brings a function its events, as the template says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SAM = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide"

# SAM's event types, with how many items an invocation brings unless the template says so; any
# other brings one. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
POLLED = {"SQS": 10, "DynamoDB": 100, "Kinesis": 100}
LOGS = ("DynamoDB", "Kinesis")
PAGES = {
    "SQS": f"{_SAM}/sam-property-function-sqs.html",
    "DynamoDB": f"{_SAM}/sam-property-function-dynamodb.html",
    "Kinesis": f"{_SAM}/sam-property-function-kinesis.html",
    "SNS": "https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html",
    "EventBridgeRule": "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    "ScheduleV2": "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html",
}


@dataclass(frozen=True)
class EventSource:
    """One event of SAM's on one function, which is named by its logical id."""

    function: str
    kind: str
    batch_size: int
    reports_items: bool
    """Whether what the function returns says which items failed; if not, nobody reads it."""

    @property
    def is_asynchronous(self) -> bool:
        """Whether Lambda keeps its events, and invokes the function with each when it can."""
        return self.kind not in POLLED

    @property
    def is_log(self) -> bool:
        """Whether it is read in order, and no further before what failed is done."""
        return self.kind in LOGS

    @property
    def page(self) -> str:
        return PAGES[self.kind]


def event_source(function: str, event: Mapping[str, Any]) -> EventSource | None:
    """The source that this event of a function's describes; None for a route of HTTP."""
    kind, properties = event["Type"], event.get("Properties") or {}
    if kind not in PAGES:
        return None
    types = properties.get("FunctionResponseTypes") or ()
    return EventSource(
        function=function,
        kind=kind,
        batch_size=int(properties.get("BatchSize", POLLED.get(kind, 1))),
        reports_items="ReportBatchItemFailures" in types,
    )
