"""`faasport logs`"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from faasport.cli import deploying, options
from faasport.deployer.deployed import LogLine
from faasport.project.visible import in_json, visible

_FIRST = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""Before that platforms have no numbers for moments."""
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _moment(_context: click.Context, _option: click.Parameter, given: str) -> datetime:
    """A length of time before now, or a moment as ISO 8601 has it."""
    found = re.fullmatch(r"([0-9]{1,9})([smhd])", given)
    try:
        if found is not None:
            ago = timedelta(**{_UNITS[found[2]]: int(found[1])})
            return max(datetime.now(timezone.utc) - ago, _FIRST)
        # Until 3.11 it did not know the Z.
        moment = datetime.fromisoformat(re.sub("[zZ]$", "+00:00", given))
        return max(moment.astimezone(timezone.utc), _FIRST)
    except (ValueError, OverflowError):
        message = f"{given!r} is neither 30s, 10m, 2h, 1d nor 2026-01-31T12:00:00+00:00."
        raise click.BadParameter(message) from None


@click.command()
@click.argument("function")
@options.target
@click.option("--follow", is_flag=True, help="Go on with what is logged from now on.")
@click.option(
    "--since",
    default="10m",
    show_default=True,
    callback=_moment,
    metavar="TIME",
    help="From so long ago (30s, 10m, 2h, 1d), or from a moment (ISO 8601).",
)
@options.project
@options.out
@options.stage
@options.settings
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each.")
def logs(
    function: str,
    name: str,
    follow: bool,
    since: datetime,
    root: Path,
    out: Path | None,
    stage: str,
    given: dict[str, str],
    as_json: bool,
) -> None:
    """Print what FUNCTION has logged where it is deployed, oldest first."""
    deployer = deploying.of_function(name, root, out, stage, given, function)
    for line in deployer.logs(function, since, follow=follow):
        click.echo(_in_json(line) if as_json else _told(line))


def _told(line: LogLine) -> str:
    words = (_stamp(line.at), line.instance, line.text.rstrip("\n"))
    return visible(" ".join(filter(None, words)))


def _in_json(line: LogLine) -> str:
    told: dict[str, Any] = {**asdict(line), "at": _stamp(line.at)}
    return in_json(json.dumps(told, ensure_ascii=False))


def _stamp(moment: datetime) -> str:
    text = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
