"""`faasport targets`"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from importlib.metadata import EntryPoint
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from faasport.cli import options, report
from faasport.packager import registry
from faasport.packager.capability import KINDS, Capability, Missing
from faasport.packager.capability_table import cell
from faasport.packager.target import Target
from faasport.project.problem import together


@click.command()
@options.as_json
def targets(as_json: bool) -> None:
    """List the targets that are installed, and the triggers that each has."""
    points = registry.installed()
    found = together(partial(registry.load, point) for point in points.values())
    loaded = dict(zip(points, found, strict=True))
    if as_json:
        report.data(
            {name: _data(points[name], each) for name, each in loaded.items()}, key="targets"
        )
        return
    table = Table("Trigger", *loaded, show_lines=True)
    for kind in KINDS:
        table.add_row(kind, *(Text(cell(each.capabilities.get(kind))) for each in loaded.values()))
    console = report.results()
    console.print(table)
    for name, point in points.items():
        console.print(Text(f"{name}: {point.value}"), soft_wrap=True)


def _data(point: EntryPoint, target: Target) -> dict[str, Any]:
    triggers = {kind: _told(target.capabilities.get(kind)) for kind in KINDS}
    return {"adapter": point.value, "minimum_python": target.minimum_python, "triggers": triggers}


def _told(capability: Capability | Missing | None) -> dict[str, Any]:
    """Every row of the table as it stands; `supported` tells the two sorts of rows apart."""
    told = asdict(capability) if capability else {}
    return {"supported": isinstance(capability, Capability), **told}
