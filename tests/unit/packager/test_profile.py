"""`faasport package --profile` and the budget, as users meet them."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from faasport.cli import program
from faasport.profiler import profile

APP = """\
import csv
import colorsys
import time

import faasport
import shelf

time.sleep(0.02)


@faasport.http("GET", "/")
def home() -> str:
    return shelf.NAME
"""
FILES = {"app": APP, "shelf.py": 'import graphlib\n\nNAME = "shelf"\n'}


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "RUNS", 1)
    monkeypatch.setattr(profile, "MORE", 2)


def package(root: Path, *flags: str) -> int:
    return program.run(["package", "--project", str(root), "--target", "fake", *flags])


def imported(branch):
    return {(each["name"], each["imported_by"]) for each in branch["imports"]}


def test_each_unit_is_told_with_what_its_lines_import(make_project, capsys):
    root = make_project(**FILES)

    code = package(root, "--profile", "--json")

    told = json.loads(capsys.readouterr().out)["targets"]["fake"]["profile"]
    (unit,) = told["units"]
    (app,) = [each for each in unit["tree"]["imports"] if each["name"] == "app.py"]
    (shelf,) = [each for each in app["imports"] if each["name"] == "shelf.py"]
    assert code == 0
    assert (unit["unit"], unit["functions"]) == ("everything", ["home"])
    assert len(unit["runs_ms"]) == 1
    assert unit["budget_ms"] is None
    assert unit["tree"]["name"] == "faasport"
    # csv is the platform's own, and was there before; faasport is no import of theirs.
    assert imported(app) == {("colorsys", "app.py:2"), ("shelf.py", "app.py:6")}
    assert imported(shelf) == {("graphlib", "shelf.py:1")}
    modules = {each["module"]: each for each in unit["imports"]}
    assert modules["shelf"]["imported_by"] == "app.py:6"
    assert "csv" not in modules


def test_people_are_shown_a_tree(make_project, capsys):
    root = make_project(**FILES)

    code = package(root, "--profile")

    out = capsys.readouterr().out
    assert code == 0
    assert "fake: everything" in out
    assert "loaded before, and free: csv" in out
    assert "app.py" in out


@pytest.mark.parametrize("flags", [(), ("--profile",)])
def test_a_budget_that_is_missed_fails(make_project, capsys, flags):
    root = make_project("cold_start_ms = 1\n", **FILES)

    codes = package(root, *flags, "--json"), package(root, *flags)

    out, err = capsys.readouterr()
    (problem,) = json.JSONDecoder().raw_decode(out)[0]["problems"]
    assert codes == (1, 1)
    assert problem["code"] == "cold-start"
    assert problem["where"] == "pyproject.toml:5: tool.faasport.cold_start_ms"
    assert "everything takes" in problem["message"]
    assert "(the median of 3), and may take 1 ms" in problem["message"]
    assert "cold_start_ms" in err


def test_what_misses_its_budget_is_not_written(make_project):
    root = make_project("cold_start_ms = 600000\n", **FILES)
    package(root)
    before = {path: path.read_bytes() for path in root.glob("dist/**/*") if path.is_file()}
    configuration = root / "pyproject.toml"
    configuration.write_text(configuration.read_text().replace("600000", "1"))
    (root / "shelf.py").write_text((root / "shelf.py").read_text() + "\nMORE = 1\n")

    code = package(root)

    after = {path: path.read_bytes() for path in root.glob("dist/**/*") if path.is_file()}
    assert code == 1
    assert after == before


def test_a_budget_that_is_kept_passes_also_where_nothing_changed(make_project, capsys):
    root = make_project("cold_start_ms = 600000\n", **FILES)

    codes = package(root), package(root), package(root, "--json")

    out = capsys.readouterr().out
    assert codes == (0, 0, 0)
    assert "Unchanged" in out
    assert out.count("fake: starts here: everything") == 2
    assert '"profile"' not in out


def test_without_either_nothing_is_started(make_project, monkeypatch):
    def refuse(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    monkeypatch.setattr(profile, "measured", refuse)

    assert package(make_project(**FILES)) == 0


def test_an_adapter_that_does_not_say_how_it_starts_is_told(make_project, monkeypatch, capsys):
    host = import_module("faasport_fake.host").Host
    monkeypatch.delattr(host, "starts")
    root = make_project("cold_start_ms = 600000\n", **FILES)

    code = package(root, "--json")

    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert code == 1
    assert problem["code"] == "cold-start-unknown"
    assert "does not say how the platform starts" in problem["message"]


def test_where_nothing_is_held_to_a_budget_what_cannot_be_measured_is_said(
    make_project, monkeypatch, capsys
):
    host = import_module("faasport_fake.host").Host
    monkeypatch.delattr(host, "starts")
    root = make_project(**FILES)

    code = package(root, "--profile", "--json")

    told = json.loads(capsys.readouterr().out)["targets"]["fake"]["profile"]
    assert code == 0
    assert "does not say how the platform starts" in told["unavailable"]
    assert (root / "dist/fake/manifest.json").is_file()
