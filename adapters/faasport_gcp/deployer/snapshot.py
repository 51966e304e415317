"""What is there, as far as we look: each list is read once, and what we do is written into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from faasport.deployer import faults
from faasport.deployer.faults import Denied, Fault, NotThere
from faasport_gcp.deployer.kind import Form, Kind
from faasport_gcp.deployer.kinds import KINDS, LISTED
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.trouble import ENABLE, IN_PROJECT


@dataclass
class Snapshot:
    """`unseen` are those kinds that we may not list, or whose service is switched off, with why."""

    session: Session
    unseen: dict[str, Fault] = field(default_factory=dict)
    _lists: dict[str, dict[str, Form]] = field(default_factory=dict)
    _singles: dict[tuple[str, str], Form | None] = field(default_factory=dict)

    def look(self, needed: Iterable[str], used: Iterable[str] = LISTED) -> None:
        """Read the list of every kind. The services of those that are `needed` must be switched
        on; and those that are `used` we must be allowed to see."""
        wanted, seen = {*needed}, {*used}
        disabled: list[Fault] = []
        for kind in LISTED:
            try:
                self._lists[kind] = KINDS[kind].every(self.session)
            except NotThere as fault:
                disabled += [fault] if kind in wanted else []
                self.unseen[kind] = fault
            except Denied as fault:
                if kind in wanted | seen:
                    raise
                self.unseen[kind] = fault
        if disabled:
            raise _together(disabled)

    def get(self, kind: Kind, name: str) -> Form | None:
        if kind.type in self._lists and name in self._lists[kind.type]:
            form = self._lists[kind.type][name]
            # Begun by a run that was killed: what it will be is seen when it is done.
            return self.again(kind, name) if kind.is_moving(form) else form
        if kind.type in LISTED and not self._is_beyond(kind, name):
            return None
        known = (kind.type, name)
        if known not in self._singles:
            self._singles[known] = kind.found(self.session, name)
        return self._singles[known]

    def put(self, kind: Kind, name: str, form: Form | None) -> None:
        """What it is now."""
        self._singles[kind.type, name] = form
        listed = self._lists.setdefault(kind.type, {})
        listed.pop(name, None)
        if form is not None:
            listed[name] = form

    def again(self, kind: Kind, name: str) -> Form | None:
        """What it is, read anew."""
        found = kind.found(self.session, name)
        self.put(kind, name, found)
        return found

    def ours(self) -> Iterator[tuple[Kind, str, Form]]:
        """All that this project and stage own, in the order in which it is removed."""
        for type_ in LISTED:
            kind = KINDS[type_]
            for name, form in sorted(self._lists.get(type_, {}).items()):
                if kind.is_ours(self.session.place, form):
                    yield kind, name, form

    def _is_beyond(self, kind: Kind, name: str) -> bool:
        """Objects outside our bucket are in no list."""
        own = f"{self.session.place.bucket}/"
        return kind.type == "google_storage_bucket_object" and not name.startswith(own)


def _together(disabled: list[Fault]) -> Fault:
    """One problem for all services that are switched off."""
    first = disabled[0].problems[0]
    if len(disabled) == 1:
        return disabled[0]
    problems = [fault.problems[0] for fault in disabled]
    parts = [each.fix.removeprefix(ENABLE).partition(IN_PROJECT) for each in problems]
    names = " ".join(dict.fromkeys(name for name, _, _ in parts))
    return faults.NotThere(
        first.where,
        " ".join(each.message for each in problems),
        f"{ENABLE}{names}" + "".join(parts[0][1:]),
    )
