"""How Vercel says no: https://vercel.com/docs/rest-api/errors"""

from __future__ import annotations

from typing import Any

from tests.deployer.harness.call import Answer, Call

_REFUSALS = {
    "error": (500, "internal_server_error", "An unexpected internal error occurred", {}),
    "unavailable": (503, "service_unavailable", "The service is not available.", {}),
    "expired": (403, "forbidden", "Not authorized", {"invalidToken": True}),
    "denied": (403, "forbidden", "You don't have permission to do this.", {}),
    "quota": (
        402,
        "api-deployments-free-per-day",
        "Resource is limited - try again in 24 hours (more than 100).",
        {},
    ),
}


def refusal(_call: Call, kind: str) -> Answer:
    """What the harness asks for, in Vercel's own words."""
    if kind == "throttled":
        limit = {"remaining": 0, "reset": 1_571_432_075, "total": 6}
        message = "The rate limit of 6 exceeded for 'api-deployments-get'. Try again later"
        return said(429, "rate_limited", message, {"retry_after": "7"}, limit=limit)
    status, code, message, more = _REFUSALS[kind]
    return said(status, code, message, **more)


def said(
    status: int, code: str, message: str, headers: dict[str, str] | None = None, **more: Any
) -> Answer:
    named = {"x_vercel_id": "fra1::iad1::q9x2r-1795000000000-0c1d2e3f4a5b", **(headers or {})}
    return Answer.of({"error": {"code": code, "message": message, **more}}, status, **named)
