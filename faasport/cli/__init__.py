"""The command line. Nothing here ships to the cloud."""

from __future__ import annotations

import os
import sys

_OBJECTS = 50_000


def main() -> None:
    """The entry point `faasport`."""
    try:
        if _answered(sys.argv[1:]):
            return
    except BrokenPipeError:
        # Whoever read our output has gone; the interpreter must not try to flush it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    try:
        _run()
    finally:
        _end()


def _answered(arguments: list[str]) -> bool:
    """Whether it took less than the whole program."""
    from faasport.cli import page

    if page.answers(arguments):
        return True
    from faasport.cli import unchanged

    return unchanged.answers(arguments)


def _run() -> None:
    import gc

    # What is loaded stays until the end, and to look for what does not costs a tenth of a run.
    gc.set_threshold(_OBJECTS, 50, 50)
    try:
        from faasport.cli.program import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "pydantic", "rich"}:
            raise
        sys.exit(f"The command line needs {error.name}. Run: pip install 'faasport[cli]'")
    import signal

    # What it started has sessions of its own, and would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = run(sys.argv[1:])
    # Nor need the interpreter look through all of it when it ends.
    gc.freeze()
    sys.exit(code)


def _end() -> None:
    """Stop what was begun, and nobody has asked for."""
    ahead = sys.modules.get("faasport.project.ahead")
    if ahead is not None:
        ahead.end()
