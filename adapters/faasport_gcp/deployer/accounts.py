"""Service accounts, which have no labels.

IAM's client speaks gRPC alone, so its four methods are asked for as the reference tells:
https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts
"""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import quote

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer.expressions import APPLY
from faasport_gcp.deployer.kind import Body, Form, Kind
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.session import Session

_KNOWN = {"account_id", "display_name", "description"}
_HOST = "iam.gserviceaccount.com"
_READ = {"displayName": "display_name", "description": "description", "disabled": "disabled"}


class Accounts(Kind):
    """Each of the two fields of ours is changed by itself."""

    type = "google_service_account"
    stem = "iam.serviceAccounts"
    # https://cloud.google.com/iam/docs/service-accounts-create: it may take a minute
    is_late: ClassVar[bool] = True

    def name(self, place: Place, body: Body) -> str:
        return f"{place.within()}/serviceAccounts/{email_of(place, str(body['account_id']))}"

    def form(self, place: Place, body: Body) -> Form:
        if unknown := sorted({*body} - _KNOWN):
            where = f"{self.type} {body['account_id']}"
            raise Unsupported(where, f"faasport does not set {', '.join(unknown)}.", APPLY)
        return {
            "display_name": body.get("display_name", ""),
            "description": place.marked(body.get("description", "")),
        }

    def is_ours(self, place: Place, form: Form) -> bool:
        return place.has_marked(form)

    def every(self, session: Session) -> dict[str, Form]:
        path, token = f"v1/{session.place.within()}/serviceAccounts?pageSize=100", ""
        found: dict[str, Form] = {}
        while True:
            page = self._page(session, f"{path}&pageToken={token}" if token else path)
            found.update({each["name"]: _form(each) for each in page.get("accounts", ())})
            token = quote(page.get("nextPageToken", ""))
            if not token:
                return found

    def found(self, session: Session, name: str) -> Form | None:
        raw = session.looked_up(
            self.told(name),
            f"{self.stem}.get",
            lambda: session.clients.ask("iam", "GET", f"v1/{name}"),
        )
        return None if raw is None else _form(raw)

    def create(self, session: Session, name: str, form: Form) -> None:
        body = {"accountId": self.told(name), "serviceAccount": _raw(form)}
        session.clients.ask("iam", "POST", f"v1/{session.place.within()}/serviceAccounts", body)

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        body = {"serviceAccount": _raw(form), "updateMask": ",".join(paths)}
        session.clients.ask("iam", "PATCH", f"v1/{name}", body)

    def delete(self, session: Session, name: str) -> None:
        from google.api_core.exceptions import NotFound

        try:
            session.clients.ask("iam", "DELETE", f"v1/{name}")
        except NotFound:
            return

    def told(self, name: str) -> str:
        return name.rpartition("/")[2].partition("@")[0]

    def attributes(self, place: Place, body: Body, form: Form | None) -> Form:
        email = email_of(place, str(body["account_id"]))
        whole = self.name(place, body)
        return {
            **body,
            "id": whole,
            "name": whole,
            "email": email,
            "member": f"serviceAccount:{email}",
        }

    def _page(self, session: Session, path: str) -> Any:
        action = f"{self.stem}.list"
        return session.asked(self.type, action, lambda: session.clients.ask("iam", "GET", path))


def email_of(place: Place, account: str) -> str:
    """Of a project that is its organisation's, `example.com:shop`, the parts change places.

    https://cloud.google.com/iam/docs/service-account-types#user-managed
    """
    domain, _, project = place.project.rpartition(":")
    return f"{account}@{project}.{domain + '.' if domain else ''}{_HOST}"


def _form(raw: dict[str, Any]) -> Form:
    return {ours: raw[theirs] for theirs, ours in _READ.items() if theirs in raw}


def _raw(form: Form) -> dict[str, Any]:
    return {theirs: form[ours] for theirs, ours in _READ.items() if ours in form}
