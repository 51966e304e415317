"""`[tool.faasport.targets.azure.resources]`: what exists already, by its resource id.

https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from faasport.project.table import Table, after, fault, text

# https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
_ID = re.compile(
    r"/subscriptions/(?P<subscription>[^/]+)/resourceGroups/(?P<group>[^/]+)"
    r"(/providers/(?P<provider>[A-Za-z]+\.[A-Za-z.]+)(?P<rest>(/[^/]+/[^/]+)+))?",
    re.IGNORECASE,
)
STORAGE_QUEUE = "Microsoft.Storage/storageAccounts/queueServices/queues"
BUS_QUEUE = "Microsoft.ServiceBus/namespaces/queues"
BUS_TOPIC = "Microsoft.ServiceBus/namespaces/topics"
CONTAINER = "Microsoft.Storage/storageAccounts/blobServices/containers"
COSMOS_CONTAINER = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers"
HUB = "Microsoft.EventHub/namespaces/eventhubs"


@dataclass(frozen=True)
class ResourceId:
    """A resource id in its parts: `kind` is its type, `names` one for each part of that.

    Of a resource group alone both are empty.
    """

    text: str
    subscription: str
    group: str
    kind: str
    names: tuple[str, ...]

    @property
    def account(self) -> str:
        """The account or namespace that it is in."""
        return self.names[0]

    @property
    def name(self) -> str:
        return self.names[-1]

    @property
    def account_id(self) -> str:
        return "/".join(self.text.split("/")[:9])


def parsed(text: str) -> ResourceId | None:
    """The id of something in a resource group, or of that; None of anything else."""
    found = _ID.fullmatch(text)
    if found is None:
        return None
    parts = (found["rest"] or "").split("/")[1:]
    kind = "/".join((found["provider"] or "", *parts[::2])).strip("/")
    return ResourceId(text, found["subscription"], found["group"], kind, tuple(parts[1::2]))


def _of(*kinds: str) -> Any:
    """A text that is the id of one of these."""

    def check(text: str) -> str:
        given = parsed(text)
        if given is None or given.kind.lower() not in {kind.lower() for kind in kinds}:
            raise fault(
                "resource_id",
                "Not the resource id (/subscriptions/.../resourceGroups/.../providers/...) of a "
                "{kinds}",
                {"kinds": " or a ".join(kinds)},
            )
        return text

    return Annotated[str, text(strict=True), after(check)]


class Existing(Table):
    """One resource that is neither created nor changed."""

    id: Any

    @property
    def place(self) -> ResourceId:
        found = parsed(self.id)
        if found is None:
            raise ValueError(self.id)
        return found

    def is_a(self, kind: str) -> bool:
        return self.place.kind.lower() == kind.lower()


class Queue(Existing):
    """Of a storage account's, or of Service Bus: its type says which."""

    id: _of(STORAGE_QUEUE, BUS_QUEUE)  # type: ignore[valid-type]


class Topic(Existing):
    id: _of(BUS_TOPIC)  # type: ignore[valid-type]


class Bucket(Existing):
    """A container of blobs."""

    id: _of(CONTAINER)  # type: ignore[valid-type]


class DataTable(Existing):
    """A container of Cosmos DB's."""

    id: _of(COSMOS_CONTAINER)  # type: ignore[valid-type]


class Stream(Existing):
    """An event hub."""

    id: _of(HUB)  # type: ignore[valid-type]


class Resources(Table):
    """By kind, and by the name that the code has for it."""

    queue: dict[str, Queue] = {}
    topic: dict[str, Topic] = {}
    bucket: dict[str, Bucket] = {}
    table: dict[str, DataTable] = {}
    stream: dict[str, Stream] = {}

    def of(self, kind: str) -> dict[str, Existing]:
        found: dict[str, Existing] = getattr(self, kind, {})
        return found

    def find(self, kind: str, name: str) -> Existing | None:
        return self.of(kind).get(name)
