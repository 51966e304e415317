"""How Google's services say no: https://cloud.google.com/apis/design/errors"""

from __future__ import annotations

import re
from typing import Any

from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Kind

DOMAIN = "type.googleapis.com/google.rpc"


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str, **reason: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.reason = status, code, message, reason

    @property
    def answer(self) -> Answer:
        error = {"code": self.status, "status": self.code, "message": self.message}
        details: list[dict[str, Any]] = [
            {"@type": f"{DOMAIN}.RequestInfo", "requestId": "request-7"}
        ]
        headers = dict(self.reason.pop("headers", {}))
        if self.reason:
            info = {"@type": f"{DOMAIN}.ErrorInfo", "domain": "googleapis.com", **self.reason}
            details.append(info)
        return Answer.of({"error": {**error, "details": details}}, self.status, **headers)


# A path's collection, and what its permissions begin with.
_STEMS = (
    (r"/v2/.*/functions", "cloudfunctions.functions"),
    (r"/v2/.*/services/", "run.services"),
    (r"/topics", "pubsub.topics"),
    (r"/subscriptions", "pubsub.subscriptions"),
    (r"/jobs", "cloudscheduler.jobs"),
    (r"/triggers", "eventarc.triggers"),
    (r"/channels", "eventarc.channels"),
    (r"/serviceAccounts", "iam.serviceAccounts"),
    (r"/secrets/", "secretmanager.secrets"),
    (r"/v3/projects", "resourcemanager.projects"),
    (r"/storage/v1/b/[^/]+/o|/upload/storage", "storage.objects"),
    (r"/storage/", "storage.buckets"),
    (r"/operations/", "cloudfunctions.operations"),
    (r"entries:list", "logging.logEntries"),
)
_VERBS = {"GET": "get", "POST": "create", "PUT": "create", "PATCH": "update", "DELETE": "delete"}


def permission(call: Call) -> str:
    """The one that a call takes."""
    path = call.plain_path
    stem = next((stem for pattern, stem in _STEMS if re.search(pattern, path)), "x.y")
    _, colon, verb = path.rpartition(":")
    return f"{stem}.{verb if colon else _VERBS[call.method]}"


def refused(call: Call, kind: Kind) -> Answer:
    """What a fault looks like there."""
    needed = permission(call)
    if call.path == "/token":
        if kind in ("expired", "denied", "quota"):
            told = {"error": "invalid_grant", "error_description": "Token has been expired."}
            return Answer.of(told, 400)
        return Answer.of({"error": "internal_failure"}, 503)
    return {
        "error": Refused(500, "INTERNAL", "Internal error encountered."),
        "unavailable": Refused(503, "UNAVAILABLE", "The service is currently unavailable."),
        "throttled": Refused(
            429,
            "RESOURCE_EXHAUSTED",
            "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute'.",
            reason="RATE_LIMIT_EXCEEDED",
            headers={"retry_after": "2"},
        ),
        "expired": Refused(
            401, "UNAUTHENTICATED", "Request had invalid authentication credentials."
        ),
        "denied": Refused(
            403,
            "PERMISSION_DENIED",
            f"Permission '{needed}' denied on resource (or it may not exist).",
            reason="IAM_PERMISSION_DENIED",
            metadata={"permission": needed},
        ),
        "quota": Refused(
            429, "RESOURCE_EXHAUSTED", "Quota for the number of resources exceeded: limit is 1000."
        ),
    }[kind].answer
