"""What the wheel holds."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {"faasport", "faasport_aws", "faasport_azure", "faasport_gcp", "faasport_vercel"}
HALVES = {
    "faasport/runtime",
    "faasport/project",
    "faasport/packager",
    "faasport/verifier",
    "faasport/testing",
    "faasport/cli",
    *(
        f"{package}/{half}"
        for package in PACKAGES - {"faasport"}
        for half in ("runtime", "packager")
    ),
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every file in the wheel that hatchling builds of this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    program = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        return wheel.namelist()


def test_the_packages_are_these(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


@pytest.mark.parametrize("half", sorted(HALVES))
def test_every_half_is_there(names: list[str], half: str) -> None:
    assert f"{half}/__init__.py" in names


def test_every_module_of_the_tree_is_there(names: list[str]) -> None:
    places = (ROOT, ROOT / "adapters")
    modules = {
        path.relative_to(place).as_posix()
        for place in places
        for package in place.glob("faasport*")
        for path in package.rglob("*.py")
    }

    assert modules - set(names) == set()


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_types_are_told(names: list[str], package: str) -> None:
    assert f"{package}/py.typed" in names


def test_no_test_and_no_rubbish_is_there(names: list[str]) -> None:
    parts = {part for name in names for part in name.split("/")}

    assert parts.isdisjoint({"tests", "examples", "docs", "__pycache__", "conftest.py"})
    assert not {part for part in parts if part.startswith("test_") or part.endswith(".pyc")}


def test_the_licence_and_the_entry_points_are_there(names: list[str]) -> None:
    endings = ("licenses/LICENSE", "entry_points.txt", "METADATA")

    assert all(any(name.endswith(ending) for name in names) for ending in endings)
