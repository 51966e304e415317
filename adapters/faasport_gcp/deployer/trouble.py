"""What Google's clients raise, as what it means to us: whether to ask again, and which Fault it is.

https://cloud.google.com/apis/design/errors
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from faasport.deployer import faults
from faasport.deployer.faults import Fault

Passing = Literal["cut", "throttled", "spreading", "changed", "unseen"]

# Of these, the platform itself or what is between it and us is the reason; asked again, the same
# may be answered. https://cloud.google.com/apis/design/errors#error_retries
_CUT = ("ServiceUnavailable", "InternalServerError", "BadGateway", "GatewayTimeout", "Unknown")
# Hosts and addresses have dots as well.
_ACTION = re.compile(
    r"(?:permission|required|have)\s+['\"]?([a-z]+\.[a-z]+\.[a-z]+)\b(?!\.)", re.IGNORECASE
)
_RATE = re.compile(r"per (minute|second|day)|rate.?limit|too many", re.IGNORECASE)
_QUOTA = re.compile(r"quota|limit|maximum number", re.IGNORECASE)
# What is granted, and who was made, is not known everywhere at once:
# https://cloud.google.com/iam/docs/access-change-propagation
_SPREADING = re.compile(
    r"service account .*does not exist|serviceaccount:.* does not exist"
    r"|permission denied while using the eventarc service agent"
    r"|unable to publish to cloud pub/sub topics|permission denied on secret"
    r"|eventarc\.events\.receiveevent"
    r"|service agent .* not (ready|found)",
    re.IGNORECASE | re.DOTALL,
)
# What we may do with an account that is new is not known at once, either; or we may not.
_UNSEEN = re.compile(r"actas.*may not exist", re.IGNORECASE | re.DOTALL)
# https://cloud.google.com/functions/docs/troubleshooting: one change of a function at a time
_CHANGING = re.compile(r"unable to queue the operation|concurrent|etag", re.IGNORECASE)
_LOCATION = re.compile(
    r"\b(location|region)\b.*\b(not (found|supported|available|valid)|unauthorized|does not exist)"
    r"|(invalid|unsupported|not (supported|available) in)\b.*\b(location|region)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S+")
# What the clients put before the platform's sentence.
_REQUEST = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) \S+: ")
_LOGIN = "gcloud auth application-default login"
# Those of gcloud itself, which a person's login is charged to that names no other:
# https://cloud.google.com/docs/authentication/troubleshoot-adc#user-creds-client-based
_GCLOUDS = ("projects/764086051850", "projects/32555940559")
_AGENT = re.compile(r"service-(\d+)@gcp-sa-([a-z]+)\.\S+ does not exist", re.IGNORECASE)
_AGAIN = "Give the same command again: it goes on where this one ended."
# What Google says, and what to do.
_ADVICE = {
    "do not belong to a permitted customer": "An organisation forbids to grant anything to "
    'allUsers: set auth = "iam" in targets.gcp.',
    "not empty": _AGAIN,
}


class Ended(Exception):
    """A long-running operation came to an end that is a failure; `cause` is Google's error."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


def passing(error: Exception) -> Passing | None:
    """Why the same may succeed a little later; None if it will not."""
    names = {each.__name__ for each in type(error).__mro__}
    if _AGENT.search(str(error)):  # of a service that was just switched on, or never asked for
        return "unseen"
    if isinstance(error, Ended):
        return "spreading" if _SPREADING.search(str(error)) else None
    if names & {"TooManyRequests"}:
        return None if _is_quota(error) else "throttled"
    if _is_endpoints(error) or names & {
        *_CUT,
        "TransportError",
        "RequestException",
        "ConnectionError",
        "RetryError",
    }:
        return "cut"
    if _SPREADING.search(str(error)):
        return "spreading"
    if _UNSEEN.search(str(error)):
        return "unseen"
    if "Aborted" in names or ("Conflict" in names and _CHANGING.search(str(error))):
        return "changed"
    return "changed" if "PreconditionFailed" in names else None


def _is_endpoints(error: Any) -> bool:
    """Whether no token was given for reasons that are the endpoint's own."""
    return type(error).__name__ == "RefreshError" and bool(getattr(error, "retryable", False))


