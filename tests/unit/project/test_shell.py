"""`.env`: what is read of it, and when."""

from __future__ import annotations

import pytest

from faasport.project import shell
from faasport.project.problem import ProblemsFound

DOTENV = """\
# a comment, and an empty line

export TOKEN=plain
QUOTED="with space # and hash"   # a comment
SINGLE='kept ${AS_IT_IS} \\n'
EMPTY=
LINES="one
two"
UNICODE=café
"""


def problems(root):
    with pytest.raises(ProblemsFound) as found:
        shell.variables(root, "dev")
    return found.value.problems


def test_every_form_of_a_line_is_read(tmp_path):
    (tmp_path / ".env").write_text(DOTENV, "utf-8")

    assert shell.dotenv(tmp_path) == {
        "TOKEN": "plain",
        "QUOTED": "with space # and hash",
        "SINGLE": "kept ${AS_IT_IS} \\n",
        "EMPTY": "",
        "LINES": "one\ntwo",
        "UNICODE": "café",
    }


def test_windows_may_have_written_it(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfA=1\r\nB=2\r\n")

    assert shell.dotenv(tmp_path) == {"A": "1", "B": "2"}


def test_the_shell_is_over_the_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("SAID_TWICE=file\nSAID_ONCE=file\n")
    monkeypatch.setenv("SAID_TWICE", "shell")

    found = shell.variables(tmp_path, "dev")

    assert (found["SAID_TWICE"], found["SAID_ONCE"]) == ("shell", "file")


def test_other_stages_never_see_the_file(tmp_path):
    (tmp_path / ".env").write_text("SAID_ONCE=file\n")

    assert "SAID_ONCE" not in shell.variables(tmp_path, "prod")


def test_a_project_needs_no_file(tmp_path):
    assert shell.dotenv(tmp_path) == {}


def test_every_line_that_cannot_be_read_is_told_without_what_it_says(tmp_path):
    (tmp_path / ".env").write_text("A=1\nB='never closed\nC=2\nNO_VALUE\nNUL=a\0b\n")

    found = problems(tmp_path)

    assert [(each.code, each.where) for each in found] == [
        ("bad-dotenv", ".env:2"),
        ("bad-dotenv", ".env:4"),
        ("bad-dotenv", ".env:5"),
    ]
    assert not any("never" in str(each) or "NO_VALUE" in str(each) for each in found)
    assert shell.readable(tmp_path) == {"A": "1", "C": "2"}


def test_a_file_that_is_not_utf_8_is_told(tmp_path):
    (tmp_path / ".env").write_bytes(b"A=\xff\n")

    assert [each.code for each in problems(tmp_path)] == ["bad-dotenv"]
    assert shell.readable(tmp_path) == {}
