"""What the peers are asked to do, and what they must answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks import events

GET = ("GET", "/orders/ord-1001", "expand=items")
POST = ("POST", "/orders", "", json.dumps(events.GOOD))
MODEL = ("POST", "/receipts", "", json.dumps(events.GOOD))
BAD = ("POST", "/orders", "", json.dumps(events.BAD))
KINDS = {
    "get": (GET, "GET with path and query"),
    "post": (POST, "POST, a model in"),
    "model": (MODEL, "POST, a model in and out"),
    "bad": (BAD, "POST that is invalid: 422"),
}
ORDER: dict[str, Any] = {
    "id": "ord-1001",
    "customer": "c-42",
    "status": "open",
    "total": 54.48,
    "items": [
        {"sku": "SKU-1001", "quantity": 2, "price": 19.99},
        {"sku": "SKU-1002", "quantity": 1, "price": 5.5},
        {"sku": "SKU-1003", "quantity": 4, "price": 2.25},
    ],
}
MADE: dict[str, Any] = {"id": "ord-c-42", **events.GOOD, "total": 59.97}
WRONG = ("customer", "quantity", "price")
"""The members of the invalid body that an answer of 422 must name."""


@dataclass(frozen=True)
class Job:
    """One event and the entry of a peer that takes it. `floor` is what it is held against."""

    name: str
    title: str
    entry: str
    event: Any
    floor: str
    platform: str = "aws"

    def expected(self) -> Mapping[str, Any]:
        """What every peer must answer; of 422 the members that it must name."""
        kind = self.name.rpartition("_")[2]
        return EXPECTED.get(kind, {"status": 422})

    def fault(self, answer: Mapping[str, Any]) -> str:
        """What is wrong with an answer: nothing, if it is the same as everybody's."""
        expected = self.expected()
        found = {key: answer.get(key) for key in expected}
        if found != expected:
            return f"{found!r} is not {dict(expected)!r}"
        missing = [name for name in WRONG if name not in json.dumps(answer.get("body"))]
        return f"422 does not name {missing}" if self.name.endswith("bad") and missing else ""


EXPECTED: dict[str, dict[str, Any]] = {
    "get": {"status": 200, "body": ORDER},
    "plain": {"status": 200, "body": ORDER},
    "post": {"status": 201, "body": MADE},
    "model": {"status": 201, "body": MADE},
    "sqs": {"failures": [events.message_id(number) for number in events.FAILING]},
    "logged": {"failures": [events.message_id(number) for number in events.FAILING]},
    "s3": {"seen": ["uploads", "in/résumé 1.csv", 1024]},
    "schedule": {"seen": [events.MOMENT.replace("Z", "+00:00")]},
}


def _http() -> list[Job]:
    shapes = (
        ("v2", "http_v2", events.http_v2, "hand-pydantic", "aws", "HTTP API"),
        ("v1", "http_v1", events.http_v1, "hand-pydantic", "aws", "REST API"),
        ("alb", "alb", events.alb, "hand-pydantic", "aws", "load balancer"),
        ("gcp", "gcp", events.plain, "gcp-hand", "gcp", "Google Cloud"),
        ("azure", "azure", events.plain, "azure-hand", "azure", "Azure"),
    )
    return [
        Job(f"{short}_{kind}", f"{where}: {title}", entry, shape(*request), floor, platform)
        for short, entry, shape, floor, platform, where in shapes
        for kind, (request, title) in KINDS.items()
    ]


JOBS: dict[str, Job] = {
    job.name: job
    for job in [
        *_http(),
        Job("plain", "GET, no model in the app", "plain", events.http_v2(*GET), "hand-json"),
        Job("sqs", "SQS, ten messages of which three fail", "sqs", events.sqs(10), "hand-pydantic"),
        Job("sqs_logged", "the same, failures logged", "sqs_logged", events.sqs(10), "hand-logged"),
        Job("s3", "S3, one object", "s3", events.S3, "hand-json"),
        Job("schedule", "a schedule", "schedule", events.SCHEDULE, "hand-json"),
    ]
}
