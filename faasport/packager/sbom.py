"""`sbom.cdx.json`: what is in the artifacts of a target, as CycloneDX.

It is made from the metadata of what was installed. It holds no time, and its serial number comes
from its content: the same artifacts have the same bill of materials.

https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.packager import vendor
from faasport.packager.archive import of_folder, sha256
from faasport.packager.contents import Contents
from faasport.packager.target import Files
from faasport.packager.wheels.distributions import Distribution
from faasport.project import version
from faasport.project.model import Project

FILE = "sbom.cdx.json"
_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_LICENCE = "Apache-2.0"
_IN = "faasport:artifact"
_HASHED = "faasport:hashed"
_LINES = "sorted lines of path NUL sha256, of the files in the artifact"


@dataclass(frozen=True)
class Parts:
    """An artifact as it was written, and what is in it."""

    path: str
    digest: str
    contents: Contents


def rendered(
    project: Project, shipped: Files, parts: Iterable[Parts], asked: Container[str]
) -> bytes:
    """The whole file. `shipped` is what every artifact has of faasport, and `asked` are the names
    that the project itself asks for."""
    every = sorted(parts, key=lambda each: each.path)
    found = _merged(every)
    components = [_faasport(shipped, every), *(_component(each, *found[each]) for each in found)]
    subject = _subject(project, every)
    content = {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"tools": {"components": [_tool()]}, "component": subject},
        "components": components,
        "dependencies": list(_dependencies(subject["bom-ref"], list(found), asked)),
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, sha256(_text(content)))
    return _text({**content, "serialNumber": f"urn:uuid:{number}"})


def _text(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _merged(parts: list[Parts]) -> dict[Distribution, tuple[Files, list[str]]]:
    """Each distribution once, with its files and the artifacts that have it."""
    files: dict[Distribution, dict[str, bytes]] = defaultdict(dict)
    places: dict[Distribution, list[str]] = defaultdict(list)
    for part in parts:
        for each, installed in part.contents.installed.items():
            places[each].append(part.path)
            for own in installed.values():
                files[each].update(own)
    order = sorted(files, key=lambda each: (each.key, each.version))
    return {each: (files[each], places[each]) for each in order}


def _component(each: Distribution, files: Files, places: list[str]) -> dict[str, Any]:
    licences = (
        [{"expression": each.expression}]
        if each.expression
        else [{"license": {"name": name}} for name in each.licences]
    )
    return {
        "type": "library",
        "bom-ref": each.purl,
        "name": each.name,
        "version": each.version,
        "purl": each.purl,
        **({"licenses": licences} if licences else {}),
        **_hashed(files, places),
    }


def _faasport(shipped: Files, parts: list[Parts]) -> dict[str, Any]:
    """What we ship, which no installer put there."""
    return {
        "type": "framework",
        "bom-ref": _purl(),
        "name": vendor.CORE,
        "version": version.tool(),
        "purl": _purl(),
        "licenses": [{"expression": _LICENCE}],
        **_hashed(shipped, [part.path for part in parts]),
    }


def _hashed(files: Files, places: Iterable[str]) -> dict[str, Any]:
    digest = of_folder({path: sha256(content) for path, content in files.items()})
    return {
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "properties": [
            *({"name": _IN, "value": place} for place in places),
            {"name": _HASHED, "value": _LINES},
        ],
    }


def _subject(project: Project, parts: list[Parts]) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": f"project:{project.name}",
        "name": project.name,
        "components": [
            {
                "type": "file",
                "bom-ref": f"artifact:{part.path}",
                "name": part.path,
                "hashes": [{"alg": "SHA-256", "content": part.digest}],
            }
            for part in parts
        ],
    }


def _tool() -> dict[str, str]:
    return {"type": "application", "name": vendor.CORE, "version": version.tool()}


def _purl() -> str:
    return f"pkg:pypi/{vendor.CORE}@{version.tool()}"


def _dependencies(
    subject: str, found: list[Distribution], asked: Container[str]
) -> Iterator[dict[str, Any]]:
    """Who may need whom, of those that are here; what no other needs, the project does."""
    needed = {need for each in found for need in each.requires if need != each.key}
    first = [each.purl for each in found if each.key in asked or each.key not in needed]
    yield {"ref": subject, "dependsOn": sorted([_purl(), *first])}
    yield {"ref": _purl(), "dependsOn": []}
    for each in found:
        others = {other.purl for other in found if other.key in each.requires and other != each}
        yield {"ref": each.purl, "dependsOn": sorted(others)}
