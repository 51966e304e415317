"""The tables of `faasport package`, from plain data: one for each target, with what stands beneath.

A table is `{"title", "rows", "lines", "warnings"}`; a row has a text for each column.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from faasport.cli import report, simple

if TYPE_CHECKING:  # what is unchanged may be told without it
    from rich.console import Console

Table = Mapping[str, Any]
COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "Function": {},
    "Trigger": {"overflow": "fold"},
    "Artifact": {"overflow": "fold"},
    "Size": {"justify": "right", "no_wrap": True},
    "Warnings": {"justify": "right"},
}


# https://rich.readthedocs.io/en/stable/console.html#environment-variables, and what it asks besides
_ASKED = (
    *("COLORTERM", "COLUMNS", "FORCE_COLOR", "JUPYTERCOLUMNS", "LINES", "NO_COLOR", "TERM"),
    *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION"),
)


def show(tables: Iterable[Table]) -> None:
    """Print them on standard output."""
    tables = list(tables)
    text = _plain(tables)
    if text is None:
        _print(report.results(), tables)
        return
    sys.stdout.write(text)
    sys.stdout.flush()


def drawn(tables: Iterable[Table]) -> str:
    """What `show` would write."""
    tables = list(tables)
    text = _plain(tables)
    if text is not None:
        return text
    console = report.results()
    with console.capture() as captured:
        _print(console, tables)
    return captured.get()


def _plain(tables: Sequence[Table]) -> str | None:
    return simple.drawn(tables, COLUMNS, report.PIPED) if simple.is_plain(sys.stdout) else None


def screen() -> list[Any]:
    """All that decides how tables look: on an equal screen they look the same."""
    sizes = [simple.columns(stream) for stream in (0, 1, 2)]
    return [
        sys.stdout.isatty(),
        sys.stdout.encoding,
        sizes,
        [os.environ.get(name) for name in _ASKED],
    ]


def _print(console: Console, tables: Iterable[Table]) -> None:
    from rich.table import Table as Drawn
    from rich.text import Text

    for each in tables:
        table = Drawn(title=each["title"], title_justify="left")
        for name, options in COLUMNS.items():
            table.add_column(name, **options)
        for row in each["rows"]:
            table.add_row(*map(Text, row))
        console.print(table)
        for line in each["lines"]:
            console.print(Text(line), soft_wrap=True)
        for warning in each["warnings"]:
            console.print(Text.assemble(("warning: ", "yellow"), warning), soft_wrap=True)
