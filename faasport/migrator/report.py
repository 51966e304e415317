"""What is said of an import: as JSON for programs, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from faasport.migrator.draft import KINDS, Kind, Remark
from faasport.migrator.migration import Migration
from faasport.packager import registry
from faasport.project import config_file, guests
from faasport.project.config import Config
from faasport.project.visible import visible

TITLES: dict[Kind, str] = {
    "carried": "Carried: it works as before",
    "changed": "Changed: it works, and means something else",
    "left": "Left: it stays behind",
    "bound": "Bound: the code itself belongs to the old cloud",
}
_STYLES: dict[Kind, str] = {
    "carried": "green",
    "changed": "yellow",
    "left": "red",
    "bound": "magenta",
}


_MOST_SHOWN = 500
"""Remarks of a kind that a terminal shows."""


def as_json(migration: Migration, written: Sequence[str]) -> dict[str, Any]:
    """Everything. `written` are the files that were; what would be, is in `files`."""
    return {
        "origin": migration.origin,
        "file": migration.file,
        "folder": str(migration.shown),
        "written": list(written),
        "files": {path: text.decode("utf-8", "replace") for path, text in migration.files.items()},
        "functions": [
            {
                "name": each.name,
                "where": each.where,
                "triggers": list(each.triggers),
                "carried": each.is_carried,
                "why": each.why,
            }
            for each in migration.functions
        ],
        "counts": migration.counts,
        "remarks": [asdict(each) for each in migration.remarks],
        "next": list(next_steps(migration)),
    }


def show(migration: Migration, written: Sequence[str], console: Console) -> None:
    """Print it, grouped by what became of things and by function."""
    console.print(_line(f"{migration.title}: {migration.file}", "bold"), soft_wrap=True)
    _show_functions(migration, console)
    for kind in KINDS:
        _show_remarks(kind, [each for each in migration.remarks if each.kind == kind], console)
    told = ", ".join(f"{count} {kind}" for kind, count in migration.counts.items())
    carried = sum(each.is_carried for each in migration.functions)
    console.print(
        Text(f"\n{carried} of {len(migration.functions)} functions run here; remarks: {told}.")
    )
    names = ", ".join(written or migration.files) or "nothing"
    said = "Written" if written else "Not written"
    console.print(_line(f"{said}: {names}."), soft_wrap=True)
    steps = list(next_steps(migration)) if written else []
    if steps:
        console.print(Text("Next:", style="bold"))
    for step in steps:
        console.print(_line(f"  {step}", "cyan"), soft_wrap=True)


def next_steps(migration: Migration) -> Iterator[str]:
    """What is to be run, in this order."""
    if not any(each.is_carried for each in migration.functions):
        return
    where = f" --project {migration.shown}" if str(migration.shown) != "." else ""
    yield f"faasport check --target all{where}"
    yield f"faasport package --target all{where}"
    baselines = "".join(f" --baseline {name}" for name in _dialects(migration))
    yield f"faasport verify --target all{baselines}{where}"


def _dialects(migration: Migration) -> list[str]:
    """The platforms whose own runtimes can run the originals."""
    tables = config_file.loads(migration.files[config_file.OWN_FILE].decode())
    config = Config.model_validate({"modules": ["module"], **tables})
    known = registry.installed()
    return sorted({each.dialect for each in guests.of(config)} & {*known})


def _show_functions(migration: Migration, console: Console) -> None:
    if not migration.functions:
        return
    table = Table("Function", "Triggers", *KINDS)
    for each in migration.functions:
        name = each.name if each.is_carried else f"{each.name} (left)"
        own = [remark for remark in migration.remarks if remark.function == each.name]
        counts = [sum(remark.kind == kind for remark in own) for kind in KINDS]
        triggers = "\n".join(visible(one, lines=False) for one in each.triggers)
        table.add_row(*map(Text, [name, triggers, *(str(count or "") for count in counts)]))
    console.print(table)


def _show_remarks(kind: Kind, remarks: list[Remark], console: Console) -> None:
    if not remarks:
        return
    console.print(Text(f"\n{TITLES[kind]}", style=f"bold {_STYLES[kind]}"))
    ordered = sorted(remarks[:_MOST_SHOWN], key=lambda each: each.function)
    for function, own in groupby(ordered, key=lambda each: each.function):
        if function:
            console.print(_line(f"  {function}", "bold"))
        for each in own:
            console.print(_line(f"    {each.where}: {each.message}"), soft_wrap=True)
            if each.fix:
                console.print(_line(f"      {each.fix}", "cyan"), soft_wrap=True)
    if len(remarks) > _MOST_SHOWN:
        console.print(_line(f"    and {len(remarks) - _MOST_SHOWN:,} more: --json tells all."))


def _line(text: str, style: str = "") -> Text:
    """What is said of files that anybody may have written: one line, which steers no terminal."""
    return Text(visible(text, lines=False), style=style)
