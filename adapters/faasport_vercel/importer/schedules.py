"""Cron jobs of a project on Vercel → schedules.

https://vercel.com/docs/cron-jobs
"""

from __future__ import annotations

from typing import Any

from faasport.migrator.reader import Reader
from faasport.packager.cron import CronFault, parse
from faasport_vercel.importer.functions import Deployed, Functions

_STANDARDS = ("asgi", "wsgi")


def read(reader: Reader, functions: Functions) -> None:
    """`crons`, and `schedules`, their successors that know time zones."""
    for each in reader.readers("crons"):
        _carry(each, functions, "UTC")
    for each in reader.readers("schedules"):
        zone = each.take("timezone", str, "UTC")
        method = each.take("requestMethod", str, "POST")
        it = _carry(each, functions, zone)
        if it and method != "GET":
            message = f"it was asked for by {method}, and is by GET here, as of `crons`."
            where = each.where("requestMethod")
            functions.draft.say("changed", where, message, function=it.draft.name)


def _carry(reader: Reader, functions: Functions, zone: str) -> Deployed | None:
    draft = functions.draft
    told, path = reader.take("schedule", str, ""), reader.take("path", str, "")
    name = reader.take("name", str, "")
    where = reader.where("schedule")
    served = functions.serving(path) if path else functions.at(reader.take("entrypoint", str, ""))
    if served is None:
        draft.say(
            "left",
            where,
            f"no function here answers {path or 'it'}, so that nothing would be called.",
            'Give a function schedule = "...".',
        )
        return None
    try:
        parse(told)
    except CronFault as fault:
        function = served.draft.name
        draft.say("left", where, f"{told!r}: {fault.message}", fault.fix, function=function)
        return None
    schedule: dict[str, Any] = {"expression": told}
    if zone != "UTC":
        schedule["timezone"] = zone
    if name:
        schedule["name"] = name
    if path:
        schedule["input"] = path
    served.draft.table.setdefault("schedule", []).append(schedule)
    if served.draft.table.get("dialect") in _STANDARDS:
        # A standard knows HTTP alone; Vercel's dialect asks its applications as a cron does.
        served.draft.table["dialect"] = "vercel"
    return served
