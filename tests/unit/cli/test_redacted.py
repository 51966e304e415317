"""Standard output and error while a command runs."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import pytest
from rich.console import Console

from faasport.cli import redacted
from faasport.cli.asked import Asked
from faasport.project.redaction import Redaction

VALUE = "sk_live_0123456789"
REDACTION = Redaction([("KEY", VALUE)])


@contextmanager
def real_streams() -> Iterator[io.BytesIO]:
    """Standard output and error are this for a while; pytest has its own between its phases."""
    before = sys.stdout, sys.stderr
    buffer = io.BytesIO()
    sys.stdout = sys.stderr = io.TextIOWrapper(buffer, "utf-8", write_through=True)
    try:
        yield buffer
    finally:
        sys.stdout, sys.stderr = before


@pytest.mark.parametrize(
    "write",
    [
        lambda: print(VALUE),
        lambda: print("a", VALUE, file=sys.stderr),
        lambda: sys.stdout.writelines([VALUE, "\n"]),
        lambda: sys.stdout.buffer.write(VALUE.encode()),
        lambda: click.echo(VALUE),
        lambda: click.echo(VALUE.encode(), err=True),
        lambda: Console(highlight=False, width=60).print(f"[b]a {VALUE}[/b]"),
        lambda: logging.StreamHandler().emit(
            logging.LogRecord("a", 30, "a.py", 1, "%s", (VALUE,), None)
        ),
    ],
    ids=["print", "stderr", "lines", "bytes", "echo", "echo-bytes", "rich", "logging"],
)
def test_whoever_prints_a_value_prints_its_name(write):
    with real_streams() as out, redacted.streams(lambda: REDACTION):
        write()
        printed = out.getvalue().decode()

    assert "***KEY***" in printed
    assert VALUE not in printed


def test_afterwards_the_streams_are_those_before():
    before = sys.stdout, sys.stderr

    with pytest.raises(KeyError), redacted.streams(lambda: REDACTION):
        raise KeyError

    assert (sys.stdout, sys.stderr) == before


def test_values_are_looked_for_in_the_shell_and_in_any_table(tmp_path, monkeypatch):
    monkeypatch.setenv("IN_SHELL", "of the shell")
    monkeypatch.setenv("NOBODYS", "of nobody at all")
    (tmp_path / ".env").write_text("IN_SHELL='of the file'\nOF_TARGET='of the target'\nbroken\n")
    (tmp_path / "faasport.toml").write_text(
        "memroy = 1\nsecrets.IN_SHELL = 5\n[stages.prod.targets.aws.functions.one.secrets]\n"
        'OF_TARGET = "x"\n'
    )

    text = Asked(tmp_path, "prod").redaction.text(
        "of the shell, of the file, of the target, of nobody at all"
    )

    assert text == "***IN_SHELL***, ***IN_SHELL***, ***OF_TARGET***, of nobody at all"


def test_without_a_project_nothing_is_looked_for():
    assert Asked().redaction.text(VALUE) == VALUE
