"""Kinds that one of Google's generated clients serves, which all have methods of one form."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar

from faasport_gcp.deployer import messages
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.kind import Body, Form, Kind
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.session import Session


class Served(Kind):
    """`noun` is in the names of the methods ("get_topic"), `collection` in those of resources."""

    service: ClassVar[str]
    module: ClassVar[str]
    message: ClassVar[str]
    noun: ClassVar[str]
    collection: ClassVar[str]

    def form(self, place: Place, body: Body) -> Form:
        told = self.translated(place, body)
        found = messages.checked(self._class(), told, f"{self.type} {body.get('name', '')}")
        return self.seen(found)

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        """Terraform's arguments by the names of the message's fields, with our labels."""
        rest = {key: value for key, value in body.items() if key not in ("name", "location")}
        return {**rest, "labels": {**body.get("labels", {}), **place.labels}}

    def seen(self, form: Form) -> Form:
        """A form as it is compared."""
        return form

    def found(self, session: Session, name: str) -> Form | None:
        action, client = f"{self.stem}.get", session.clients.of(self.service)
        get = getattr(client, f"get_{self.noun}")
        found = session.looked_up(
            self.told(name), action, lambda: get(request=self._one(name), **ONCE)
        )
        return None if found is None else self.seen(messages.form_of(found))

    def every(self, session: Session) -> dict[str, Form]:
        forms = (self.seen(messages.form_of(each)) for each in self._listed(session))
        return {form["name"]: form for form in forms}

    def create(self, session: Session, name: str, form: Form) -> None:
        self._settled(session, name, "create", self._creation(session, name, form))

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        changed = messages.message_of(self._class(), {**form, "name": name})
        request = {self.noun: changed, "update_mask": {"paths": list(paths)}}
        self._settled(session, name, "update", request)

    def delete(self, session: Session, name: str) -> None:
        from google.api_core.exceptions import NotFound

        try:
            self._settled(session, name, "delete", self._one(name))
        except NotFound:
            return

    def _one(self, name: str) -> dict[str, Any]:
        return {"name": name}

    def _creation(self, session: Session, name: str, form: Form) -> dict[str, Any]:
        """The request that makes it."""
        parent, _, own = name.rpartition(f"/{self.collection}/")
        made = messages.message_of(self._class(), form)
        return {"parent": parent, self.noun: made, f"{self.noun}_id": own}

    def _listed(self, session: Session) -> list[Any]:
        """In every region: what was deployed elsewhere before is still ours."""
        method = getattr(session.clients.of(self.service), f"list_{self.noun}s")
        request = {"parent": session.place.within("-")}
        return self._pages(session, method, request)

    def _pages(self, session: Session, method: Any, request: dict[str, Any]) -> list[Any]:
        """All of them; what does not answer for now is asked again."""
        action, plural = f"{self.stem}.list", f"{self.noun}s"

        def ask() -> list[Any]:
            found: list[Any] = []
            for page in method(request=request, **ONCE).pages:
                self._refuse_gaps(session, getattr(page, "unreachable", ()))
                found += getattr(page, plural)
            return found

        return session.asked(self.type, action, ask)

    def _refuse_gaps(self, session: Session, unreachable: Iterable[str]) -> None:
        """Of regions where nothing of ours is, nobody need know."""
        silent = {each.rpartition("/")[2] for each in unreachable}
        ours = silent & {session.place.region, *session.regions}
        if ours:
            exceptions = import_module("google.api_core.exceptions")
            raise exceptions.ServiceUnavailable(f"{', '.join(sorted(ours))} does not answer")

    def _settled(self, session: Session, name: str, verb: str, request: dict[str, Any]) -> None:
        """Send it, once, and wait for what it begins."""
        client = session.clients.of(self.service)
        made = getattr(client, f"{verb}_{self.noun}")(request=request, **ONCE)
        if hasattr(made, "operation"):
            session.finished(client, made, self.told(name), f"{self.stem}.get")

    def _class(self) -> Any:
        return getattr(import_module(self.module), self.message)
