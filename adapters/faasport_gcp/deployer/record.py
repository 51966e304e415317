"""What was deployed last, in words of ours: an object beside the sources.

What is there says itself whose it is. This tells what it cannot: the digest of all of it, which
grants are ours, and which fields we have said anything about. It is written before anything is
changed, and again after; one that is `pending` is of a run that has not come to its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from faasport.project import version
from faasport_gcp.deployer import sources
from faasport_gcp.deployer.clients import ONCE
from faasport_gcp.deployer.session import Session

KEY = ".faasport/deployed.json"
_LOCATION = re.compile(r"/locations/([^/ ]+)/")
Grant = tuple[str, str]
"""Its type, and its name."""


@dataclass(frozen=True)
class Record:
    """`said` are fields, by the type and name of what has them."""

    faasport: str = ""
    digest: str = ""
    at: str = ""
    pending: bool = False
    grants: tuple[Grant, ...] = ()
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def fields(self, kind: str, name: str) -> tuple[str, ...]:
        return self.said.get(f"{kind} {name}", ())

    @property
    def kinds(self) -> frozenset[str]:
        """The types of what was deployed."""
        return frozenset(key.partition(" ")[0] for key in self.said)

    @property
    def regions(self) -> frozenset[str]:
        return frozenset(_LOCATION.findall(" ".join(self.said)))

    @property
    def updated(self) -> datetime | None:
        return datetime.fromisoformat(self.at) if self.at else None

    def beside(self, other: Record) -> Record:
        """While one becomes the other: what either says."""
        return replace(
            self,
            pending=True,
            grants=tuple(dict.fromkeys([*self.grants, *other.grants])),
            said={
                key: tuple(sorted({*self.said.get(key, ()), *other.said.get(key, ())}))
                for key in sorted({*self.said, *other.said})
            },
        )

    def is_alike(self, other: Record) -> bool:
        return replace(self, at="", faasport="") == replace(other, at="", faasport="")


def made(digest: str, grants: list[Grant], said: dict[str, tuple[str, ...]]) -> Record:
    """Of this version of faasport, now."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    told = dict(sorted(said.items()))
    return Record(version.tool(), digest, now, grants=tuple(sorted(grants)), said=told)


def read(session: Session) -> Record | None:
    """With it the session knows where things of ours are."""
    bucket = sources.bucket(session)
    if bucket is None:
        return None
    blob = bucket.blob(KEY)
    content = session.looked_up(KEY, "storage.objects.get", lambda: blob.download_as_bytes(**ONCE))
    found = None if content is None else _of(json.loads(content))
    session.regions = found.regions if found else frozenset()
    return found


def write(session: Session, record: Record) -> None:
    content = json.dumps({**vars(record), "said": dict(record.said)}, indent=1, sort_keys=True)
    blob = session.clients.storage.bucket(session.place.bucket).blob(KEY)
    session.asked(
        KEY,
        "storage.objects.create",
        lambda: blob.upload_from_string(content, content_type="application/json", **ONCE),
    )


def remove(session: Session) -> None:
    bucket = session.clients.storage.bucket(session.place.bucket)
    session.looked_up(KEY, "storage.objects.delete", lambda: bucket.delete_blob(KEY, **ONCE))


def _of(raw: dict[str, Any]) -> Record:
    """What a later version adds is not ours to know."""
    known = {key: raw[key] for key in Record.__dataclass_fields__ if key in raw}
    grants = tuple((kind, name) for kind, name in raw.get("grants", ()))
    said = {key: tuple(paths) for key, paths in raw.get("said", {}).items()}
    return Record(**{**known, "grants": grants, "said": said})
