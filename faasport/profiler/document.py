"""A profile as data: all of it, also what a person need not see."""

from __future__ import annotations

from typing import Any

from faasport.profiler import advice
from faasport.profiler.origin import Origins
from faasport.profiler.profile import Profile, Unit
from faasport.profiler.trace import Trace, milliseconds
from faasport.profiler.tree import Branch


def as_json(profile: Profile) -> dict[str, Any]:
    return {
        "runtime": list(profile.runtime),
        "notes": list(profile.notes),
        "unavailable": profile.unavailable,
        "units": [_unit(unit) for unit in profile.units],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    told: dict[str, Any] = {
        "unit": unit.name,
        "functions": list(unit.start.functions),
        "entry": unit.start.entry,
        "preloaded": list(unit.start.preloaded),
        "budget_ms": unit.budget.most if unit.budget else None,
        "failed": unit.failed,
    }
    if unit.trace is None or unit.tree is None or unit.origins is None:
        return told
    return {
        **told,
        "python": unit.trace.python,
        "modules_before": unit.trace.before,
        "median_ms": milliseconds(unit.median),
        "runs_ms": list(map(milliseconds, unit.totals)),
        "heaviest": [each.as_json() for each in unit.costs],
        "advice": list(advice.given(unit.costs)),
        "tree": _branch(unit.tree),
        "imports": _imports(unit.trace, unit.origins),
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "kind": branch.origin.kind,
        "name": branch.origin.name,
        "version": branch.origin.version,
        "imported_by": branch.where,
        "modules": branch.modules,
        "total_ms": milliseconds(branch.total),
        "self_ms": milliseconds(branch.own),
        "lines": {str(line): milliseconds(spent) for line, spent in branch.lines.items()},
        "imports": [_branch(each) for each in branch.below],
    }


def _imports(trace: Trace, origins: Origins) -> list[dict[str, Any]]:
    """Every module in the order of the imports; `parent` is a place in this list, or -1."""
    return [
        {
            "module": each.module,
            "file": origins.shown(each.file) if each.file else "",
            "parent": each.parent,
            "imported_by": f"{origins.shown(each.by)}:{each.line}" if each.by else "",
            "total_ms": milliseconds(each.total),
            "self_ms": milliseconds(each.own),
        }
        for each in trace.imports
    ]
