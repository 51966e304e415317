"""The files that importers read: YAML, JSON, TOML, HCL and plain text, as trees that know their
lines. Nothing else in an importer opens a file of the project's.

Each refuses, by ProblemsFound and in less than a second, what is too large or too deep, what
aliases would blow up, tags that make objects, keys that are there twice, what is not UTF-8, a
folder, and a path that leads out of the project.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.migrator import hcl_tree, json_tree, opened, toml_tree, yaml_tree
from faasport.migrator.tree import Key, Table, where

Parse = Callable[[str, str], Any]

FORMATS: Mapping[str, Parse] = {
    ".yaml": yaml_tree.read,
    ".yml": yaml_tree.read,
    ".json": json_tree.read,
    ".jsonc": json_tree.read,
    ".toml": toml_tree.read,
    ".tf": hcl_tree.read,
    ".tfvars": hcl_tree.read,
    ".hcl": hcl_tree.read,
}
"""What parses a file, by the end of its name."""


@dataclass(frozen=True)
class Document:
    """A file and what it says. `file` is its path from the project's folder."""

    file: str
    data: Any
    text: str

    @property
    def table(self) -> Table:
        """The data of a file that has to be a table."""
        if isinstance(self.data, Table):
            return self.data
        message = "this file should hold a table of keys, and does not."
        raise opened.refused("bad-document", self.file, message, "Correct the file.")

    def line(self, node: Any, key: Key) -> int:
        """The line of a key."""
        return int(node.mark(key).line)

    def where(self, node: Any, key: Key | None = None) -> str:
        """`serverless.yml:12: functions.get.events[0]`."""
        return where(node, key) or self.file

    def comment(self, node: Any, key: Key) -> str:
        """The comment right above a key, and that at the end of its line, without their marks."""
        return str(node.mark(key).comment)


def read(root: Path, path: Path | str, parse: Parse | None = None) -> Document:
    """A file of the project, parsed by the end of its name unless told how. Raises
    ProblemsFound."""
    suffix = Path(path).suffix.lower()
    by = parse or FORMATS.get(suffix)
    text, file = opened.text(root, path), opened.relative(root, path)
    if by is None:
        message = f"nothing here reads {suffix or 'a file without a suffix'}."
        raise opened.refused("bad-document", file, message, f"It may be {', '.join(FORMATS)}.")
    return Document(file, by(text, file), text)


def yaml(root: Path, path: Path | str) -> Document:
    """A file that holds YAML (or JSON), whatever its name."""
    return read(root, path, yaml_tree.read)


def json(root: Path, path: Path | str) -> Document:
    """A file that holds JSON, with or without comments, whatever its name."""
    return read(root, path, json_tree.read)


def toml(root: Path, path: Path | str) -> Document:
    """A file that holds TOML, whatever its name."""
    return read(root, path, toml_tree.read)


def hcl(root: Path, path: Path | str) -> Document:
    """A file that holds HCL, whatever its name."""
    return read(root, path, hcl_tree.read)


def text(root: Path, path: Path | str) -> str:
    """The text of a file: a script, a module, a list of requirements."""
    return opened.text(root, path)
