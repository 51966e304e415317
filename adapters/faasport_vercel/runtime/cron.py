"""Vercel's `crons`: a GET (a POST in services) to a path, with a secret to tell it by.

It does not say for when the schedule was due.
https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs
"""

from __future__ import annotations

import re

from faasport.runtime import wire
from faasport.runtime.errors import PayloadError
from faasport.runtime.tick import Tick

from . import ticks
from .told import looks_like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.request import Request

encode_outcome = ticks.encode_outcome
decode_outcome = ticks.decode_outcome

METHODS = ("GET", "POST")
ID = "x-vercel-id"
AGENT = "vercel-cron/1.0"
EXPRESSION = "x-vercel-cron-schedule"
# Our own paths, and those that Vercel's builder makes of the crons of a service.
PATHS = re.compile(r"/_faasport/|/_svc/[^/]+/crons/")
# In a path that ends with the schedule's name.
SAFE = "!$&'()*+,;=:@-._~"


def decode_events(native: Any) -> tuple[Tick, ...]:
    """The schedule is told by the path alone: its name is the last segment."""
    request = wire.decode_request(native)
    if request.method.upper() not in METHODS or not _is_cron(request):
        raise PayloadError(looks_like(request))
    from urllib.parse import unquote

    source, _, name = request.raw_path.rpartition("/")
    return (
        Tick(
            id=request.headers.get(ID) or "",
            source=source,
            name=unquote(name) or None,
            native=native,
        ),
    )


def _is_cron(request: Request) -> bool:
    """Whether anything tells it from any other request. The secret does not: what sends it, and
    whether it is right, is for the entry to see."""
    headers = request.headers
    told = (headers.get("user-agent") or "").startswith("vercel-cron/") or EXPRESSION in headers
    return (told or PATHS.match(request.raw_path) is not None) and "ce-type" not in headers


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The request for one firing, but for the secret, which no codec knows."""
    (tick,) = events
    assert isinstance(tick, Tick)  # noqa: S101  # of a schedule
    from urllib.parse import quote

    headers = [["user-agent", AGENT], *([[ID, tick.id]] if tick.id else [])]
    target = f"{path_of(tick.source)}/{quote(tick.name or '', safe=SAFE)}"
    return {"method": "GET", "target": target, "headers": headers, "body": ""}


def path_of(source: str) -> str:
    """A source as the path that it must be."""
    from urllib.parse import quote

    return "/" + quote(source, safe=SAFE + "/%").strip("/") if source else ""
