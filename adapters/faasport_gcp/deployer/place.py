"""Where it is deployed, and how what is there says whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager import name
from faasport_gcp.packager.limits import DESCRIPTION

OF_PROJECT, OF_STAGE = "faasport-project", "faasport-stage"
# https://cloud.google.com/resource-manager/docs/labels-overview#requirements
_LABEL = 63


@dataclass(frozen=True)
class Place:
    """One project of Google Cloud, and one project of the user's at one stage in it. With `adopts`,
    what has its names and says nothing of whose it is becomes ours."""

    project: str
    region: str
    app: str
    stage: str
    bucket: str
    """Where the sources are, the lock and the record."""
    adopts: bool = False

    @property
    def told(self) -> str:
        return f"project {self.project}, {self.region}"

    @property
    def labels(self) -> dict[str, str]:
        """On everything that can have labels."""
        return {OF_PROJECT: _label(self.app), OF_STAGE: _label(self.stage)}

    @property
    def mark(self) -> str:
        """At the end of the description of what can have none: accounts and jobs."""
        return f"(faasport: {_label(self.app)}/{_label(self.stage)})"

    def marked(self, description: str) -> str:
        room = DESCRIPTION - len(self.mark) - 1
        told = description.encode()[:room].decode(errors="ignore").strip()
        return f"{told} {self.mark}".strip()

    def has_marked(self, form: Mapping[str, Any]) -> bool:
        return str(form.get("description", "")).endswith(self.mark)

    def has_labelled(self, form: Mapping[str, Any]) -> bool:
        labels = form.get("labels", {})
        return all(labels.get(key) == value for key, value in self.labels.items())

    def within(self, location: str = "") -> str:
        """The name of the project, or of a location in it."""
        return f"projects/{self.project}" + (f"/locations/{location}" if location else "")


def _label(text: str) -> str:
    return name.shortened(name.kebab(text), _LABEL)
