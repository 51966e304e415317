"""Buckets of Cloud Storage: that of the sources, and those that functions listen to."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.expressions import APPLY
from faasport_gcp.deployer.kind import Body, Form, Kind
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.session import Session

_KNOWN = {
    "name",
    "location",
    "uniform_bucket_level_access",
    "public_access_prevention",
    "storage_class",
    "labels",
    "versioning",
    # Whether Terraform may remove it with what is in it: we ask that of the user each time.
    "force_destroy",
}


class Buckets(Kind):
    """https://cloud.google.com/storage/docs/json_api/v1/buckets"""

    type = "google_storage_bucket"
    stem = "storage.buckets"
    holds_data: ClassVar[bool] = True
    fixed: ClassVar[frozenset[str]] = frozenset({"location"})
    untold: ClassVar[frozenset[str]] = frozenset({"made_in"})

    def name(self, place: Place, body: Body) -> str:
        return str(body["name"])

    def form(self, place: Place, body: Body) -> Form:
        if unknown := sorted({*body} - _KNOWN):
            where = f"{self.type} {body['name']}"
            raise Unsupported(where, f"faasport does not set {', '.join(unknown)}.", APPLY)
        # That of the sources stays where it was made: the lock and the record are in it, and
        # functions are built from it wherever they run.
        location = "made_in" if body["name"] == place.bucket else "location"
        whole = {
            location: str(body.get("location", "US")).upper(),
            "uniform_access": bool(body.get("uniform_bucket_level_access")),
            "public_access_prevention": body.get("public_access_prevention", ""),
            "storage_class": body.get("storage_class", ""),
            "versioning": bool(_block(body.get("versioning")).get("enabled")),
            "labels": {**body.get("labels", {}), **place.labels},
        }
        return {key: value for key, value in whole.items() if value}

    def every(self, session: Session) -> dict[str, Form]:
        action = f"{self.stem}.list"
        storage = session.clients.storage
        found = session.asked(self.type, action, lambda: list(storage.list_buckets(**ONCE)))
        return {bucket.name: _form(bucket) for bucket in found}

    def found(self, session: Session, name: str) -> Form | None:
        """Among those of our project: names are one for all of the world."""
        listed = session.clients.storage.list_buckets
        action = f"{self.stem}.list"
        found = session.asked(name, action, lambda: list(listed(prefix=name, **ONCE)))
        return next((_form(bucket) for bucket in found if bucket.name == name), None)

    def create(self, session: Session, name: str, form: Form) -> None:
        storage = session.clients.storage
        storage.create_bucket(_told(storage.bucket(name), form), location=_location(form), **ONCE)

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        bucket = session.clients.storage.get_bucket(name, **ONCE)
        # A label that is not said goes only if it is said to be none.
        none = dict.fromkeys(bucket.labels)
        _told(bucket, {**form, "labels": {**none, **form.get("labels", {})}}).patch(**ONCE)

    def delete(self, session: Session, name: str) -> None:
        """With all that is in it, old versions as well. The lock goes last: it holds others off."""
        from google.api_core.exceptions import NotFound

        bucket = session.clients.storage.bucket(name)
        try:
            found = list(bucket.list_blobs(versions=True, **ONCE))
            for number, blob in enumerate(sorted(found, key=_order), 1):
                if number % 100 == 0:
                    session.progress(f"Emptying {name}: {number} of {len(found)} objects ...")
                session.beat()
                _delete(blob)
            bucket.delete(**ONCE)
        except NotFound:
            return

    def discard(self, session: Session, name: str) -> None:
        """Remove it unless there is something in it."""
        from google.api_core.exceptions import Conflict

        def ask() -> None:
            with suppress(Conflict):
                session.clients.storage.bucket(name).delete(**ONCE)

        session.looked_up(name, f"{self.stem}.delete", ask)

    def holds(self, place: Place, name: str) -> bool:
        return name != place.bucket


def _location(form: Form) -> str:
    return str(form.get("location") or form["made_in"])


def _delete(blob: Any) -> None:
    from google.api_core.exceptions import NotFound

    try:
        blob.bucket.delete_blob(blob.name, generation=blob.generation, **ONCE)
    except NotFound:
        return


def _order(blob: Any) -> tuple[bool, str]:
    """What begins with a dot is ours, and of use until the end."""
    return blob.name.startswith("."), blob.name


def _form(bucket: Any) -> Form:
    access = bucket.iam_configuration
    whole = {
        "location": bucket.location,
        "uniform_access": access.uniform_bucket_level_access_enabled,
        "public_access_prevention": access.public_access_prevention,
        "storage_class": bucket.storage_class,
        "versioning": bucket.versioning_enabled,
        "labels": dict(bucket.labels),
    }
    return {key: value for key, value in whole.items() if value}


def _told(bucket: Any, form: Form) -> Any:
    """The bucket with what the form says of it."""
    access = bucket.iam_configuration
    access.uniform_bucket_level_access_enabled = bool(form.get("uniform_access"))
    if "public_access_prevention" in form:
        access.public_access_prevention = form["public_access_prevention"]
    if "storage_class" in form:
        bucket.storage_class = form["storage_class"]
    if form.get("versioning") or bucket.versioning_enabled:
        bucket.versioning_enabled = bool(form.get("versioning"))
    bucket.labels = form.get("labels", {})
    return bucket


def _block(told: Any) -> Any:
    return told[0] if isinstance(told, list) and told else told or {}
