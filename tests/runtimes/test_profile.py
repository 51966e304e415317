"""What each platform's host says of how its units start, tried on what is packaged for it."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.output import Package
from faasport.packager.target import Target
from faasport.profiler import document, profile

APP = """\
import colorsys
import json
import os

import faasport
from models import NAME

REGION = os.environ["OWN"]


@faasport.http("GET", "/")
def home() -> str:
    return NAME


@faasport.queue("orders")
def fulfil(message: faasport.Message) -> None: ...
"""
CONFIG = """\
name = "shop"
modules = ["app"]
python = "3.13"
env = { OWN = "1" }

[targets.aws.functions.home]
cold_start_ms = 600000
"""
FILES = {
    "faasport.toml": CONFIG,
    "src/app.py": APP,
    "src/models.py": "NAME = 'shop'\nimport graphlib\n",
}
# Target to its units, with the functions of the user's that each serves.
UNITS = {
    "aws": {"home": ["home"], "catch_all": [], "fulfil": ["fulfil"]},
    "gcp": {"app": ["home"], "fulfil": ["fulfil"]},
    "azure": {"app": ["home", "fulfil"]},
    "vercel": {"app": ["home"], "fulfil": ["fulfil"]},
}

IMPORTED = {
    "src/app.py": {("colorsys", "src/app.py:1"), ("src/models.py", "src/app.py:6")},
    "src/models.py": {("graphlib", "src/models.py:2")},
}


@pytest.fixture(scope="module")
def targets() -> list[Target]:
    return registry.select(list(UNITS))


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory, targets: list[Target]) -> Package:
    root = tmp_path_factory.mktemp("profiled")
    for path, text in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return pipeline.package(root, targets)


@pytest.mark.parametrize("name", list(UNITS))
def test_every_unit_starts_and_tells_what_the_users_lines_import(
    packaged: Package, targets: list[Target], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    units = _units(packaged, targets, name, monkeypatch)

    assert {unit["unit"]: unit["functions"] for unit in units} == UNITS[name]
    for unit in units:
        modules = {each["module"]: each["imported_by"] for each in unit["imports"]}
        assert unit["failed"] == ""
        assert unit["python"].startswith("3.13.")
        assert "json" not in modules
        # What answers the rest imports none of them before a request asks for it.
        assert _yours(unit["tree"]) == (IMPORTED if unit["functions"] else {})


def _units(
    packaged: Package, targets: list[Target], name: str, monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    """Those of one target, each started once."""
    monkeypatch.setattr(profile, "RUNS", 1)
    (target,) = [each for each in targets if each.name == name]
    (folder,) = [each.directory for each in packaged.outputs if each.target == name]
    found = profile.measured(packaged.project, target, folder, pipeline.silent, all_units=True)
    if found.unavailable:
        pytest.skip(f"{name} cannot run here: {found.unavailable}")
    told: list[Any] = document.as_json(found)["units"]
    return told


def _yours(branch: Any) -> dict[str, set[tuple[str, str]]]:
    """The user's files in a tree, with what they import and by which line."""
    found = {}
    for each in branch["imports"]:
        if each["kind"] == "yours":
            inner = {(other["name"], other["imported_by"]) for other in each["imports"]}
            found[each["name"]] = inner
        found.update(_yours(each))
    return found


def test_lines_that_take_time_themselves_are_told(
    packaged: Package, targets: list[Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    units = _units(packaged, targets, "aws", monkeypatch)

    (home,) = [unit for unit in units if unit["unit"] == "home"]
    (app,) = [each for each in home["tree"]["imports"] if each["name"] == "src/app.py"]
    # Statements alone, and no line of a function's body.
    assert set(app["lines"]) == {"1", "2", "3", "5", "6", "8", "11", "12", "16", "17"}
    assert home["budget_ms"] == 600000
