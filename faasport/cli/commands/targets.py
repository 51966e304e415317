"""`faasport targets`"""

from __future__ import annotations

import click
from rich.table import Table

from faasport.cli import options, report
from faasport.packager import registry


@click.command()
@options.as_json
def targets(as_json: bool) -> None:
    """List the targets that are installed."""
    found = registry.installed()
    if as_json:
        report.data({name: point.value for name, point in found.items()}, key="targets")
        return
    table = Table("Target", "Adapter")
    for name, point in found.items():
        table.add_row(name, point.value)
    report.results().print(table)
