"""A survey that was begun ahead counts where it is the one that would be made, and nowhere else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from faasport.cli import program, unchanged
from faasport.packager import stamp
from faasport.project import ahead, discovery
from faasport.project.survey import Survey

APP = """\
import os
import faasport

@faasport.http("GET", "/{first}")
def first(first: str): ...
"""
SECOND = """
@faasport.http("GET", "/other/{second}")
def second(second: str): ...
"""
BROKEN = "\nraise ValueError('no')\n"
FOREVER = """
import time
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield
    ahead.end()


@pytest.fixture
def surveys(monkeypatch):
    """Those that were not begun ahead."""
    made: list[Survey] = []

    def survey(*given):
        made.append(Survey(*given))
        return made[-1]

    monkeypatch.setattr(discovery, "Survey", survey)
    return made


@pytest.fixture
def root(make_project):
    return make_project(app=APP)


def packaged(root, *more):
    line = ["package", "--project", str(root), "--target", "fake", *more]
    assert program.run(line) == 0
    return line


def edited(root: Path, text: str) -> None:
    (root / "app.py").write_text(APP + text)


def functions(root: Path) -> list[str]:
    marker = json.loads((root / "dist/fake/.faasport.json").read_text())
    return [each["name"] for each in marker["declared"]]


def test_a_changed_source_is_surveyed_ahead_and_once(root, surveys):
    line = packaged(root)
    edited(root, SECOND)
    surveys.clear()

    answered = unchanged.answers(line)
    code = program.run(line)

    assert (answered, code, surveys) == (False, 0, [])
    assert functions(root) == ["first", "second"]


def test_it_makes_what_is_made_without_it(root, surveys):
    line = packaged(root)
    edited(root, SECOND)
    unchanged.answers(line)
    program.run(line)
    made = (root / "dist/fake/code.zip").read_bytes()
    surveys.clear()

    packaged(root, "--force")

    assert len(surveys) == 1
    assert (root / "dist/fake/code.zip").read_bytes() == made


def test_a_new_module_and_one_less_are_seen(root, surveys):
    (root / "more.py").write_text("X = 1\n")
    line = packaged(root)
    (root / "more.py").unlink()
    (root / "other.py").write_text("X = 2\n")
    edited(root, "\nfrom other import X\n")
    surveys.clear()

    unchanged.answers(line)

    assert program.run(line) == 0
    assert surveys == []


def test_what_changes_once_more_is_surveyed_once_more(root, surveys):
    line = packaged(root)
    edited(root, "# a comment\n")
    surveys.clear()
    unchanged.answers(line)

    edited(root, SECOND)
    program.run(line)

    assert len(surveys) == 1
    assert functions(root) == ["first", "second"]


def test_problems_are_told_as_ever(root, surveys, capsys):
    line = packaged(root)
    edited(root, BROKEN)
    surveys.clear()
    unchanged.answers(line)

    code = program.run(line)

    told = capsys.readouterr().err
    assert (code, surveys) == (1, [])
    assert "app.py:7" in told
    assert "ValueError: no" in told
    assert functions(root) == ["first"]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "faasport.toml").write_text('name = "x"\n'),
        lambda root: (root / ".env").write_text("A=1\n"),
        lambda root: (root / "requirements.txt").write_text("# none\n"),
    ],
)
def test_nothing_is_begun_where_more_than_sources_changed(root, change):
    line = packaged(root)
    edited(root, SECOND)

    change(root)

    assert not unchanged.answers(line)
    assert ahead._BEGUN == []


def test_the_shell_is_that_of_now(make_project, surveys, monkeypatch):
    told = APP + "\nif os.environ.get('NOBODYS') == 'b':" + SECOND.replace("\n", "\n    ")
    root = make_project(app=APP)
    monkeypatch.setenv("NOBODYS", "a")
    line = packaged(root)
    (root / "app.py").write_text(told)
    monkeypatch.setenv("NOBODYS", "b")
    surveys.clear()

    unchanged.answers(line)
    program.run(line)

    assert surveys == []
    assert functions(root) == ["first", "second"]


def test_a_variable_that_came_to_be_in_the_shell_as_well_is_asked_about_anew(
    make_project, surveys, monkeypatch
):
    """Which of the two wins is nothing that is known ahead."""
    root = make_project('secrets = { KEY = "a/key" }\n', app=APP)
    line = packaged(root)
    asked = stamp.question(line)
    edited(root, SECOND)
    surveys.clear()
    asked["variables"]["KEY"] = "another"
    stamp.keep_question(line, asked)

    unchanged.answers(line)
    program.run(line)

    assert len(surveys) == 1
    assert functions(root) == ["first", "second"]


def test_wheels_that_are_gone_are_made_again(root, surveys):
    line = packaged(root)
    edited(root, SECOND)
    asked = stamp.question(line)
    asked["request"]["path"] = ["/nowhere"]
    stamp.keep_question(line, asked)
    surveys.clear()

    unchanged.answers(line)

    assert program.run(line) == 0
    assert len(surveys) == 1


@pytest.mark.parametrize("damage", [{}, {"generated": 1}, {"generated": {}, "request": None}])
def test_a_question_that_makes_no_sense_is_none(root, damage):
    line = packaged(root)
    edited(root, SECOND)

    stamp.keep_question(line, damage)

    assert not unchanged.answers(line)
    assert program.run(line) == 0


def test_what_nobody_asks_for_is_stopped_and_leaves_nothing(root):
    line = packaged(root)
    edited(root, FOREVER)
    unchanged.answers(line)
    (begun,) = ahead._BEGUN
    process, folder = begun.survey._process, begun.code.parent

    ahead.end()

    assert process.returncode is not None
    assert process.returncode != 0
    assert not folder.exists()
    assert ahead._BEGUN == []


def test_an_interpreter_that_is_gone_is_no_error(root):
    line = packaged(root)
    edited(root, SECOND)
    stamp.keep_question(line, {**stamp.question(line), "interpreter": os.devnull})

    assert not unchanged.answers(line)
    assert ahead._BEGUN == []
    assert program.run(line) == 0
