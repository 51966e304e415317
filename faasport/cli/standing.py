"""What is deployed, for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from faasport.cli import changes
from faasport.deployer.deployed import Status, Unit
from faasport.project.visible import visible

_SHORT = 12
_COLUMNS = ("Unit", "Functions", "Version", "Code", "State", "Traffic")


def show(target: str, found: Status, console: Console) -> None:
    """One target's: where it is and since when, its units, and what differs."""
    for line in _lines(target, found):
        console.print(Text(visible(line)), soft_wrap=True)
    if found.units:
        console.print(_units(found.units))
    changes.show_endpoints(found.endpoints, console)
    if found.drift:
        console.print(changes.drawn(found.drift, "What a deployment would change:"))


def _lines(target: str, found: Status) -> Iterator[str]:
    state = found.state or ("deployed" if found.is_deployed else "not deployed")
    since = f", since {found.updated:%Y-%m-%d %H:%M:%S %Z}".rstrip() if found.updated else ""
    by = f", by faasport {found.faasport}" if found.faasport else ""
    yield f"{target}: {found.place}: {state}{since}{by}"
    if found.holder:
        yield f"  {found.holder} is deploying to it now."
    if found.is_deployed:
        yield f"  {_compared(found)}"


def _compared(found: Status) -> str:
    if not found.local:
        return f"deployed: {found.digest[:_SHORT] or 'unknown'}; nothing is packaged here."
    if found.digest == found.local:
        return f"deployed: {found.digest[:_SHORT]}, which is what is packaged here."
    deployed = found.digest[:_SHORT] or "unknown"
    return f"deployed: {deployed}; packaged here: {found.local[:_SHORT]}."


def _units(units: tuple[Unit, ...]) -> Table:
    table = Table()
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for unit in units:
        functions = ", ".join(unit.functions)
        cells = (unit.name, functions, unit.version, unit.digest[:_SHORT], unit.state, unit.traffic)
        table.add_row(*(Text(visible(cell, lines=False)) for cell in cells))
    return table