def is_conflict(error: Exception) -> bool:
    """Whether there is something already, or somebody was quicker."""
    names = {each.__name__ for each in type(error).__mro__}
    return bool(names & {"Conflict", "PreconditionFailed"})


def is_already(error: Exception) -> bool:
    """Whether there is something of this name, it says."""
    names = {each.__name__ for each in type(error).__mro__}
    return "Conflict" in names and "Aborted" not in names


def retry_after(error: Exception) -> float:
    """The seconds that the platform asks us to wait."""
    response = getattr(error, "response", None)
    headers: Mapping[str, str] = getattr(response, "headers", None) or {}
    told = headers.get("Retry-After", "")
    return float(told) if told.isdigit() else 0.0


def fault(error: Exception, where: str, action: str, then: str = "") -> Fault:
    """The one problem that it is. `action` is the permission that this takes, `then` how things
    are left."""
    cause = error.cause if isinstance(error, Ended) else error
    names = [each.__name__ for each in type(cause).__mro__]
    for name, told in _FAULTS.items():
        if name in _OF_REQUESTS and isinstance(error, Ended):
            continue
        if name in names and (made := told(cause, where, action, then)):
            return made
    kind = faults.Failed if isinstance(error, Ended) or _is_call(names) else faults.Unreachable
    return kind(where, _sentence(cause, then), _fix_of(cause))


def said(error: Exception) -> str:
    """The platform's own words: its code, its sentence, the id of the request."""
    cause = error.cause if isinstance(error, Ended) else error
    code = getattr(getattr(cause, "grpc_status_code", None), "name", "") or getattr(
        cause, "code", ""
    )
    number = getattr(code, "value", code)
    text = str(getattr(cause, "message", "")) or str(cause) or type(cause).__name__
    request = _request_id(cause)
    text = _REQUEST.sub("", text)
    return f"{number}: {text}".lstrip(": ") + (f" (request {request})" if request else "")


def _is_call(names: list[str]) -> bool:
    return "ClientError" in names


def _sentence(error: Exception, then: str) -> str:
    told = said(error).rstrip(".") + "."
    return f"{told} {then}".strip()


def _fix_of(error: Exception) -> str:
    """What Google itself advises."""
    for link in _detail(error, "links") or ():
        if isinstance(link, Mapping):
            return f"{link.get('description')}: {link.get('url')}"
        return f"{link.description}: {link.url}"
    text = str(error)
    if found := _AGENT.search(text):
        service = f"{found[2]}.googleapis.com --project {found[1]}"
        return f"Run: gcloud beta services identity create --service {service}"
    for sign, advice in _ADVICE.items():
        if sign in text:
            return advice
    if type(error).__module__.startswith(("requests", "urllib3")):
        return _AGAIN
    return "Put it right and give the same command again: it goes on where this one ended."


def _request_id(error: Exception) -> str:
    return str(_detail(error, "requestId", "request_id") or "")


def _detail(error: Exception, *names: str) -> Any:
    """What one of its details has of such a name: over HTTP they are data, over gRPC messages."""
    for detail in getattr(error, "details", None) or ():
        for name in names:
            of = detail.get if isinstance(detail, Mapping) else partial(getattr, detail)
            if found := of(name, None):
                return found
    return None


def _is_quota(error: Exception) -> bool:
    """Whether it is about how much there may be, not about how fast one asks."""
    text = str(error)
    if getattr(error, "reason", None) == "RATE_LIMIT_EXCEEDED" or retry_after(error):
        return False
    return bool(_QUOTA.search(text)) and not _RATE.search(text)


