"""What a deployment would do, as data: shown before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Action = Literal["add", "update", "replace", "remove", "keep"]


@dataclass(frozen=True)
class Change:
    """One resource and what becomes of it.

    `kind` is the platform's own word for its type, `name` what it is called there. `detail` says
    what of it changes ("memory 256 to 512", "code"). `holds_data`: with a removal or replacement
    the user's data goes. "keep" is what a removal leaves.
    """

    action: Action
    kind: str
    name: str
    detail: str = ""
    holds_data: bool = False

    @property
    def loses_data(self) -> bool:
        return self.holds_data and self.action in ("replace", "remove")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All changes at one place, such as "account 123456789012, eu-central-1, stack orders-dev".

    An adapter subclasses it for what it needs to carry it out.
    """

    target: str
    place: str
    changes: tuple[Change, ...]
    cautions: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would change nothing."""
        return all(change.action == "keep" for change in self.changes)
