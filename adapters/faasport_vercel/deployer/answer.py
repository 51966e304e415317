"""What Vercel answers, and what it means where it says no."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from faasport.deployer.faults import (
    Denied,
    ExpiredCredentials,
    Failed,
    Fault,
    NameTaken,
    NoCredentials,
    NotThere,
    OverQuota,
    Throttled,
    Unreachable,
)
from faasport_vercel.deployer.token import SOURCE, VARIABLE

ERRORS = "https://vercel.com/docs/rest-api/errors"
# Where the answer does not tell when. Vercel's own command line waits as long.
# https://github.com/vercel/vercel/blob/main/packages/client/src/check-deployment-status.ts
RETRY_AFTER = 5.0
FAR = 60.0


@dataclass(frozen=True)
class Answer:
    """`request` is Vercel's id of it, which its support asks for."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        return self.status < 300

    @property
    def may_pass(self) -> bool:
        """Whether the same may be answered otherwise a little later."""
        return self.status >= 500

    @property
    def error(self) -> Mapping[str, Any]:
        """https://vercel.com/docs/rest-api/errors"""
        body = self.body if isinstance(self.body, dict) else {}
        found = body.get("error") or body.get("err")
        return found if isinstance(found, dict) else {}

    @property
    def code(self) -> str:
        return str(self.error.get("code", ""))

    @property
    def tells_when(self) -> bool:
        """Whether it says how long to wait."""
        return self.status == 429 or (self.status == 503 and "retry-after" in self.headers)

    @property
    def retry_after(self) -> float:
        """Seconds, of one that says so."""
        told = self.headers.get("retry-after", "")
        if told.isdigit():
            return float(told)
        limit = self.error.get("limit")
        reset = limit.get("reset") if isinstance(limit, dict) else None
        if isinstance(reset, (int, float)):
            # Milliseconds in some answers, and seconds in others.
            return max(0.0, (reset / 1000 if reset > 1e11 else reset) - time.time())
        return _until(told)

    @property
    def said(self) -> str:
        """In Vercel's own words."""
        message = self.error.get("message") or "no reason is given"
        code = f", {self.code}" if self.code else ""
        request = self.headers.get("x-vercel-id")
        return f"{message} ({self.status}{code}{f', request {request}' if request else ''})"


def fault(answer: Answer, place: str, doing: str) -> Fault:
    """The problem that an answer is. `doing` is what was asked for: "create a deployment"."""
    kind, fix = _told(answer)
    when = f" Not before {_moment(answer.retry_after)}." if _is_far(answer) else ""
    return kind(place, f"Vercel does not {doing}: {answer.said}.{when}", fix)


def _is_far(answer: Answer) -> bool:
    """Whether it is to be asked again so late that people want to know when."""
    return answer.tells_when and answer.retry_after > FAR


def _moment(seconds: float) -> str:
    return f"{datetime.now(timezone.utc) + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"


def _until(date: str) -> float:
    try:
        return max(0.0, (parsedate_to_datetime(date) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return RETRY_AFTER


@dataclass(frozen=True)
class _Row:
    fits: Callable[[Answer], bool]
    kind: type[Fault]
    fix: str


# The first that fits. Codes: https://vercel.com/docs/rest-api/errors and
# https://github.com/vercel/vercel/blob/main/packages/cli/src/util/errors-ts.ts
_ROWS = (
    _Row(
        lambda answer: bool(answer.error.get("missingToken")),
        NoCredentials,
        f"Set {VARIABLE} to a token ({SOURCE}).",
    ),
    _Row(
        lambda answer: answer.status == 401 or bool(answer.error.get("invalidToken")),
        ExpiredCredentials,
        f"It has run out, or was taken back: make a new one ({SOURCE}), or run: vercel login",
    ),
    _Row(
        lambda answer: bool(answer.error.get("saml")),
        Denied,
        f"The team wants its own login. Run: vercel login; or make a token for it ({SOURCE}).",
    ),
    _Row(
        lambda answer: answer.code == "alias_in_use",
        NameTaken,
        "Choose another one: targets.vercel.deploy.alias.",
    ),
    _Row(
        lambda answer: answer.status == 403,
        Denied,
        "Ask an owner of the team for a role that may (https://vercel.com/docs/rbac/access-roles), "
        "or say which team is meant: --set team=SLUG",
    ),
    _Row(
        lambda answer: answer.status == 402 or answer.code == "builds_rate_limited",
        OverQuota,
        "See what your plan has (https://vercel.com/docs/limits), and what of it is used.",
    ),
    _Row(
        lambda answer: answer.status == 429,
        Throttled,
        "Give the same command again later: it goes on from there.",
    ),
    _Row(
        lambda answer: answer.status in (404, 410),
        NotThere,
        "See that team and project are those that are meant: --set team=SLUG --set project=NAME",
    ),
    _Row(
        lambda answer: answer.may_pass,
        Unreachable,
        "See https://www.vercel-status.com. The same command, given again, goes on from there.",
    ),
)


def _told(answer: Answer) -> tuple[type[Fault], str]:
    found = next((row for row in _ROWS if row.fits(answer)), None)
    if found is not None:
        return found.kind, found.fix
    return Failed, f"Nothing was changed by this request. What the codes mean: {ERRORS}"
