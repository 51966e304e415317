"""Fields printed with nothing but what all dialects read alike: `*`, numbers, ranges, lists."""

from __future__ import annotations

from collections.abc import Iterable

from faasport.packager.cron.field import Field


def listed(values: Iterable[int]) -> str:
    """Ascending numbers as a list, runs of three and more as ranges."""
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ",".join(text for run in runs for text in _run(run))


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(value) for value in run]


def step_of(field: Field) -> int | None:
    """The n of `*/n`, if that is what the field says from its first value to its last."""
    values = field.values
    if len(values) < 3 or values[0] != field.kind.low:
        return None
    step = values[1] - values[0]
    same = values == tuple(field.kind.span[::step])
    return step if same and step > 1 else None


def unix(field: Field) -> str:
    """The field as five-field cron has it."""
    if field.any:
        return "*"
    step = step_of(field)
    # A day that begins with `*` means something else beside the other day field.
    if step is not None and not field.kind.name.startswith("day"):
        return f"*/{step}"
    return listed(field.values)
