"""What a guest may do with the places that its bindings lead to, in the words of each platform.

Over there a connection string opens them; here it is the function's own identity, which has to be
told. See docs/guests/azure.md#output-bindings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SENT: Mapping[str, tuple[str, str, str]] = {
    "queue": ("sqs:SendMessage", "Storage Queue Data Message Sender", "roles/pubsub.publisher"),
    "topic": ("sns:Publish", "Azure Service Bus Data Sender", "roles/pubsub.publisher"),
    "stream": ("kinesis:PutRecord", "Azure Event Hubs Data Sender", ""),
    "bucket": ("s3:PutObject", "Storage Blob Data Contributor", "roles/storage.objectUser"),
}
"""By the kind: the action of aws, and the roles of azure and gcp, which has no streams."""
_READ = ("s3:GetObject", "Storage Blob Data Reader", "roles/storage.objectViewer")

Statements = dict[str, list[dict[str, Any]]]


def sending(kind: str, name: str, *, is_ordered: bool = False) -> Statements:
    """To put something there. A queue that keeps order is one of Service Bus on azure."""
    words = _SENT[kind]
    if kind == "queue" and is_ordered:
        words = (words[0], _SENT["topic"][1], words[2])
    return dict(_statements(kind, name, words))


def granted(table: dict[str, Any], statements: Statements) -> None:
    """Put them into the table of a function, each once."""
    told: Statements = table.setdefault("permissions", {})
    for target, each in statements.items():
        known = told.setdefault(target, [])
        known.extend(one for one in each if one not in known)


def reading(bucket: str) -> Statements:
    """To fetch the content of what a bucket tells of."""
    return dict(_statements("bucket", bucket, _READ))


def _statements(
    kind: str, name: str, words: tuple[str, str, str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    place = f"${{{kind}:{name}}}"
    action, azure, gcp = words
    yield "aws", [{"Action": [action], "Resource": f"{place}/*" if kind == "bucket" else place}]
    yield "azure", [{"role": azure, "on": place}]
    if gcp:
        yield "gcp", [{"role": gcp, "on": place}]
