"""Terraform of a project: its resources, and what the references in them come to.

Theory. Variables have their defaults (and what terraform.tfvars says), locals and names of
resources are followed; what only Terraform can work out stays an expression, and is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.tree import Items, Table
from faasport.project.problem import ProblemsFound

_REFERENCE = re.compile(r"\$\{\s*([A-Za-z_][\w-]*(?:\.[\w*-]+|\[\d+\]|\[\"[^\"\]]*\"\])*)\s*\}")
_NAMES = ("name", "id", "self_link", "function_name", "bucket", "topic", "account_id")
_DEEPEST = 12
_MOST = 100


@dataclass(frozen=True)
class Resource:
    """One `resource`, by its type and its name in the configuration."""

    kind: str
    name: str
    table: Table

    @property
    def where(self) -> str:
        return f"{self.table.file}:{self.table.line}: {self.kind}.{self.name}"


@dataclass
class Module:
    """The files of one folder."""

    folder: str
    values: dict[str, Any] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    data: list[Resource] = field(default_factory=list)

    def of(self, *kinds: str) -> Iterator[Resource]:
        """The resources of these types."""
        yield from (each for each in self.resources if each.kind in kinds)

    def resolved(self, value: Any, depth: int = 0) -> Any:
        """A value with what it refers to in its place, as far as that is known."""
        if isinstance(value, Table):
            return value.like({key: self.resolved(each, depth) for key, each in value.items()})
        if isinstance(value, Items):
            return value.like([self.resolved(each, depth) for each in value])
        if not isinstance(value, str) or depth > _DEEPEST:
            return value
        whole = _REFERENCE.fullmatch(value)
        if whole:
            found = self._at(whole[1], depth)
            return value if found is None else found
        return _REFERENCE.sub(lambda part: self._text(part, depth), str(value))

    def text(self, value: Any) -> str:
        """The same as text; "" of what is none."""
        found = self.resolved(value)
        return "" if found is None or isinstance(found, dict | list) else str(found)

    def referred(self, value: Any) -> Resource | None:
        """The resource or data source that a value refers to, directly or through a local."""
        for part in _REFERENCE.findall(str(value)) if isinstance(value, str) else ():
            words = re.split(r"[.\[]", part)
            if words[0] == "local" and len(words) > 1:
                return self.referred(self.values.get(f"local.{words[1]}"))
            is_data = words[0] == "data"
            kind, name = (words[1:3] if is_data else words[:2]) if len(words) > 2 else ("", "")
            among = self.data if is_data else self.resources
            found = next((e for e in among if (e.kind, e.name) == (kind, name)), None)
            if found:
                return found
        return None

    def _text(self, part: re.Match[str], depth: int) -> str:
        found = self._at(part[1], depth)
        return part[0] if found is None or isinstance(found, dict | list) else str(found)

    def _at(self, path: str, depth: int) -> Any:
        words = path.split(".")
        if path in ("path.module", "path.root", "path.cwd"):
            return "."
        if words[0] in ("var", "local"):
            found = self.values.get(".".join(words[:2]))
            for word in words[2:]:
                found = found.get(word) if isinstance(found, dict) else None
            return None if found is None else self.resolved(found, depth + 1)
        resource = self.referred(f"${{{path}}}")
        if resource is None or words[-1] not in _NAMES:
            return None
        told = resource.table.get(words[-1])
        told = resource.table.get("name") if told is None else told
        return None if told is None else self.resolved(told, depth + 1)


def modules(folder: Path, draft: Draft, mark: bytes) -> list[Module]:
    """The folders with Terraform in which a file holds `mark`, such as the name of a provider."""
    paths = [path for path in sorted(folder.rglob("*.tf"))[:_MOST] if _is_ours(folder, path)]
    places = sorted({path.parent for path in paths if mark in path.read_bytes()[:1_100_000]})
    made = []
    for place in places:
        module = Module("" if place == folder else place.relative_to(folder).as_posix())
        for path in [each for each in paths if each.parent == place]:
            _read(folder, path, module, draft)
        _chosen(folder, place, module, draft)
        made.append(module)
    return made


def _is_ours(folder: Path, path: Path) -> bool:
    parts = path.relative_to(folder).parts
    inside = path.is_file() and path.resolve().is_relative_to(folder.resolve())
    return inside and not any(part[0] == "." or part == "node_modules" for part in parts)


def _read(folder: Path, path: Path, module: Module, draft: Draft) -> None:
    try:
        table = documents.hcl(folder, path).table
    except ProblemsFound as broken:
        for problem in broken.problems:
            draft.say("left", problem.where, problem.message, problem.fix)
        return
    for block in _blocks(table, "variable"):
        if "default" in block and block.labels:
            module.values.setdefault(f"var.{block.labels[0]}", block["default"])
    for block in _blocks(table, "locals"):
        module.values |= {f"local.{key}": value for key, value in block.items()}
    for key, among in (("resource", module.resources), ("data", module.data)):
        for block in _blocks(table, key):
            if len(block.labels) == 2:
                among.append(Resource(block.labels[0], block.labels[1], block))


def _chosen(folder: Path, place: Path, module: Module, draft: Draft) -> None:
    for path in sorted([*place.glob("terraform.tfvars"), *place.glob("*.auto.tfvars")]):
        try:
            table: Mapping[str, Any] = documents.hcl(folder, path).table
        except ProblemsFound as broken:
            for problem in broken.problems:
                draft.say("left", problem.where, problem.message, problem.fix)
            continue
        module.values |= {f"var.{key}": value for key, value in table.items()}


def _blocks(table: Table, key: str) -> list[Table]:
    found = table.get(key)
    return [each for each in found if isinstance(each, Table)] if isinstance(found, Items) else []
