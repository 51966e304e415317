"""What references stand for: variables, what is looked up, and resources as far as they are
known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.expressions import APPLY, Step, evaluated
from faasport_gcp.deployer.manifest import Manifest, Resource
from faasport_gcp.deployer.session import Session
from faasport_gcp.packager.terraform import FILE


class Scope:
    """Filled with one resource after another."""

    def __init__(self, session: Session, manifest: Manifest) -> None:
        self._session = session
        self._manifest = manifest
        self._known: dict[str, Mapping[str, Any]] = {}

    def put(self, resource: Resource, attributes: Mapping[str, Any]) -> None:
        self._known[resource.address] = attributes

    def body_of(self, resource: Resource) -> dict[str, Any]:
        """Its arguments, worked out."""
        where = f"{FILE}: {resource.address}"
        found = evaluated(dict(resource.body), self._lookup(where), where)
        return {key: value for key, value in found.items() if value is not None}

    def value(self, value: Any, where: str) -> Any:
        return evaluated(value, self._lookup(where), where)

    def _lookup(self, where: str) -> Callable[[tuple[Step, ...]], Any]:
        def look_up(path: tuple[Step, ...]) -> Any:
            try:
                return self._found(path)
            except LookupError as error:
                told = ".".join(map(str, path))
                message = f"faasport does not know what {told} is."
                raise Unsupported(where, message, APPLY) from error

        return look_up

    def _found(self, path: tuple[Step, ...]) -> Any:
        match path:
            case ("var", str(name)):
                return self._manifest.variables[name]
            case ("path", "module"):
                return str(self._manifest.folder)
            case ("data", str(kind), _, str(attribute)):
                return _LOOKED_UP[kind, attribute](self._session)
            case (str(kind), str(key), *rest):
                return _within(self._known[f"{kind}.{key}"], rest)
        raise LookupError(path)


def _within(value: Any, steps: list[Step]) -> Any:
    """Terraform has a list where there is one block: its first is the block."""
    for step in steps:
        if isinstance(step, int) and isinstance(value, Mapping):
            if step:
                raise LookupError(step)
            continue
        value = value[step]
    return value


def _project(session: Session) -> str:
    return session.place.project


def _storage_agent(session: Session) -> str:
    """https://cloud.google.com/storage/docs/projects#service-agents"""
    storage = session.clients.storage
    found: str = session.asked(
        "the agent of Cloud Storage",
        "storage.buckets.get",
        lambda: storage.get_service_account_email(**ONCE),
    )
    return found


_LOOKED_UP: dict[tuple[str, str], Callable[[Session], str]] = {
    ("google_project", "number"): Session.numbered,
    ("google_project", "project_id"): _project,
    ("google_storage_project_service_account", "email_address"): _storage_agent,
}
