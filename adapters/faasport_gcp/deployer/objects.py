"""The archives of sources, each under its digest."""

# ruff: noqa: ARG002  (all kinds have one signature, and not each uses all of it)
from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer import sources
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.expressions import APPLY
from faasport_gcp.deployer.kind import Body, Form, Kind
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.session import Session

PREFIX = "source-"
_KNOWN = {"name", "bucket", "source", "content_type"}
# Seconds for what may be hundreds of megabytes
_LONGEST = 600.0


class Objects(Kind):
    """One is never changed: another content has another name."""

    type = "google_storage_bucket_object"
    stem = "storage.objects"
    untold: ClassVar[frozenset[str]] = frozenset({"source"})

    def name(self, place: Place, body: Body) -> str:
        return f"{body['bucket']}/{body['name']}"

    def form(self, place: Place, body: Body) -> Form:
        if {*body} - _KNOWN or "source" not in body:
            where = f"{self.type} {body.get('name', '')}"
            raise Unsupported(where, "faasport uploads files from the output folder alone.", APPLY)
        return {"source": str(body["source"])}

    def every(self, session: Session) -> dict[str, Form]:
        """Those that functions are built from."""
        if sources.bucket(session) is None:
            return {}
        bucket = session.place.bucket
        listed = session.clients.storage.list_blobs
        found = session.looked_up(
            bucket, f"{self.stem}.list", lambda: list(listed(bucket, prefix=PREFIX, **ONCE))
        )
        return {f"{bucket}/{blob.name}": {} for blob in found or ()}

    def found(self, session: Session, name: str) -> Form | None:
        bucket, _, key = name.partition("/")
        blob = session.clients.storage.bucket(bucket).blob(key)
        there = session.asked(key, f"{self.stem}.get", lambda: blob.exists(**ONCE))
        return {} if there else None

    def create(self, session: Session, name: str, form: Form) -> None:
        """https://cloud.google.com/storage/docs/request-preconditions: not over another"""
        bucket, _, key = name.partition("/")
        blob = session.clients.storage.bucket(bucket).blob(key)
        blob.upload_from_filename(
            str(Path(form["source"])),
            content_type="application/zip",
            if_generation_match=0,
            checksum="crc32c",
            retry=None,
            timeout=_LONGEST,
        )

    def update(self, session: Session, name: str, form: Form, paths: tuple[str, ...]) -> None:
        """There is nothing to change: its name says what it holds."""

    def delete(self, session: Session, name: str) -> None:
        from google.api_core.exceptions import NotFound

        bucket, _, key = name.partition("/")
        try:
            session.clients.storage.bucket(bucket).delete_blob(key, **ONCE)
        except NotFound:
            return

    def is_ours(self, place: Place, form: Form) -> bool:
        """They are in our bucket, under names of ours."""
        return True

    def told(self, name: str) -> str:
        return name.partition("/")[2]

    def attributes(self, place: Place, body: Body, form: Form | None) -> Any:
        return {**body, "id": self.name(place, body)}
