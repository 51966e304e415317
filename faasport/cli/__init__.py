"""The command line. Nothing here ships to the cloud."""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point `faasport`."""
    try:
        from faasport.cli.program import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "pydantic", "rich"}:
            raise
        sys.exit(f"The command line needs {error.name}. Run: pip install 'faasport[cli]'")
    sys.exit(run(sys.argv[1:]))
