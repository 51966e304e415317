"""What was installed into a folder, by the metadata that came with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

from faasport.packager.wheels.groups import normalised

INFO = re.compile(r"(?P<prefix>(?:.*/)?)(?P<info>[^/]+\.dist-info)/METADATA")
_COMPILED = re.compile(r"(?P<folder>(?:.*/)?)__pycache__/(?P<stem>[^/]+)\.[a-z]+-\d+\.pyc")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: "
# https://packaging.python.org/en/latest/specifications/core-metadata/#license: before there were
# expressions, some put the whole text there.
_LICENCE_NAME = 80


@dataclass(frozen=True)
class Distribution:
    """One of them. `info` is the folder of its metadata, `requires` the names that it may ask for,
    whatever the conditions; `place` is where it came from, if that is no index."""

    name: str
    version: str
    info: str
    files: frozenset[str]
    requires: frozenset[str] = frozenset()
    expression: str = ""
    licences: tuple[str, ...] = ()
    place: str = ""

    @property
    def key(self) -> str:
        return normalised(self.name)

    @property
    def purl(self) -> str:
        """https://github.com/package-url/purl-spec/blob/main/types-doc/pypi-definition.md"""
        kind = "generic" if self.place == "file" else "pypi"
        told = "vcs_url" if "+" in self.place.partition(":")[0] else "download_url"
        place = "" if self.place in {"", "file"} else f"?{told}={quote(self.place, safe='')}"
        return f"pkg:{kind}/{self.key}@{quote(self.version, safe='.-_~')}{place}"

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def read(folder: Path) -> tuple[Distribution, ...]:
    """The distributions in a folder, by name."""
    found = (_read(info) for info in folder.glob("*.dist-info") if (info / "METADATA").is_file())
    return tuple(sorted(found, key=lambda each: each.key))


def pins(found: Iterable[Distribution]) -> tuple[str, ...]:
    """Lines that hold other resolutions to these versions; what has a place of its own is held by
    that."""
    return tuple(f"{each.name}=={each.version}" for each in found if not each.place)


def owners(found: Iterable[Distribution], paths: Iterable[str]) -> dict[str, Distribution]:
    """Whose each of these files is, bytecode among them; what nobody has recorded is left out."""
    recorded = {path: each for each in found for path in each.files}
    return {path: recorded[source] for path in paths if (source := _source(path)) in recorded}


def _source(path: str) -> str:
    match = _COMPILED.fullmatch(path)
    return f"{match['folder']}{match['stem']}.py" if match else path


def _read(info: Path) -> Distribution:
    found = PathDistribution(info)
    # The typing of importlib.metadata hides that it is one of these.
    metadata = cast("Message", found.metadata)
    return Distribution(
        name=str(metadata.get("Name") or info.name.partition("-")[0]),
        version=str(metadata.get("Version") or ""),
        info=info.name,
        files=frozenset(each.as_posix() for each in found.files or ()),
        requires=frozenset(_names(found.requires or ())),
        expression=str(metadata.get("License-Expression") or ""),
        licences=tuple(dict.fromkeys(_licences(metadata))),
        place=_place(found.read_text("direct_url.json")),
    )


def _names(requires: Iterable[str]) -> Iterator[str]:
    matches = (_NAME.match(line) for line in requires)
    return (normalised(match[0]) for match in matches if match)


def _licences(metadata: Message) -> Iterator[str]:
    for each in metadata.get_all("Classifier", []):
        if each.startswith(_CLASSIFIER) and not each.endswith("OSI Approved"):
            yield each.rpartition(" :: ")[2]
    said = str(metadata.get("License") or "").strip()
    if said and said != "UNKNOWN" and len(said) <= _LICENCE_NAME and "\n" not in said:
        yield said


def _place(text: str | None) -> str:
    """https://packaging.python.org/en/latest/specifications/direct-url/: a repository with its
    commit, another URL, or "file" for what no other machine has."""
    found: Mapping[str, Any] = json.loads(text) if text else {}
    parts = urlsplit(str(found.get("url", "")))
    if parts.scheme == "file":
        return "file"
    # Whoever was let in, and by which token, is nobody's business.
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    vcs = found.get("vcs_info")
    return f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else url
