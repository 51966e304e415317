"""What is drawn without rich is what rich would draw."""

from __future__ import annotations

import io
from typing import Any

import pytest

from faasport.cli import report, simple, table

_WIDE = "x" * 70
_ROW = ("orders", "http GET /", "code.zip", "3.7 MB", "0")


def _table(title: str = "aws: /somewhere", rows: Any = (_ROW,), **more: Any) -> dict[str, Any]:
    return {"title": title, "rows": list(rows), "lines": ["a line"], "warnings": [], **more}


_SIMPLE = {
    "one": [_table()],
    "two": [_table(), _table("gcp: /x  Unchanged: nothing was written.")],
    "long": [_table(rows=[_ROW, ("o", _WIDE, "", "12.0 MB", "")])],
    "told": [_table(lines=["y" * 300, "code.zip: 9.9 MB"], warnings=["mind it", "z" * 200])],
    "bare": [_table(lines=[])],
    "full": [_table("aws: /" + "t" * 50)],
}
_ELSE = {
    "no rows": [_table(rows=[])],
    "too wide": [_table(rows=[("o" * 60, _WIDE, "c", "1 kB", "0")])],
    "title too long": [_table("t" * 100)],
    "markup": [_table("aws: /[bold]/x")],
    "emoji": [_table("aws: /:smile:/x")],
    "wide characters": [_table(rows=[("注文", "http GET /", "code.zip", "1 kB", "0")])],
    "two lines": [_table(lines=["one\ntwo"])],
    "trailing space": [_table(warnings=["said "])],
    "one of two": [_table(), _table(rows=[])],
}


def _by_rich(tables: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(table, "_plain", lambda _: None)
    return table.drawn(tables)


@pytest.fixture(autouse=True)
def _piped(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in simple.STEERING:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", _SIMPLE)
def test_simple_tables_look_as_rich_draws_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = _SIMPLE[name]
    drawn = simple.drawn(tables, table.COLUMNS, report.PIPED)
    assert drawn == _by_rich(tables, monkeypatch)


@pytest.mark.parametrize("name", _ELSE)
def test_other_tables_are_left_to_rich(name: str) -> None:
    assert simple.drawn(_ELSE[name], table.COLUMNS, report.PIPED) is None


def _stream(encoding: str = "utf-8") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def test_a_pipe_in_utf8_gets_text_alone() -> None:
    assert simple.is_plain(_stream())
    assert not simple.is_plain(_stream("ascii"))


@pytest.mark.parametrize("name", simple.STEERING)
def test_who_steers_rich_gets_rich(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    assert not simple.is_plain(_stream())


@pytest.mark.parametrize("step", ["Writing", "Packaging for " + "x" * 90, "Packaging for 注文"])
def test_progress_is_told_as_rich_tells_it(step: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True, highlight=False).print(Text(f"{step} ..."))
    expected = capsys.readouterr().err
    with report.progress(quiet=False) as tell:
        tell(step)
    assert capsys.readouterr().err == expected


def test_quiet_progress_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with report.progress(quiet=True) as tell:
        tell("Writing")
    assert capsys.readouterr().err == ""
