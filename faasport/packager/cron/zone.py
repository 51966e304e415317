"""Names of time zones."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from faasport.packager.cron.fault import CronFault
from faasport.project.problem import did_you_mean

# Etc/UTC and its links. https://data.iana.org/time-zones/tzdb/backward
UTC = ("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")


def check(name: str) -> None:
    """Raise CronFault unless ``name`` is a zone of the IANA database."""
    if name in UTC:
        return
    known = available_timezones()
    if not known:
        raise CronFault(
            f"the time zone {name!r} cannot be checked: this machine has no time zone database.",
            "Install it: pip install tzdata.",
        )
    if name not in known or name == "localtime":
        raise CronFault(
            f"{name!r} is no time zone of the IANA database.",
            did_you_mean(name, known) if _near(name, known) else 'As in "Europe/Berlin".',
        )
    ZoneInfo(name)


def _near(name: str, known: set[str]) -> bool:
    return did_you_mean(name, known).startswith("Did you mean")
