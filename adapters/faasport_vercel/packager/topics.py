"""Topics of Vercel Queues: what queues and topics are called there, and how the user refers to
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faasport.packager import name
from faasport.packager.references import Part, Reference
from faasport.project.model import DeclaredTrigger, Project
from faasport_vercel.packager import paths
from faasport_vercel.packager.options import Existing, ExistingTopic

KINDS = ("queue", "topic")


@dataclass(frozen=True)
class Topics:
    """Of one project. Vercel makes a topic when something is sent to it: one that exists differs
    from ours in its name alone."""

    project: Project
    existing: Existing

    @property
    def known(self) -> tuple[Reference, ...]:
        """Those that functions listen to, then the others."""
        listened = [
            Reference(each.trigger.kind, each.trigger.name)
            for each in self.project.consumers
            if each.trigger.kind in KINDS
        ]
        told = [Reference(kind, called) for kind in KINDS for called in self._existing(kind)]
        return tuple(dict.fromkeys([*listened, *told]))

    def variables(self) -> dict[str, str]:
        """What every function is told."""
        return {name.variable(each.kind, each.name): self.name(each) for each in self.known}

    def of(self, trigger: DeclaredTrigger) -> str:
        """Nothing, of what has none."""
        if trigger.kind not in KINDS:
            return ""
        return self.name(Reference(trigger.kind, trigger.name))

    def name(self, of: Reference) -> str:
        found = self._existing(of.kind).get(of.name)
        return found.topic if found else paths.topic_of(of.kind, of.name)

    def told(self, parts: tuple[Part, ...]) -> str:
        """A text with references in it, as Vercel is given it."""
        return "".join(self.name(part) if isinstance(part, Reference) else part for part in parts)

    def _existing(self, kind: str) -> Mapping[str, ExistingTopic]:
        found: Mapping[str, ExistingTopic] = getattr(self.existing, kind)
        return found
