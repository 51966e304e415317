"""Functions of the second generation."""

from __future__ import annotations

from typing import Any, ClassVar

from faasport.deployer import waiting
from faasport.deployer.faults import Unsettled
from faasport_gcp.deployer.expressions import UNKNOWN
from faasport_gcp.deployer.kind import Body, Form
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.served import Served
from faasport_gcp.deployer.session import LONGEST, Session

SOURCE = "build_config.source"
_MEMORY, _CPU = "service_config.available_memory", "service_config.available_cpu"
_SECRETS = "secret_environment_variables"
MOVING = ("DEPLOYING", "DELETING")


class Functions(Served):
    """https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions"""

    type = "google_cloudfunctions2_function"
    stem = "cloudfunctions.functions"
    is_late: ClassVar[bool] = True
    is_filled: ClassVar[bool] = True
    again: ClassVar[tuple[str, ...]] = (SOURCE,)
    opened: ClassVar[frozenset[str]] = frozenset({"build_config", "service_config"})
    exact: ClassVar[frozenset[str]] = frozenset(
        {
            "labels",
            "build_config.environment_variables",
            "service_config.environment_variables",
        }
    )
    service: ClassVar[str] = "functions"
    module: ClassVar[str] = "google.cloud.functions_v2"
    message: ClassVar[str] = "Function"
    noun: ClassVar[str] = "function"
    collection: ClassVar[str] = "functions"

    def name(self, place: Place, body: Body) -> str:
        return f"{place.within(body.get('location', place.region))}/functions/{body['name']}"

    def translated(self, place: Place, body: Body) -> dict[str, Any]:
        return {**super().translated(place, body), "environment": "GEN_2"}

    def every(self, session: Session) -> dict[str, Form]:
        return {name: _by_id(session, form) for name, form in super().every(session).items()}

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        """What nobody says of the processor goes with the memory.

        https://cloud.google.com/functions/docs/configuring/memory
        """
        whole = {*paths, *([_CPU] if _MEMORY in paths else [])}
        super().update(session, name, form, tuple(sorted(whole)))

    def delete(self, session: Session, name: str) -> None:
        """When nothing else is done to it: only then it is taken."""
        if self.found(session, name) is not None:
            super().delete(session, name)

    def found(self, session: Session, name: str) -> Form | None:
        """When nothing is done to it any more: a run that was killed may have begun something."""
        still = waiting.until(lambda: self._still(session, name), within=LONGEST)
        if still is None:
            raise Unsettled(
                session.where(self.told(name)),
                "something is being done to it, for longer than a build may take.",
                "Give the same command again later.",
            )
        return still[0]

    def _still(self, session: Session, name: str) -> tuple[Form | None] | None:
        session.beat()
        form = super().found(session, name)
        if form is None:
            return (None,)
        return None if self.is_moving(form) else (_by_id(session, form),)

    def is_moving(self, form: Form) -> bool:
        return form.get("state") in MOVING

    def is_broken(self, form: Form) -> bool:
        """https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#state"""
        return form.get("state") == "FAILED"

    def attributes(self, place: Place, body: Body, form: Form | None) -> Form:
        live = (form or {}).get("service_config", {})
        told = {**body.get("service_config", {}), "uri": live.get("uri", UNKNOWN)}
        return {
            **body,
            "id": self.name(place, body),
            "location": body.get("location", place.region),
            "service_config": told,
            "url": (form or {}).get("url", UNKNOWN),
        }


def _by_id(session: Session, form: Form) -> Form:
    """With the project's id where the platform tells its number back."""
    service = form.get("service_config", {})
    told = service.get(_SECRETS, [])
    if not any(str(each.get("project_id", "")).isdigit() for each in told):
        return form
    own = {session.numbered(): session.place.project}
    by_id = [
        {**each, "project_id": own.get(each["project_id"], each["project_id"])} for each in told
    ]
    return {**form, "service_config": {**service, _SECRETS: by_id}}
