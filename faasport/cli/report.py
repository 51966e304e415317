"""What a command prints: problems, progress, tables. Standard output holds results alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.text import Text

from faasport.project.problem import Problem
from faasport.project.visible import in_json, visible

_PIPED = 120


def problems(found: Sequence[Problem], *, as_json: bool) -> int:
    """Print problems, as JSON on standard output or as text on standard error. Gives 1."""
    if as_json:
        data([problem.as_json() for problem in found], key="problems")
        return 1
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
    click.echo(in_json(text).encode())


def plain(error: Exception) -> Problem:
    """An error of ours that is not a list of problems."""
    return Problem("error", type(error).__name__, str(error), "")


def system(error: OSError) -> Problem:
    """What this machine refuses: a full disk, a folder without the right to write."""
    return Problem(
        code="system",
        where=str(error.filename or "this machine"),
        message=f"{error.strerror or error}.",
        fix="Make room, or see to the rights; TMPDIR and XDG_CACHE_HOME may name other folders.",
    )


def unexpected(error: Exception) -> Problem:
    """A fault of faasport's own."""
    return Problem(
        code="internal-error",
        where="faasport",
        message=f"unexpected {type(error).__name__}: {error}",
        fix="Please report it, with what `faasport --debug ...` shows.",
    )


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that says which step is under way: a spinner on a terminal, else a line each."""
    console = Console(stderr=True, highlight=False, quiet=quiet)
    if not console.is_terminal:
        yield lambda step: console.print(Text(f"{step} ..."))
        return
    with console.status("Reading the project") as status:
        yield lambda step: status.update(f"{step} ...")


def results() -> Console:
    """Standard output for people. What is piped has no width; tables then take what they need."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPED)
