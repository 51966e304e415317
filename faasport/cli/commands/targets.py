"""`faasport targets`"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from importlib.metadata import EntryPoint
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from faasport.cli import options, report
from faasport.packager import registry
from faasport.packager.capability import KINDS, Capability, Missing
from faasport.packager.capability_table import cell
from faasport.packager.limit_page import said
from faasport.packager.limit_table import TOPICS, Limits, Row
from faasport.packager.target import Target
from faasport.project.problem import together

Loaded = Mapping[str, Target]


@click.command()
@options.as_json
def targets(as_json: bool) -> None:
    """List the targets that are installed: the triggers, Pythons and limits of each."""
    points = registry.installed()
    found = together(partial(registry.load, point) for point in points.values())
    loaded = dict(zip(points, found, strict=True))
    if as_json:
        report.data(
            {name: _data(points[name], each) for name, each in loaded.items()}, key="targets"
        )
        return
    console = report.results()
    _show("Trigger", _triggers(loaded), loaded, console)
    _show("Runs", _support(loaded), loaded, console)
    _show("Limit", _limits(loaded), loaded, console)
    for name, point in points.items():
        console.print(Text(f"{name}: {point.value}"), soft_wrap=True)


def _show(title: str, rows: Mapping[str, list[str]], loaded: Loaded, console: Console) -> None:
    table = Table(title, *loaded, show_lines=True)
    for name, cells in rows.items():
        table.add_row(name, *map(Text, cells))
    console.print(table)


def _triggers(loaded: Loaded) -> dict[str, list[str]]:
    return {kind: [cell(each.capabilities.get(kind)) for each in loaded.values()] for kind in KINDS}


def _support(loaded: Loaded) -> dict[str, list[str]]:
    every = [each.limits for each in loaded.values()]
    return {
        "Python": [", ".join(each.pythons) for each in every],
        "Architecture": [", ".join(each.architectures) for each in every],
        "Fronts, and who may call": [_fronts(each) for each in every],
        "As of": [each.as_of for each in every],
    }


def _fronts(limits: Limits) -> str:
    return "\n".join(f"{front}: {', '.join(kinds)}" for front, kinds in limits.fronts.items())


def _limits(loaded: Loaded) -> dict[str, list[str]]:
    return {
        title: ["\n".join(map(_cell, each.limits.about(topic))) for each in loaded.values()]
        for topic, title in TOPICS.items()
    }


def _cell(row: Row) -> str:
    return f"{row.of}: {said(row)}" if row.of else said(row)


def _data(point: EntryPoint, target: Target) -> dict[str, Any]:
    limits = target.limits
    return {
        "adapter": point.value,
        "minimum_python": target.minimum_python,
        "triggers": {kind: _told(target.capabilities.get(kind)) for kind in KINDS},
        "as_of": limits.as_of,
        "pythons": list(limits.pythons),
        "architectures": list(limits.architectures),
        "fronts": {front: list(kinds) for front, kinds in limits.fronts.items()},
        "limits": [{**asdict(row), "said": said(row)} for row in limits.rows],
    }


def _told(capability: Capability | Missing | None) -> dict[str, Any]:
    """Every row of the table as it stands; `supported` tells the two sorts of rows apart."""
    told = asdict(capability) if capability else {}
    return {"supported": isinstance(capability, Capability), **told}
