"""What a run would change, and what came of it: as tables for people, and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from faasport.deployer.change import Change, Plan
from faasport.deployer.deployed import Deployed, Endpoint
from faasport.deployer.deployment import Deployment
from faasport.project.visible import visible

COLOURS = {"add": "green", "update": "yellow", "replace": "yellow", "remove": "magenta"}
LOSS = "bold red"
_LOST = "its data is lost"


Warned = Mapping[str, Sequence[str]]
"""What packaging warns of, by target."""


def show(deployment: Deployment, console: Console, warned: Warned = MappingProxyType({})) -> None:
    """A table for each target, or a line where nothing changes."""
    for step in deployment.steps:
        title = f"{step.target}: {step.plan.place}"
        if step.plan.changes:
            console.print(drawn(step.plan.changes, title))
        if step.plan.is_empty:
            console.print(_line(f"{title}: nothing changes."))
        for caution in (*warned.get(step.target, ()), *step.plan.cautions):
            console.print(Text.assemble(("warning: ", "yellow"), visible(caution)), soft_wrap=True)


def drawn(changes: Iterable[Change], title: str | None = None) -> Table:
    """A row for each change; what loses data in red."""
    table = Table(title=None if title is None else Text(visible(title)), title_justify="left")
    table.add_column("Change", no_wrap=True)
    for name in ("Resource", "Name", "What"):
        table.add_column(name, overflow="fold")
    for change in changes:
        style = LOSS if change.loses_data else COLOURS.get(change.action, "")
        told = [change.detail, _LOST if change.loses_data else ""]
        cells = (change.kind, change.name, "; ".join(filter(None, told)))
        row = (Text(visible(cell, lines=False)) for cell in cells)
        table.add_row(Text(change.action, style), *row, style=LOSS if change.loses_data else "")
    return table


def show_deployed(target: str, plan: Plan, deployed: Deployed, console: Console) -> None:
    """Where it answers, and what is left to do."""
    done = "is as it was" if plan.is_empty else "is deployed"
    console.print(_line(f"{target}: {plan.place} {done}."))
    show_endpoints(deployed.endpoints, console)
    for note in deployed.notes:
        console.print(_line(f"note: {note}"))


def show_endpoints(endpoints: Iterable[Endpoint], console: Console) -> None:
    for endpoint in endpoints:
        console.print(_line(f"  {endpoint.name}: {endpoint.value}"))


def show_removed(target: str, plan: Plan, console: Console) -> None:
    """What is gone, and what was left."""
    kept = [change for change in plan.changes if change.action == "keep"]
    done = "nothing is there to destroy" if plan.is_empty else "is destroyed"
    console.print(_line(f"{target}: {plan.place}: {done}."))
    for change in kept:
        told = f" ({change.detail})" if change.detail else ""
        console.print(_line(f"  kept: {change.kind} {change.name}{told}"))


def as_json(
    deployment: Deployment,
    *,
    applied: bool,
    deployed: Mapping[str, Deployed] | None = None,
    warned: Warned = MappingProxyType({}),
) -> dict[str, Any]:
    """By target. `applied`: whether the plan was carried out."""
    return {
        step.target: {
            "place": step.plan.place,
            "changes": [asdict(change) for change in step.plan.changes],
            "cautions": [*warned.get(step.target, ()), *step.plan.cautions],
            "applied": applied,
            **_outcome((deployed or {}).get(step.target)),
        }
        for step in deployment.steps
    }


def _outcome(deployed: Deployed | None) -> dict[str, Any]:
    endpoints = deployed.endpoints if deployed else ()
    return {
        "endpoints": {each.name: each.value for each in endpoints},
        "notes": list(deployed.notes) if deployed else [],
    }


def _line(text: str) -> Text:
    """For a console that does not wrap it: nobody could copy an address in two lines."""
    return Text(visible(text), overflow="ignore", no_wrap=True)
