"""What a front tells of a request beside the request: ids, moments, names, and who was let in.

What the platform told is kept; the rest is of the shape that AWS gives it. Its account, where none
is known, is the one of AWS's own examples.
"""

from __future__ import annotations

from .arn import ACCOUNT, REGION
from .guest_environment import region_told
from .payload import is_of_lambda

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from faasport.runtime.request import Request

API = "faasport00"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STAGE = "$default"
REST_STAGE = "prod"
"""A REST API has no default stage; this is the one that most templates name."""
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference
IDENTITY = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "user",
    "userArn",
)
CERTIFICATE = (
    ("clientCertPem", "pem"),
    ("subjectDN", "subject"),
    ("issuerDN", "issuer"),
    ("serialNumber", "serial"),
    ("validity", "validity"),
)


def account_of(request: Request) -> str:
    """The account of the API."""
    return request.platform.get("account_id") or ACCOUNT


def api_of(request: Request) -> str:
    """The API's id."""
    return request.platform.get("api_id") or API


def domain_of(request: Request) -> str:
    """The host without its port."""
    host = request.host
    return host if host.startswith("[") else host.partition(":")[0]


def is_staged(request: Request) -> bool:
    """Whether what stands in front of the path is the name of a stage."""
    return is_of_lambda(request)


def stage_of(request: Request) -> str:
    """The stage of an HTTP API; a stage of a REST API stands in no path of payload 2.0."""
    told = request.platform.get("stage") if "front" in request.platform else None
    return told or STAGE


def rest_stage_of(request: Request) -> str:
    """The stage of a REST API."""
    told = request.platform.get("stage")
    return told if told and told != STAGE else REST_STAGE


def stage_variables_of(request: Request) -> dict[str, str]:
    """What was told of the stage."""
    return request.platform.get("stage_variables") or {}


def request_id_of(request: Request) -> str:
    """The front's own id of the request, else the invocation's."""
    from .guest_context import request_id

    return request_id(request.platform.get("request_id") or request.context.invocation_id)


def extended_id(request: Request) -> str:
    """The second id, which looks like base64."""
    from .members import base64_of

    return base64_of(request_id_of(request).encode()[:10])


def moment_of(request: Request) -> datetime:
    """When the request came."""
    from datetime import datetime, timezone

    return request.time or datetime.now(timezone.utc)


def time_text(moment: datetime) -> str:
    """`12/Mar/2020:19:03:58 +0000`; the names of months are English wherever it runs."""
    from datetime import timezone

    utc = moment.astimezone(timezone.utc)
    return f"{utc.day:02}/{MONTHS[utc.month - 1]}/{utc.year}:{utc:%H:%M:%S} +0000"


def epoch_of(moment: datetime) -> int:
    """Milliseconds since 1970."""
    from .stamps import milliseconds_of

    return milliseconds_of(moment)


def target_group_of(request: Request, name: str) -> str:
    """The load balancer's group."""
    told = request.platform.get("target_group")
    region = region_told() or REGION
    group = f"targetgroup/{name}/6d0ecf831eec9f09"
    return told or f"arn:aws:elasticloadbalancing:{region}:{ACCOUNT}:{group}"


def authorizer_2(user: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Who was let in, as payload 2.0 tells it: claims of a token are texts there."""
    if not user:
        return None
    claims = user.get("claims") or {}
    if user.get("kind") in {"lambda", "iam"}:
        return {user["kind"]: dict(claims)}
    texts = {name: _claim(value) for name, value in claims.items()}
    return {"jwt": {"claims": texts, "scopes": list(user.get("scopes") or ()) or None}}


def authorizer_1(user: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Who was let in, as payload 1.0 tells it; IAM's callers are in `identity`."""
    if not user or user.get("kind") == "iam":
        return None
    claims = user.get("claims") or {}
    if user.get("kind") == "lambda":
        return dict(claims)
    told: dict[str, Any] = {"claims": {name: _claim(value) for name, value in claims.items()}}
    if user.get("scopes"):
        told["scopes"] = list(user["scopes"])
    return told


def identity_of(request: Request) -> dict[str, Any]:
    """The caller, as payload 1.0 tells it."""
    user = request.user or {}
    claims = user.get("claims") or {} if user.get("kind") == "iam" else {}
    told = {name: claims.get(name) for name in IDENTITY}
    address, agent = request.client_ip or "", request.headers.get("user-agent")
    certificate = certificate_of(request)
    return {
        **told,
        "sourceIp": address,
        "userAgent": agent,
        **({"clientCert": certificate} if certificate else {}),
    }


def certificate_of(request: Request) -> dict[str, Any] | None:
    """The client's certificate."""
    told = request.platform.get("client_cert")
    return {name: told.get(ours) for name, ours in CERTIFICATE} if told else None


def _claim(value: Any) -> str:
    """As API Gateway flattens it: `[a b]` for a list."""
    if isinstance(value, (list, tuple)):
        return f"[{' '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
