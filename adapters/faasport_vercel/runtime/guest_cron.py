"""A schedule that fires, as `crons` of vercel.json do: a GET to a path of the application's.

https://vercel.com/docs/cron-jobs
"""

from __future__ import annotations

import os
import re

from faasport.runtime.errors import DeclarationError, Retry
from faasport.runtime.request import Request

from .cron import AGENT, EXPRESSION
from .cron_entry import SECRET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.response import Response
    from faasport.runtime.tick import Tick

_FILE = re.compile(r"(api(?:[./][^:]*?)?)(?:\.py)?:.*")


def path_of(handler: str, name: str, told: Any) -> str:
    """The path that fires: what ``input`` says, else that of the file in `api/`. DeclarationError
    where neither tells."""
    if isinstance(told, str) and told.startswith("/"):
        return told
    found = _FILE.fullmatch(handler)
    if told is None and found is not None and "[" not in handler:
        segments = re.split(r"[./]", found[1])
        return "/" + "/".join(segments[:-1] if segments[-1] in {"index", "__init__"} else segments)
    raise DeclarationError(
        f"{name}: say which path the cron called, as in "
        'schedule = { expression = "0 6 * * *", input = "/api/cron" }.'
    )


def consuming(
    answer: Callable[[Request], Response], path: str, expression: str
) -> Callable[[Tick], None]:
    """What handles a firing; it has failed if the answer is an error's."""
    from faasport.runtime.streams import collected

    def consume(tick: Tick) -> None:
        request = request_of(tick, path, expression)
        judge(path, collected(answer(request), request))

    return consume


def aconsuming(
    answer: Callable[[Request], Awaitable[Response]], path: str, expression: str
) -> Callable[[Tick], Awaitable[None]]:
    """The same for what is awaited."""
    from faasport.runtime.streams import acollected

    async def consume(tick: Tick) -> None:
        request = request_of(tick, path, expression)
        judge(path, await acollected(await answer(request), request))

    return consume


def request_of(tick: Tick, path: str, expression: str) -> Request:
    """What Vercel sends. Without CRON_SECRET it sends no authorization."""
    raw_path, _, query = path.partition("?")
    secret = os.environ.get(SECRET)
    headers = [
        ("host", os.environ.get("VERCEL_PROJECT_PRODUCTION_URL") or "localhost"),
        ("user-agent", AGENT),
        (EXPRESSION, expression),
        ("x-forwarded-proto", "https"),
        *([("authorization", f"Bearer {secret}")] if secret else []),
    ]
    return Request(
        raw_path=raw_path,
        raw_query=query,
        headers=headers,
        body=b"",
        context=tick.context,
        native=tick.native,
    )


def judge(path: str, response: Response) -> None:
    """A status from 400 on is a failure; Vercel does not follow redirects either."""
    if response.status >= 400:
        raise Retry(f"GET {path} was answered with {response.status}")
