"""The paths of `crons` beside an application: none of its routes sees them, or what is beside
them, so that only who has the secret learns which there are.

Vercel sends `Authorization: Bearer $CRON_SECRET`. Without that variable anybody might fire the
schedules, so that nobody may.
https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs
"""

from __future__ import annotations

import os

from faasport.runtime import wire
from faasport.runtime.logs import logger

from .told import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from faasport.runtime.application import Application
    from faasport.runtime.consumer import Consumer
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response

    from .event_entry import Deliveries

SECRET = "CRON_SECRET"  # noqa: S105  # a variable's name
# What is below it is ours: `check` refuses routes there.
OURS = "/_faasport/"
NO_SCHEDULE = refusal(404, "no such schedule")


class WithCrons:
    """The application, and schedules by their path: ``crons`` holds the label of each."""

    def __init__(
        self,
        application: Application,
        crons: Mapping[str, str],
        consumer: Callable[[str], Consumer],
    ) -> None:
        self._application = application
        self._crons = crons
        self._consumer = consumer
        self._deliveries: dict[str, Deliveries] = {}

    async def acall(self, request: Request) -> Response:
        """What the schedule or the application answers."""
        if not request.raw_path.startswith(OURS):
            return await self._application.acall(request)
        label = self._crons.get(request.raw_path)
        refused = refusal_of(request, label)
        if label is None or refused is not None:
            return wire.decode_response(refused or NO_SCHEDULE)
        return await self._schedule(label).acall(request)

    def _schedule(self, label: str) -> Deliveries:
        if label not in self._deliveries:
            from . import cron
            from .event_entry import Deliveries

            self._deliveries[label] = Deliveries(self._consumer(label), cron, label)
        return self._deliveries[label]


def refusal_of(request: Request, label: str | None) -> dict[str, Any] | None:
    """The answer to whoever is not Vercel, whether or not there is such a schedule; or to what
    Vercel does not do."""
    secret = os.environ.get(SECRET)
    if secret and _is_equal(request.headers.get("authorization") or "", f"Bearer {secret}"):
        wanted = request.method in {"GET", "POST"}
        return None if wanted else refusal(405, "method not allowed", ["allow", "GET, POST"])
    if label is not None and not secret:
        logger.error(
            "%s is refused: without %s anybody could fire it. Set that variable in the project's "
            "settings on Vercel, and deploy again.",
            request.raw_path,
            SECRET,
        )
    return refusal(401, "unauthorized")


def _is_equal(given: str, wanted: str) -> bool:
    from hmac import compare_digest

    return compare_digest(given.encode(), wanted.encode())
