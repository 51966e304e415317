"""What is loaded before the command line has said anything: the cost of its start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from faasport.cli import page
from faasport.cli.program import program

ROOT = Path(__file__).parents[3]
# What a bare interpreter has loaded depends on how it was built; what comes on top does not.
CODE = """
import sys
before = set(sys.modules)
sys.argv = ["faasport", *sys.argv[1:]]
from faasport.cli import main
try:
    main()
finally:
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""
APP = "import faasport\n@faasport.http\ndef hello(): ...\n"
TABLE = '[tool.faasport]\nname = "shop"\nmodules = ["app"]\n'


def started(*arguments: str, cwd: Path = ROOT, **variables: str) -> tuple[str, set[str]]:
    """What is printed, and the modules that were loaded for it."""
    path = os.pathsep.join(map(str, (ROOT, ROOT / "adapters")))
    environment = {name: text for name, text in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        env={**environment, "PYTHONPATH": path, **variables},
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout, set(done.stderr.splitlines()[-1].split())


def test_the_page_is_what_click_would_print():
    shown = CliRunner().invoke(program, ["--help"], prog_name="faasport", terminal_width=80)

    assert page.text() == shown.output


@pytest.mark.parametrize("asked", ["--help", "-h"])
def test_help_loads_itself_and_nothing_else(asked):
    out, loaded = started(asked)

    assert out == page.text()
    assert loaded == {"__future__", "faasport", "faasport.cli", "faasport.cli.page"}


def test_a_screen_that_says_its_width_gets_a_page_of_that_width():
    out, loaded = started("--help", COLUMNS="60")

    assert out != page.text()
    assert max(map(len, out.splitlines())) <= 60
    assert "click" in loaded


def test_what_is_unchanged_loads_no_parser_no_model_no_printer_and_no_process(tmp_path):
    project, cache = tmp_path / "project", str(tmp_path / "cache")
    project.mkdir()
    (project / "app.py").write_text(APP)
    (project / "pyproject.toml").write_text(TABLE)
    arguments = ("package", "--project", str(project), "--target", "aws")
    first, _ = started(*arguments, XDG_CACHE_HOME=cache)

    out, loaded = started(*arguments, XDG_CACHE_HOME=cache)

    assert "Unchanged: nothing was written." in out
    assert out.partition("┏")[2] == first.partition("┏")[2] != ""
    heavy = {
        "click",
        "rich",
        "pydantic",
        "subprocess",
        "importlib.metadata",
        "dataclasses",
        "email",
    }
    assert not heavy & loaded
    assert {each for each in loaded if each.startswith("faasport")} == {
        *("faasport", "faasport.cli", "faasport.cli.page", "faasport.cli.unchanged"),
        *("faasport.cli.report", "faasport.cli.simple", "faasport.cli.table"),
        *("faasport.packager", "faasport.packager.stamp"),
        *("faasport.project", "faasport.project.cache", "faasport.project.seen"),
        *("faasport.project.store", "faasport.project.tree", "faasport.project.visible"),
    }


def test_json_of_what_is_unchanged_is_the_same(tmp_path):
    project, cache = tmp_path / "project", str(tmp_path / "cache")
    project.mkdir()
    (project / "app.py").write_text(APP)
    (project / "pyproject.toml").write_text(TABLE)
    arguments = ("package", "--project", str(project), "--target", "aws", "--json")
    first, _ = started(*arguments, XDG_CACHE_HOME=cache)

    out, loaded = started(*arguments, XDG_CACHE_HOME=cache)

    expected = json.loads(first)
    expected["targets"]["aws"]["unchanged"] = True
    assert json.loads(out) == expected
    assert "click" not in loaded
