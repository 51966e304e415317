"""A profile for people: a tree for each unit, cut to what matters, and what makes it quicker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from faasport.profiler import advice
from faasport.profiler.heaviest import told
from faasport.profiler.origin import OURS, Origin
from faasport.profiler.profile import Profile, Unit
from faasport.profiler.tree import Branch

LEAST = 1_000_000
"""Nanoseconds. What takes less, or less than this share, is told in one sum."""
LEAST_SHARE = 0.02
_TEXT = 48
_SHOWN = 3
_LOUD = 0.2
_NAMES = {
    "yours": "{}",
    "package": "{}",
    "platform": "{} (the platform's)",
    "python": "{} (Python's own)",
    "faasport": "{}",
}


def line(profile: Profile, root: Path, console: Console) -> None:
    """Print that what was held to a budget keeps it, if it does."""
    said = ", ".join(
        f"{each.name} {told(each.median)} of {each.budget.most} ms"
        for each in profile.units
        if each.budget and each.trace and not each.is_slow
    )
    if said:
        console.print(Text(f"{profile.target}: starts here: {said}."), soft_wrap=True)


def whole(profile: Profile, root: Path, console: Console) -> None:
    """Print the whole of it. `root` is the project's folder, for lines of the user's own code."""
    if profile.unavailable:
        said = f"{profile.target}: nothing could be measured: {profile.unavailable}"
        console.print(Text(said, style="bold red"), soft_wrap=True)
    for note in profile.notes:
        console.print(Text(f"{profile.target}: {note}", style="yellow"), soft_wrap=True)
    for unit, *alike in _alike(profile.units):
        console.print(_tree(profile, unit, root), soft_wrap=True)
        for each in advice.given(unit.costs):
            console.print(Text.assemble(("  advice: ", "cyan"), each), soft_wrap=True)
        if alike:
            said = ", ".join(f"{each.name} {told(each.median)}" for each in alike)
            console.print(Text(f"  The same is loaded by {said}."), soft_wrap=True)


def _alike(units: Iterable[Unit]) -> list[list[Unit]]:
    """Units that load the same, together: one module may hold many functions."""
    found: dict[object, list[Unit]] = {}
    for each in units:
        loaded = each.loaded if each.tree else each.name
        found.setdefault(loaded, []).append(each)
    return list(found.values())


def _tree(profile: Profile, unit: Unit, root: Path) -> Tree:
    name = (f"{profile.target}: {unit.name}", "bold")
    if unit.tree is None or unit.trace is None:
        return Tree(Text.assemble(name, ("  could not be loaded: ", "bold red"), unit.failed))
    tree = Tree(Text.assemble(name, "  ", (told(unit.median), "bold"), _against(unit)))
    tree.add(Text(_before(profile, unit), style="dim"))
    whole = unit.trace.total or 1
    ours = Branch(OURS, own=unit.tree.own, modules=unit.tree.modules)
    parts = sorted([ours, *unit.tree.below], key=lambda each: -each.total)
    _grow(tree, parts, whole, root)
    return tree


def _against(unit: Unit) -> str:
    times = f"  median of {len(unit.totals)}, {told(min(unit.totals))} to {told(max(unit.totals))}"
    return times + (f"; may take {unit.budget.most} ms" if unit.budget else "")


def _before(profile: Profile, unit: Unit) -> str:
    assert unit.trace is not None  # noqa: S101  # the caller's branch, told to mypy
    names = unit.start.preloaded
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    free = f"{', '.join(names[:_SHOWN])}{more}" if names else "nothing of the platform's own"
    pins = f" ({', '.join(profile.runtime)})" if profile.runtime else ""
    return f"Python {unit.trace.python}; loaded before, and free: {free}{pins}"


def _grow(tree: Tree, branches: list[Branch], whole: int, root: Path) -> None:
    # What we cost ourselves is always told.
    heavy = [each for each in branches if each.origin == OURS or _matters(each.total, whole)]
    for each in heavy:
        grown = tree.add(_line(each.total, whole, _label(each.origin), _brought(each)))
        for number, spent in each.lines.items():
            if _matters(spent, whole):
                place = f"line {number}"
                grown.add(_line(spent, whole, place, _text(root, each.origin.name, number)))
        _grow(grown, each.below, whole, root)
    rest = [each for each in branches if each not in heavy]
    if rest and heavy:
        spent = sum(each.total for each in rest)
        tree.add(Text(f"{told(spent):>8}       {len(rest)} more", style="dim"))


def _matters(spent: int, whole: int) -> bool:
    return spent >= max(LEAST, LEAST_SHARE * whole)


def _line(spent: int, whole: int, label: str, about: str) -> Text:
    share = spent / whole
    style = "bold yellow" if share >= _LOUD else ""
    return Text.assemble((f"{told(spent):>8}  {share:>4.0%} ", style), f" {label}", (about, "dim"))


def _label(origin: Origin) -> str:
    return _NAMES[origin.kind].format(origin)


def _brought(branch: Branch) -> str:
    """By which line, how many modules, and how much of it they took themselves."""
    return "".join(f"  {each}" for each in _about(branch))


def _about(branch: Branch) -> Iterator[str]:
    if branch.where:
        yield f"imported by {branch.where}"
    if branch.modules > 1:
        yield f"{branch.modules} modules"
    if branch.within and branch.own >= LEAST:
        yield f"itself {told(branch.own)}"


def _text(root: Path, file: str, number: int) -> str:
    """The line as it stands in the user's file, if it still does."""
    try:
        lines = (root / file).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    text = lines[number - 1].strip() if number <= len(lines) else ""
    return f"  {text[:_TEXT]}{'...' if len(text) > _TEXT else ''}"
