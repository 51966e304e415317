"""Where queues, topics, buckets and tables are: those that we create, and those that exist.

Every function is told of all of them, by variables `FAASPORT_<KIND>_<NAME>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager import name
from faasport.packager.references import Part, Reference
from faasport.packager.terraform import literal
from faasport.project.model import Project
from faasport_gcp.packager.options import Existing, ExistingTable
from faasport_gcp.packager.resources import ref
from faasport_gcp.packager.units import consumers, key_of

TOPIC = "google_pubsub_topic"
BUCKET = "google_storage_bucket"
LOCATION = "firestore_location"
KINDS = ("queue", "topic", "bucket", "table")


@dataclass(frozen=True)
class Places:
    """Of one project. `existing` is what its options say is there already."""

    project: Project
    existing: Existing

    @property
    def known(self) -> tuple[Reference, ...]:
        """All of them: those that functions listen to, then the others."""
        listened = [
            Reference(each.trigger.kind, each.trigger.name)
            for each in consumers(self.project)
            if each.trigger.kind in KINDS
        ]
        told = [Reference(kind, called) for kind in KINDS for called in self._existing(kind)]
        return tuple(dict.fromkeys([*listened, *told]))

    @property
    def owned(self) -> tuple[Reference, ...]:
        """Those that we create; a collection of Firestore is where its first document is."""
        return tuple(each for each in self.known if each.kind != "table" and not self.exists(each))

    def exists(self, reference: Reference) -> bool:
        return reference.name in self._existing(reference.kind)

    def variables(self) -> dict[str, str]:
        """What every function is told."""
        return {name.variable(each.kind, each.name): self.expression(each) for each in self.known}

    def expression(self, reference: Reference) -> str:
        """The topic's id, the bucket's name, the collection."""
        if reference.kind == "bucket":
            return self.bucket(reference.name)
        if reference.kind == "table":
            return literal(self.table(reference.name).collection or reference.name)
        return self.topic(reference)

    def told(self, parts: tuple[Part, ...]) -> str:
        """A text with references in it, as Terraform has it; the rest is the user's own."""
        return "".join(
            self.expression(part) if isinstance(part, Reference) else part for part in parts
        )

    def topic(self, reference: Reference) -> str:
        """The whole name of a queue's or topic's topic."""
        found = self._existing(reference.kind).get(reference.name)
        return whole(found.topic, "topics") if found else ref(f"{path_of(reference)}.id")

    def bucket(self, called: str) -> str:
        found = self.existing.bucket.get(called)
        return found.name if found else ref(f"{path_of(Reference('bucket', called))}.name")

    def bucket_location(self, called: str) -> str:
        """Where Eventarc's trigger of it must be."""
        found = self.existing.bucket.get(called)
        return (found and found.location) or ref("var.region")

    def table(self, called: str) -> ExistingTable:
        return self.existing.table.get(called) or ExistingTable()

    def table_location(self, called: str) -> str:
        return self.table(called).location or ref(f"var.{LOCATION}")

    def _existing(self, kind: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = getattr(self.existing, kind)
        return found


def path_of(reference: Reference) -> str:
    """One of ours among Terraform's resources, to refer to."""
    kind = BUCKET if reference.kind == "bucket" else TOPIC
    return f"{kind}.{key_of(reference.kind, reference.name)}"


def whole(given: str, kind: str) -> str:
    """`orders` as `projects/P/topics/orders`; what is whole already stays."""
    return given if "/" in given else f"projects/{ref('var.project')}/{kind}/{given}"
