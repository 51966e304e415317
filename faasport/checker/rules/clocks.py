"""FP065: the clock of the machine, where the schedule goes by that of a time zone."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule


def _clocks(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if not _is_reading(code, module, call) or _is_stopwatch(code, module, call):
            continue
        for handler in code.leading_to(module, call):
            for declared in handler.of("schedule"):
                zone = declared.text("timezone")
                if zone and zone not in {"UTC", "Etc/UTC"}:
                    message = (
                        f"{named} is in UTC there; the schedule of {handler.name} is in {zone}."
                    )
                    yield Hit(module, call, message)


def _is_reading(code: Code, module: Module, node: ast.expr | None) -> bool:
    """A reading of the clock that knows of no time zone, or a variable that holds one."""
    call = node if isinstance(node, ast.Call) else module.assigned(node) if node else None
    if not isinstance(call, ast.Call):
        return False
    named = code.named(module, call.func)
    is_now = named == "datetime.datetime.now" and not (call.args or call.keywords)
    return is_now or named in {"datetime.date.today", "datetime.datetime.today"}


def _is_stopwatch(code: Code, module: Module, call: ast.Call) -> bool:
    """Only ever subtracted from another reading, or another from it."""
    parent = module.parents[call]
    target = parent.targets[0] if isinstance(parent, ast.Assign) else None
    used = module.uses(target) if isinstance(target, ast.Name) else [call]
    return bool(used) and all(_is_difference(code, module, each) for each in used)


def _is_difference(code: Code, module: Module, node: ast.expr) -> bool:
    above = module.parents[node]
    if not isinstance(above, ast.BinOp) or not isinstance(above.op, ast.Sub):
        return False
    return all(_is_reading(code, module, each) for each in (above.left, above.right))


CLOCKS = Rule(
    id="FP065",
    title="The clock of the machine in a schedule with a time zone",
    severity="warning",
    why="Platforms run in UTC: the day and the hour differ from those of the schedule's zone, and "
    "from those on your machine.",
    fix='Use tick.scheduled_at, or datetime.now(ZoneInfo("...")).',
    check=_clocks,
    found="""\
from datetime import date

import faasport


@faasport.schedule("30 0 * * *", timezone="Europe/Berlin")
def report(tick: faasport.Tick):
    print("report of", date.today())
""",
    fine="""\
from datetime import datetime
from zoneinfo import ZoneInfo

import faasport


@faasport.schedule("30 0 * * *", timezone="Europe/Berlin")
def report(tick: faasport.Tick):
    print("report of", datetime.now(ZoneInfo("Europe/Berlin")).date())
""",
)