def _denied(error: Any, where: str, action: str, then: str) -> Fault | None:
    metadata = getattr(error, "metadata", None) or {}
    reason = getattr(error, "reason", None)
    if reason == "SERVICE_DISABLED":
        return _disabled(error, metadata, where, then)
    if reason == "BILLING_DISABLED":
        fix = "Link it: gcloud billing projects link PROJECT --billing-account ACCOUNT"
        return faults.NotThere(where, _sentence(error, then), fix)
    if _is_quota(error) and "quota" in str(error).lower():
        return _over(error, where, action, then)
    found = _ACTION.search(_LINK.sub("", str(error)))
    needed = metadata.get("permission") or (found[1] if found else action)
    message = f"the credentials do not allow {needed}. {_sentence(error, then)}"
    fix = f"Have a role with {needed} granted to who deploys, in this project."
    return faults.Denied(where, message, fix)


def _disabled(error: Exception, metadata: Mapping[str, str], where: str, then: str) -> Fault:
    service, consumer = metadata.get("service", ""), metadata.get("consumer", "")
    if consumer in _GCLOUDS or "quota project" in str(error):
        message = f"the login says no project that {service} is used by. {_sentence(error, then)}"
        fix = "Run: gcloud auth application-default set-quota-project PROJECT"
        return faults.NotThere(where, message, fix)
    message = f"the service {service} is switched off. {_sentence(error, then)}"
    project = consumer.rpartition("/")[2]
    fix = f"{ENABLE}{service}" + (f"{IN_PROJECT}{project}" if project else "")
    return faults.NotThere(where, message, fix)


def _expired(error: Any, where: str, action: str, then: str) -> Fault:
    if _is_endpoints(error):
        return _unreachable(error, where, action, then)
    message = f"the credentials are not valid, or no longer. {_sentence(error, then)}"
    return faults.ExpiredCredentials(where, message, f"Run: {_LOGIN}")


def _over(error: Any, where: str, action: str, then: str) -> Fault:
    fix = "Ask for more of it: https://console.cloud.google.com/iam-admin/quotas"
    return faults.OverQuota(where, _sentence(error, then), fix)


def _many(error: Any, where: str, action: str, then: str) -> Fault:
    if _is_quota(error):
        return _over(error, where, action, then)
    fix = "Give the same command again in some minutes: it goes on where this one ended."
    return faults.Throttled(where, _sentence(error, then), fix)


def _unreachable(error: Any, where: str, action: str, then: str) -> Fault:
    return faults.Unreachable(where, _sentence(error, then), _AGAIN)


def _taken(error: Any, where: str, action: str, then: str) -> Fault:
    if "not empty" in str(error):
        return faults.Failed(where, _sentence(error, then), _fix_of(error))
    message = f"something that is not ours has this name. {_sentence(error, then)}"
    return faults.NameTaken(where, message, "Rename the project or the stage, or what is there.")


def _region(error: Any, where: str, action: str, then: str) -> Fault | None:
    if not _LOCATION.search(_LINK.sub("", str(error))):
        return None
    fix = "Choose another: targets.gcp.region; https://cloud.google.com/functions/docs/locations"
    return faults.NotThere(where, _sentence(error, then), fix)


def _none(error: Any, where: str, action: str, then: str) -> Fault:
    message = f"no credentials were found. {_sentence(error, then)}"
    return faults.NoCredentials(where, message, f"Run: {_LOGIN}")


ENABLE, IN_PROJECT = "Run: gcloud services enable ", " --project "
# What is wrong with a request, and not with what it has begun.
_OF_REQUESTS = ("NotFound", "BadRequest")
Telling = Callable[[Any, str, str, str], "Fault | None"]
_FAULTS: dict[str, Telling] = {
    "DefaultCredentialsError": _none,
    "MalformedError": _none,
    "RefreshError": _expired,
    "Unauthorized": _expired,
    "Forbidden": _denied,
    "TooManyRequests": _many,
    "Conflict": _taken,
    "NotFound": _region,
    "BadRequest": _region,
    "TransportError": _unreachable,
    "RequestException": _unreachable,
    "RetryError": _unreachable,
    "ServerError": lambda *told: None,
}


def errors() -> tuple[type[Exception], ...]:
    """All that the clients raise of what is not our own fault."""
    from google.api_core.exceptions import GoogleAPICallError, RetryError
    from google.auth.exceptions import GoogleAuthError
    from requests.exceptions import RequestException

    return (GoogleAPICallError, RetryError, GoogleAuthError, RequestException, Ended)
