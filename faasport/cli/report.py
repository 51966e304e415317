"""What a command prints: problems, progress, tables. Standard output holds results alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from faasport.cli import simple
from faasport.project.visible import in_json, visible

if TYPE_CHECKING:  # what is unchanged is told without them
    from rich.console import Console

    from faasport.project.problem import Problem

PIPED = 120


def problems(found: Sequence[Problem], *, as_json: bool) -> int:
    """Print problems, as JSON on standard output or as text on standard error. Gives 1."""
    if as_json:
        data([problem.as_json() for problem in found], key="problems")
        return 1
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in found:
        console.print(
            Text.assemble(("error ", "bold red"), (visible(problem.where, lines=False), "bold"))
        )
        console.print(Text(f"  {visible(problem.message)}"))
        if problem.fix:
            console.print(Text(f"  {visible(problem.fix)}", style="cyan"))
    return 1


def data(value: object, *, key: str) -> None:
    """Print `{key: value}` as JSON."""
    echo_json({key: value})


def echo_json(value: object) -> None:
    """Print JSON in UTF-8, whatever the terminal's encoding is (RFC 8259, section 8.1). A lone
    surrogate, as in a file name that is no text, leaves as JSON's own escape, and so does what
    would steer a terminal."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    sys.stdout.flush()
    sys.stdout.buffer.write(in_json(text).encode() + b"\n")
    sys.stdout.buffer.flush()


def plain(error: Exception) -> Problem:
    """An error of ours that is not a list of problems."""
    from faasport.project.problem import Problem

    return Problem("error", type(error).__name__, str(error), "")


def system(error: OSError) -> Problem:
    """What this machine refuses: a full disk, a folder without the right to write."""
    from faasport.project.problem import Problem

    return Problem(
        code="system",
        where=str(error.filename or "this machine"),
        message=f"{error.strerror or error}.",
        fix="Make room, or see to the rights; TMPDIR and XDG_CACHE_HOME may name other folders.",
    )


def unexpected(error: Exception) -> Problem:
    """A fault of faasport's own."""
    from faasport.project.problem import Problem

    return Problem(
        code="internal-error",
        where="faasport",
        message=f"unexpected {type(error).__name__}: {error}",
        fix="Please report it, with what `faasport --debug ...` shows.",
    )


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that says which step is under way: a spinner on a terminal, else a line each."""
    if quiet or simple.is_plain(sys.stderr):
        yield _unsaid if quiet else _said
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda step: console.print(Text(f"{step} ..."))
        return
    with console.status("Reading the project") as status:
        yield lambda step: status.update(f"{step} ...")


def _unsaid(_step: str) -> None:
    """The progress of a run whose output is for programs."""


def _said(step: str) -> None:
    text = f"{step} ..."
    if simple.fits(text):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
        return
    from rich.console import Console
    from rich.text import Text

    Console(stderr=True, highlight=False).print(Text(text))


def results() -> Console:
    """Standard output for people. What is piped has no width; tables then take what they need."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPED)
