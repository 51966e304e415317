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

    found = stamp.kept(arguments)
    if found is None or not stamp.stands(found):
        return False
    if not stamp.is_same(arguments, found):
        _begin(arguments, found)
        return False
    _tell(found["told"])
    return True


def remember(
    arguments: Sequence[str],
    stamp_of_run: Mapping[str, Any] | None,
    question: Mapping[str, Any] | None,
) -> None:
    """Keep what this run would tell again, and what it asked."""
    from faasport.packager import stamp

    with suppress(OSError):
        if stamp_of_run is not None:
            stamp.keep(arguments, dict(stamp_of_run))
        if question is not None:
            stamp.keep_question(arguments, question)


def _begin(arguments: Sequence[str], found: Mapping[str, Any]) -> None:
    """Sources have changed, or the output has: have the modules read while all else is loaded."""
    from faasport.packager import stamp

    asked = stamp.question(arguments)
    if asked is None:
        return
    from faasport.project import ahead

    # What cannot be begun is done in its turn, and told there.
    with suppress(OSError, LookupError, TypeError, ValueError, AttributeError):
        generated = {path: text.encode() for path, text in asked["generated"].items()}
        ahead.begin(asked, {**stamp.files(found["sources"]), **generated})


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
