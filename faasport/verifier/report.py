"""The verification for people: a table of cases and targets, what differs, what was real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from faasport.verifier.run import Run
from faasport.verifier.verdict import (
    DIFFERENT,
    FAILED,
    FINE,
    NOT_EXPRESSIBLE,
    SAME,
    UNAVAILABLE,
    Verdict,
)
from faasport.verifier.verification import Verification

STYLES = {
    SAME: "green",
    DIFFERENT: "bold red",
    NOT_EXPRESSIBLE: "yellow",
    UNAVAILABLE: "bold red",
    FAILED: "bold red",
}


def show(verification: Verification, console: Console) -> None:
    """Print the whole report."""
    console.print(_table(verification))
    for run in verification.runs:
        _show_run(run, console)
    for note in verification.notes:
        console.print(Text(note, style="yellow"), soft_wrap=True)
    for detail, verdicts in _by_detail(verification.verdicts):
        _show_detail(detail, verdicts, console)
    console.print(_summary(verification))


def _table(verification: Verification) -> Table:
    targets = [run.target for run in verification.runs]
    table = Table("Function", "Case", *targets)
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for verdict in verification.verdicts:
        rows.setdefault((verdict.function, verdict.trigger, verdict.case), {})[verdict.target] = (
            verdict.outcome
        )
    before = ""
    for (function, _, case), outcomes in rows.items():
        cells = [_cell(outcomes.get(target)) for target in targets]
        table.add_row(Text("" if function == before else function), Text(case), *cells)
        before = function
    return table


def _cell(outcome: str | None) -> Text:
    return Text(outcome, style=STYLES[outcome]) if outcome else Text("-", style="dim")


def _show_run(run: Run, console: Console) -> None:
    console.print(Text.assemble((f"{run.target}: ", "bold"), "real: ", run.real), soft_wrap=True)
    console.print(Text(f"  our host: {run.ours}"), soft_wrap=True)
    for note in run.notes:
        console.print(Text(f"  {note}", style="yellow"), soft_wrap=True)


def _by_detail(verdicts: tuple[Verdict, ...]) -> Iterator[tuple[str, list[Verdict]]]:
    """What is to be told, each text once, with every case and target that it holds for."""
    told: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.detail:
            told.setdefault((verdict.outcome, verdict.detail), []).append(verdict)
    for (_, detail), group in told.items():
        yield detail, group


def _show_detail(detail: str, verdicts: list[Verdict], console: Console) -> None:
    first = verdicts[0]
    targets = ", ".join(dict.fromkeys(verdict.target for verdict in verdicts))
    cases = {(verdict.function, verdict.trigger, verdict.case) for verdict in verdicts}
    more = f" and {len(cases) - 1} more" if len(cases) > 1 else ""
    console.print()
    console.print(
        Text.assemble(
            (f"{first.outcome} ", STYLES[first.outcome]),
            (f"{targets}: ", "bold"),
            f"{first.function}, {first.case}{more}",
        ),
        soft_wrap=True,
    )
    for line in detail.splitlines():
        console.print(Text(f"  {line}"), soft_wrap=True)


def _summary(verification: Verification) -> Text:
    counts = Counter(verdict.outcome for verdict in verification.verdicts)
    parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    wrong = sum(count for outcome, count in counts.items() if outcome not in FINE)
    if verification.ok:
        return Text(f"\nProven: {parts}.", style="bold green")
    return Text(f"\nNot proven: {wrong} of {sum(counts.values())}. {parts}.", style="bold red")
