"""The contract of one type of Terraform's resources: how it is read, made, changed and removed."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.session import Session

Body = Mapping[str, Any]
"""A resource's arguments, worked out."""
Form = dict[str, Any]
"""What the platform says of it, or is told: its own fields, without those at their defaults."""


class Kind(ABC):
    """`name` is what tells one from all others, mostly the whole name of the resource."""

    type: str
    stem: str
    """Of its permissions, as "pubsub.topics" is."""
    holds_data: ClassVar[bool] = False
    opened: ClassVar[frozenset[str]] = frozenset()
    """Fields that are changed field by field; all others are changed as a whole."""
    fixed: ClassVar[frozenset[str]] = frozenset()
    """Fields that cannot be changed: another value is another resource."""
    exact: ClassVar[frozenset[str]] = frozenset({"labels"})
    """Fields in which there is nothing that we did not say."""

    is_filled: ClassVar[bool] = False
    """Whether the platform gives it what others refer to, such as the address of a function."""
    again: ClassVar[tuple[str, ...]] = ()
    """Fields that are said again of what is broken, to have it made again."""
    is_late: ClassVar[bool] = False
    """Whether one that was just made, or is just being removed, may not be seen."""
    untold: ClassVar[frozenset[str]] = frozenset()
    """Fields that the platform does not tell back."""

    @abstractmethod
    def name(self, place: Place, body: Body) -> str: ...

    @abstractmethod
    def form(self, place: Place, body: Body) -> Form:
        """What it is to be, with what says whose it is. Unsupported for arguments that are not
        known."""

    @abstractmethod
    def every(self, session: Session) -> dict[str, Form]:
        """All that there are, whoever they belong to, by name."""

    @abstractmethod
    def found(self, session: Session, name: str) -> Form | None:
        """One of them, once it stands still."""

    @abstractmethod
    def create(self, session: Session, name: str, form: Form) -> None: ...

    @abstractmethod
    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        """Change these of its fields to what they are in `form`."""

    @abstractmethod
    def delete(self, session: Session, name: str) -> None:
        """Remove it; what is gone already is removed."""

    def is_ours(self, place: Place, form: Form) -> bool:
        return place.has_labelled(form)

    def is_broken(self, form: Form) -> bool:
        """Whether it has to be made again although it is as it should be."""
        return False

    def is_moving(self, form: Form) -> bool:
        """Whether something is being done to it: then it is not what it is going to be."""
        return False

    def holds(self, place: Place, name: str) -> bool:
        """Whether this one holds the user's data."""
        return self.holds_data

    def told(self, name: str) -> str:
        """For people."""
        return name.rpartition("/")[2]

    def attributes(self, place: Place, body: Body, form: Form | None) -> Form:
        """What others may refer to; of what is not there yet, as far as it is known."""
        return {**body, **(form or {}), "id": self.name(place, body)}

    def kept(self, form: Form) -> tuple[Form, tuple[str, ...]]:
        """What it becomes when all but data goes, and the fields that differ."""
        return form, ()
