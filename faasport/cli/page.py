"""The page of `faasport --help`, which takes nothing but text to print.

Click would say the same, and a test sees to it; but a person who asks for it should not wait for
the parser of commands that are not called.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` and `collections` would take longer than the page
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMANDS = {
    "check": "Tell what will not port, and what package would refuse.",
    "package": "Make the artifacts and manifests of targets.",
    "verify": "Run the artifacts in the vendors' real runtimes and compare.",
    "invoke": "Send an event to one function, in process or where it is deployed.",
    "deploy": "Package, verify and deploy, by the platform's own service.",
    "status": "Tell what is deployed, and how it differs from what is packaged.",
    "logs": "Print what a deployed function has logged.",
    "destroy": "Remove what was deployed; what holds data is kept.",
    "import": "Read an application that something else deploys, and write its configuration.",
    "targets": "List the targets that are installed.",
}
_WIDTH = 78
_COLUMNS = 80
_ABOVE = """\
Usage: faasport [OPTIONS] COMMAND [ARGS]...

  One Python handler, any FaaS platform, proven before it is uploaded.

Options:
  --debug     Show the traceback of an error.
  --version   Show the version.
  -h, --help  Show this message and exit.

Commands:
"""


def answers(arguments: Sequence[str]) -> bool:
    """Print the page if that is what these ask for, on a screen of the usual width."""
    if arguments not in (["--help"], ["-h"]) or not _is_usual():
        return False
    sys.stdout.write(text())
    sys.stdout.flush()
    return True


def text() -> str:
    """All of it."""
    width = max(map(len, COMMANDS))
    return _ABOVE + "".join(
        f"  {label:{width}}  {line}\n"
        for name, said in COMMANDS.items()
        for label, line in zip(_first(name), _lines(said, _WIDTH - width - 4), strict=False)
    )


def _first(name: str) -> Iterator[str]:
    """A name, and nothing in the lines beneath it."""
    yield name
    while True:
        yield ""


def _lines(said: str, width: int) -> Iterator[str]:
    line = ""
    for word in said.split():
        longer = f"{line} {word}".lstrip()
        if len(longer) > width:
            yield line
            longer = word
        line = longer
    yield line


def _is_usual() -> bool:
    if "COLUMNS" in os.environ:
        return False
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns >= _COLUMNS
    except (OSError, ValueError, AttributeError):
        return True  # no terminal
