"""Who may call a route: authorizers of APIs as our `auth`.

Nothing becomes public in silence: what has no like is closed, and the report says how to open it.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-controlling-access-to-apis.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport_aws.importer.intrinsics import referred
from faasport_aws.importer.said import Said

CLOSED = "iam"
_POOL = re.compile(r"arn:aws[a-z-]*:cognito-idp:(?P<region>[a-z0-9-]+):\d{12}:userpool/(?P<id>\S+)")
_ISSUER = re.compile(r"https://\S+")
_UNKNOWN_ISSUER = "https://cognito-idp.REGION.amazonaws.com/USER_POOL_ID"
_UNKNOWN_AUDIENCE = "USER_POOL_CLIENT_ID"
_FILL_IN = "Write the issuer, and the id of the user pool's client as the audience."
_OPEN = (
    f"Check the caller in the handler, or by a token: auth = {{ issuer, audience }}. Until then it "
    f'is closed: auth = "{CLOSED}".'
)


@dataclass(frozen=True)
class Guard:
    """The value of our `auth`, None for everybody, and what is to be said of it."""

    auth: Any = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Guards:
    """Those of one API: authorizers by their names, and which is the default."""

    authorizers: Mapping[str, Any] = field(default_factory=dict)
    default: str = ""
    needs_key: bool = False

    def of(self, authorizer: Any, needs_key: Any = None, scopes: Any = None) -> Guard:
        """Of a route that names its own, or does not."""
        name = self.default if authorizer is None else str(authorizer)
        guard = self._named(name)
        if scopes:
            message = "scopes of a token are not checked."
            said = Said("changed", message, "Check the claim `scope` in the handler.")
            guard = Guard(guard.auth, (*guard.said, said))
        key = self.needs_key if needs_key is None else str(needs_key).lower() == "true"
        if key and guard.auth is None:
            return Guard("key", guard.said)
        if key:
            message = "the API's key is not asked for, beside the authorizer."
            said = Said("changed", message, "Nothing, if the authorizer is enough.")
            return Guard(guard.auth, (*guard.said, said))
        return guard

    def _named(self, name: str) -> Guard:
        if name in {"", "NONE"}:
            return Guard()
        if name == "AWS_IAM":
            return Guard("iam")
        return _authorizer(name, self.authorizers.get(name))


def guards(auth: Any) -> Guards:
    """Of the `Auth` of an API."""
    if not isinstance(auth, Mapping):
        return Guards()
    told = auth.get("Authorizers")
    return Guards(
        authorizers=told if isinstance(told, Mapping) else {},
        default=str(auth.get("DefaultAuthorizer") or ""),
        needs_key=str(auth.get("ApiKeyRequired")).lower() == "true",
    )


def _authorizer(name: str, told: Any) -> Guard:
    if not isinstance(told, Mapping):
        message = f"the authorizer {name} is not known here: the route is closed."
        return Guard(CLOSED, (Said("left", message, _OPEN),))
    if "JwtConfiguration" in told:
        return _token(name, told["JwtConfiguration"])
    if "UserPoolArn" in told:
        return _pool(name, told["UserPoolArn"])
    message = f"the Lambda authorizer {name} was left: nothing here runs one."
    return Guard(CLOSED, (Said("left", message, _OPEN),))


def _token(name: str, told: Any) -> Guard:
    table = told if isinstance(told, Mapping) else {}
    issuer = table.get("issuer", table.get("Issuer"))
    audience = table.get("audience", table.get("Audience"))
    listed = audience if isinstance(audience, list) else [audience]
    plain = [each for each in listed if isinstance(each, str)]
    if isinstance(issuer, str) and _ISSUER.fullmatch(issuer) and plain == listed:
        return Guard({"issuer": issuer.rstrip("/") if "cognito" in issuer else issuer,
                      "audience": plain})  # fmt: skip
    known = issuer if isinstance(issuer, str) and _ISSUER.fullmatch(issuer) else _UNKNOWN_ISSUER
    message = f"the issuer or the audience of {name} is known to the service alone."
    audiences = plain or [_UNKNOWN_AUDIENCE]
    said = Said("changed", message, _FILL_IN)
    return Guard({"issuer": known, "audience": audiences}, (said,))


def _pool(name: str, arn: Any) -> Guard:
    match = _POOL.fullmatch(arn) if isinstance(arn, str) else None
    issuer = _UNKNOWN_ISSUER
    if match:
        issuer = f"https://cognito-idp.{match['region']}.amazonaws.com/{match['id']}"
    told = referred(arn)
    pool = f" ({told.resource})" if told else ""
    message = f"{name} takes tokens of a user pool{pool}, and ours asks for an audience as well."
    auth = {"issuer": issuer, "audience": [_UNKNOWN_AUDIENCE]}
    return Guard(auth, (Said("changed", message, _FILL_IN),))
