"""`faasport package` where nothing has changed since the same command line was given last."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

COMMAND = "package"


def answers(arguments: Sequence[str]) -> bool:
    """Tell again what was told then, if that is what these ask for, and it still holds."""
    if list(arguments[:1]) != [COMMAND]:
        return False
    from faasport.packager import stamp

    found = stamp.read(arguments)
    if found is None:
        return False
    _tell(found["told"])
    return True


def remember(arguments: Sequence[str], stamp_of_run: Mapping[str, Any] | None) -> None:
    """Keep what this run would tell again."""
    from faasport.packager import stamp

    if stamp_of_run is not None:
        with suppress(OSError):
            stamp.keep(arguments, dict(stamp_of_run))


def _tell(told: Mapping[str, Any]) -> None:
    from faasport.cli import report, table

    with _streams(told["secrets"], Path(told["root"])):
        if told["as_json"]:
            report.data(told["targets"], key="targets")
        elif told["screen"] == table.screen():
            sys.stdout.write(told["drawn"])
            sys.stdout.flush()
        else:
            table.show(told["tables"])


def _streams(secrets: Sequence[str], root: Path) -> AbstractContextManager[None]:
    if not secrets:
        return nullcontext()
    from faasport.cli import redacted
    from faasport.project import secret_values
    from faasport.project.redaction import Redaction

    redaction = Redaction(secret_values.everywhere(secrets, root))
    return redacted.streams(lambda: redaction)
