"""The command line. Nothing here ships to the cloud."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """The entry point `faasport`."""
    try:
        from faasport.cli.program import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "pydantic", "rich"}:
            raise
        sys.exit(f"The command line needs {error.name}. Run: pip install 'faasport[cli]'")
    # What it started has sessions of its own, and would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))
