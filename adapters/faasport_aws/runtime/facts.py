"""What only API Gateway tells about a request: stage, time, who was let in, the certificate."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any


def http_v2_facts(event: dict[str, Any]) -> dict[str, Any]:
    """The facts of payload 2.0; `stage` is `$default` for function URLs."""
    context = event["requestContext"]
    certificate = _object(context, "authentication").get("clientCert")
    return {
        **_common(event, context),
        "front": "function-url" if _is_url(context.get("domainName")) else "http-api",
        "route": context.get("routeKey"),
        "time": _moment(context.get("timeEpoch")),
        "user": _user_v2(_object(context, "authorizer")),
        "client_cert": _certificate(certificate),
    }


def http_v1_facts(event: dict[str, Any]) -> dict[str, Any]:
    """The facts of payload 1.0."""
    context = _object(event, "requestContext")
    identity = _object(context, "identity")
    return {
        **_common(event, context),
        "route": event.get("resource"),
        "time": _moment(context.get("requestTimeEpoch")),
        "user": _user_v1(_object(context, "authorizer"), identity),
        "client_cert": _certificate(identity.get("clientCert")),
    }


def _common(event: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    return {
        "stage": context.get("stage"),
        "stage_variables": event.get("stageVariables") or {},
        "request_id": context.get("requestId"),
        "api_id": context.get("apiId"),
        "account_id": context.get("accountId"),
    }


def _is_url(domain: Any) -> bool:
    """Whether the domain is `<id>.lambda-url.<region>.on.aws`; nothing else tells the two apart."""
    return isinstance(domain, str) and ".lambda-url." in domain


def _user_v2(authorizer: dict[str, Any]) -> dict[str, Any] | None:
    jwt = _object(authorizer, "jwt")
    if jwt:
        return {
            "kind": "jwt",
            "claims": _object(jwt, "claims"),
            "scopes": list(jwt.get("scopes") or ()),
        }
    for kind in ("lambda", "iam"):
        claims = _told(_object(authorizer, kind))
        if claims:
            return {"kind": kind, "claims": claims}
    return None


# IAM's part of `identity`; the rest (sourceIp, userAgent, apiKey) says nothing of who was let in.
IAM_FIELDS = (
    "accessKey",
    "accountId",
    "caller",
    "user",
    "userArn",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
)


def _user_v1(authorizer: dict[str, Any], identity: dict[str, Any]) -> dict[str, Any] | None:
    claims = _object(authorizer, "claims")
    if claims:
        return {
            "kind": "cognito",
            "claims": claims,
            "scopes": list(authorizer.get("scopes") or ()),
        }
    told = _told(authorizer)
    if told:
        return {"kind": "lambda", "claims": told}
    if identity.get("userArn"):
        return {"kind": "iam", "claims": _told({name: identity.get(name) for name in IAM_FIELDS})}
    return None


def _certificate(given: Any) -> dict[str, Any] | None:
    if not isinstance(given, dict):
        return None
    return {
        "pem": given.get("clientCertPem"),
        "subject": given.get("subjectDN"),
        "issuer": given.get("issuerDN"),
        "serial": given.get("serialNumber"),
        "validity": given.get("validity"),
    }


# `sam local` writes seconds where the gateway writes milliseconds, which passed this in 1973.
SECONDS = 1e11


def _moment(milliseconds: Any) -> datetime | None:
    from datetime import datetime, timezone

    try:
        told = float(milliseconds)
        return datetime.fromtimestamp(told / (1 if told < SECONDS else 1000), timezone.utc)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    value = parent.get(name)
    return value if isinstance(value, dict) else {}


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
