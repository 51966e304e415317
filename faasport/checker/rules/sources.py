"""FP001 and FP002: what concerns the files themselves, and the comments that ignore rules."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.rule import Hit, Rule


def _elsewhere(code: Code) -> Iterator[Hit]:
    """These are found before there is any code to look at, or after: see `inspection`."""
    yield from ()


UNREADABLE = Rule(
    id="FP001",
    title="A file that is not Python",
    severity="error",
    why="What cannot be read here cannot be imported there.",
    fix="Correct it, or keep the file out with `exclude`.",
    check=_elsewhere,
    found="""\
import faasport

@faasport.http("GET", "/")
def index(:
    return "hello"
""",
    fine="""\
import faasport


@faasport.http("GET", "/")
def index():
    return "hello"
""",
)
UNUSED = Rule(
    id="FP002",
    title="A comment that ignores nothing",
    severity="warning",
    why="A comment that outlives its reason hides the next finding on that line.",
    fix="Take the id out of the comment, or the comment away.",
    check=_elsewhere,
    found="""\
import faasport


@faasport.http("GET", "/")
def index():
    return "hello"  # faasport: ignore[FP021]
""",
    fine="""\
import faasport


@faasport.http("GET", "/")
def index(request: faasport.Request):
    return str(request.native)  # faasport: ignore[FP013]
""",
)
