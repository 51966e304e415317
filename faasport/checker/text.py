"""What was found, for people: by file, then by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from faasport.checker.check import Checked
from faasport.checker.finding import Finding

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_INDENT = " " * 4


def show(checked: Checked, console: Console) -> None:
    """Print the findings, the warnings of the plans, and a last line that sums up. Problems are
    printed as those of other commands are."""
    known: set[str] = set()
    for file, findings in groupby(checked.findings, key=lambda each: each.file):
        console.print(Text(file, style="bold"))
        for each in findings:
            _one(each, checked.targets, console)
            if each.rule not in known:
                _reasons(each, console)
            known.add(each.rule)
    for target, told in checked.warnings.items():
        for warning in told:
            console.print(
                Text.assemble((f"{target}: ", "bold"), ("warning: ", "yellow"), warning),
                soft_wrap=True,
            )
    console.print(Text(_summary(checked)))


def _one(each: Finding, targets: tuple[str, ...], console: Console) -> None:
    concerned = f" [{', '.join(each.targets)}]" if set(each.targets) != set(targets) else ""
    head = Text.assemble(
        f"  {each.line}:{each.column} ",
        (each.severity, _STYLES[each.severity]),
        f" {each.rule} {each.message}",
        (concerned if each.targets else "", "dim"),
    )
    console.print(head, soft_wrap=True)


def _reasons(each: Finding, console: Console) -> None:
    """Why, and what to do: once, however often a rule has found something."""
    console.print(Text(f"{_INDENT}{each.why}"), soft_wrap=True)
    console.print(Text(f"{_INDENT}{each.fix}", style="cyan"), soft_wrap=True)


def _summary(checked: Checked) -> str:
    counts = Counter(each.severity for each in checked.findings)
    found = [
        _count(counts[severity], severity)
        for severity in ("error", "warning", "note")
        if counts[severity]
    ]
    if checked.problems:
        found.insert(0, _count(len(checked.problems), "problem"))
    where = f"{_count(checked.files, 'file')}, for {_listed(checked.targets)}"
    return f"{_listed(found)} in {where}." if found else f"Nothing to object to in {where}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
