"""What crosses the wire of AWS: who is asked, and how each of its protocols says things."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Kind

# https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
_SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
QUERY = frozenset({"cloudformation", "sts", "iam", "sns"})
_XML = {"content-type": "text/xml"}
REQUEST = "11111111-2222-3333-4444-555555555555"


class Refusal(Exception):
    """The service says no."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status


def service(call: Call) -> str:
    """Who is asked, by the signature."""
    found = _SCOPE.search(call.headers.get("authorization", ""))
    return found[1] if found else ""


def asked(call: Call) -> tuple[str, dict[str, Any]]:
    """The action and the arguments of a request of the query protocol."""
    tree: dict[str, Any] = {}
    for name, text in parse_qsl(call.body.decode(), keep_blank_values=True):
        *path, last = name.split(".")
        place = tree
        for part in path:
            place = place.setdefault(part, {})
        place[last] = text
    return tree.pop("Action"), _plain(tree)


def _plain(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return {"true": True, "false": False}.get(tree, tree)
    if set(tree) == {"member"}:
        members = tree["member"]
        return [_plain(members[key]) for key in sorted(members, key=int)]
    return {key: _plain(value) for key, value in tree.items()}


def told(action: str, result: Mapping[str, Any]) -> Answer:
    """An answer of the query protocol."""
    body = "".join(_element(key, value) for key, value in result.items())
    text = (
        f"<{action}Response><{action}Result>{body}</{action}Result>"
        f"<ResponseMetadata><RequestId>{REQUEST}</RequestId></ResponseMetadata></{action}Response>"
    )
    return Answer(200, text.encode(), _XML)


def _element(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    return f"<{name}>{_content(value)}</{name}>"


def _content(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(_element(key, each) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "".join(_element("member", each) for each in value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape(value.isoformat() if isinstance(value, datetime) else str(value))


def refused(asked_of: str, code: str, message: str, status: int) -> Answer:
    """The same in the words of each protocol."""
    if asked_of == "s3":
        text = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        return Answer(status, text.encode(), {**_XML, "x-amz-request-id": REQUEST})
    if asked_of in QUERY:
        text = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
            f"<Message>{escape(message)}</Message></Error><RequestId>{REQUEST}</RequestId>"
            "</ErrorResponse>"
        )
        return Answer(status, text.encode(), _XML)
    body = json.dumps({"__type": code, "message": message, "Message": message}).encode()
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amzn-errortype": code,
        "x-amzn-requestid": REQUEST,
    }
    return Answer(status, body, headers)


# Code, status and sentence, by what happens: those of most, of S3, and of Lambda.
_WORDS: Mapping[Kind, Mapping[str, tuple[str, int, str]]] = {
    "error": {
        "": ("InternalFailure", 500, "We encountered an internal error."),
        "s3": ("InternalError", 500, "We encountered an internal error. Please try again."),
        "lambda": ("ServiceException", 500, "The service encountered an internal error."),
    },
    "unavailable": {"": ("ServiceUnavailable", 503, "Service is unavailable.")},
    "throttled": {
        "": ("Throttling", 400, "Rate exceeded"),
        "s3": ("SlowDown", 503, "Please reduce your request rate."),
        "lambda": ("TooManyRequestsException", 429, "Rate exceeded"),
    },
    "expired": {
        "": ("ExpiredToken", 403, "The security token included in the request is expired"),
        "s3": ("ExpiredToken", 400, "The provided token has expired."),
        "lambda": ("ExpiredTokenException", 403, "The security token is expired"),
    },
    "denied": {
        "": ("AccessDenied", 403, "User: arn:aws:iam::1:user/u is not authorized"),
        "s3": ("AccessDenied", 403, "Access Denied"),
        "lambda": ("AccessDeniedException", 403, "User is not authorized to do this"),
    },
    "quota": {
        "": ("LimitExceeded", 400, "Limit exceeded for this account"),
        "s3": ("TooManyBuckets", 400, "You have attempted to create more buckets than allowed"),
        "lambda": ("CodeStorageExceededException", 400, "Code storage limit exceeded."),
    },
}


def refusal(call: Call, kind: Kind) -> Answer:
    """How the service that is asked would say it."""
    asked_of = service(call)
    words = _WORDS[kind]
    code, status, message = words.get(asked_of, words[""])
    return refused(asked_of, code, message, status)
