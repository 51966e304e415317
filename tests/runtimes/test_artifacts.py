"""What an artifact holds, and what it must not."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faasport.testing.conformance import write_project
from faasport.testing.conformance.project import SYNC

TARGETS = ("aws", "gcp", "azure", "vercel")


@pytest.fixture(scope="module")
def plain(package: Any) -> Any:
    """A project without pydantic, packaged for every target."""
    return package(*TARGETS, handlers=SYNC)


def files_of(folder: Path) -> Iterator[str]:
    """Every path of an output folder, those in archives included."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                yield from archive.namelist()
        elif path.is_file():
            yield path.relative_to(folder).as_posix()


def ours_in(names: list[str]) -> set[str]:
    """Source files of faasport and its adapters, from their package on."""
    return {
        "/".join(parts[at:])
        for parts in (name.split("/") for name in names if name.endswith(".py"))
        for at, part in enumerate(parts[:-1])
        if part.startswith("faasport") and part != "faasport_entry"
    }


@pytest.mark.parametrize("target", TARGETS)
def test_only_the_linked_halves_are_inside(plain: Any, target: str) -> None:
    inside = ours_in(list(files_of(plain.outputs[target])))

    heads = {"faasport/__init__.py", f"faasport_{target}/__init__.py"}
    strangers = {name for name in inside - heads if not re.fullmatch(r"faasport/_\w+\.py", name)}
    assert strangers == set()
    assert heads <= inside
    assert len(inside) <= 20


@pytest.mark.parametrize("target", TARGETS)
def test_no_test_and_no_pydantic_is_inside(plain: Any, target: str) -> None:
    parts = {part for name in files_of(plain.outputs[target]) for part in name.split("/")}

    assert parts.isdisjoint({"tests", "test", "testing", "conftest.py", "pytest"})
    assert not {part for part in parts if part.startswith("pydantic")}


@pytest.mark.parametrize("target", TARGETS)
def test_pydantic_is_inside_where_it_is_used(everywhere: Any, target: str) -> None:
    parts = {part for name in files_of(everywhere.outputs[target]) for part in name.split("/")}

    assert {"pydantic", "pydantic_core"} <= parts


@pytest.mark.parametrize("target", TARGETS)
def test_every_source_file_has_its_bytecode(plain: Any, target: str) -> None:
    names = set(files_of(plain.outputs[target]))
    ours = [name for name in names if name.endswith(".py") and "/faasport/" in f"/{name}"]

    without = [name for name in ours if bytecode_of(name) not in names]

    assert ours
    assert without == []


def bytecode_of(source: str) -> str:
    folder, slash, name = source.rpartition("/")
    return f"{folder}{slash}__pycache__/{name[:-3]}.cpython-313.pyc"


def test_two_builds_in_two_folders_at_two_times_are_identical(tmp_path: Path) -> None:
    digests = []
    for number, seed in enumerate(("1", "2")):
        root = write_project(tmp_path / f"place-{number}" / "project", SYNC)
        long_ago = time.time() - 86400 * 400 * (number + 1)
        for path in root.rglob("*"):
            os.utime(path, (long_ago, long_ago))
        digests.append((packaged(root, PYTHONHASHSEED=seed, TZ=f"Etc/GMT-{number}"), tree(root)))

    (first, first_tree), (second, second_tree) = digests
    assert first == second
    assert set(first) == set(TARGETS)
    assert first_tree == second_tree


def packaged(root: Path, **environment: str) -> dict[str, Any]:
    """The sha256 of every artifact, by target, as `package --json` has it."""
    command = [sys.executable, "-m", "faasport.cli", "package", "--target", "all", "--json"]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return {
        name: {artifact["path"]: artifact["sha256"] for artifact in output["artifacts"]}
        for name, output in json.loads(done.stdout)["targets"].items()
    }


def tree(root: Path) -> dict[str, str]:
    """Every file that was written, manifests too, by its digest."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "dist").rglob("*"))
        if path.is_file()
    }
