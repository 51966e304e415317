"""What Lambda, its HTTP fronts and its event sources can carry, each row with who says so."""

from __future__ import annotations

from faasport.verifier.host import NotExpressibleError

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LAMBDA_LIMITS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
# The service's own message names this number of bytes; the page above rounds it to 6 MB.
SYNCHRONOUS_PAYLOAD = 6 * 1024 * 1024 + 100
MEGABYTE = 1024 * 1024

# Body bytes in one request, by front.
FRONT_BODY: dict[str, tuple[int, str]] = {
    "http-api": (
        10 * MEGABYTE,
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
    ),
    "rest-api": (
        10 * MEGABYTE,
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-limits.html",
    ),
    "function-url": (6 * MEGABYTE, LAMBDA_LIMITS),
    "alb": (
        1 * MEGABYTE,
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html",
    ),
}
FRONT_BODY["alb-single"] = FRONT_BODY["alb"]
ALB_RESPONSE = 1 * MEGABYTE
ASYNCHRONOUS_PAYLOAD = 1 * MEGABYTE
INVOKE = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"


def check_body(front: str, body: bytes) -> None:
    """Refuse a body that the front itself answers with 413."""
    limit, source = FRONT_BODY[front]
    if len(body) > limit:
        raise NotExpressibleError(
            f"a request body of {len(body)} bytes; the front takes {limit}", source
        )


def check_event(payload: bytes) -> None:
    """Refuse an event that the front cannot hand to Lambda."""
    if len(payload) > SYNCHRONOUS_PAYLOAD:
        raise NotExpressibleError(
            f"an event of {len(payload)} bytes (body in base64); Lambda takes "
            f"{SYNCHRONOUS_PAYLOAD}",
            LAMBDA_LIMITS,
        )


def check_asynchronous(payload: bytes) -> None:
    """Refuse an event that no service can hand to Lambda asynchronously."""
    if len(payload) > ASYNCHRONOUS_PAYLOAD:
        raise NotExpressibleError(
            f"an event of {len(payload)} bytes; Lambda takes {ASYNCHRONOUS_PAYLOAD} asynchronously",
            INVOKE,
        )


def too_large_result(size: int) -> NotExpressibleError:
    """The result that the Runtime API answered with 413."""
    return NotExpressibleError(
        f"a result of {size} bytes (body in base64); Lambda returns {SYNCHRONOUS_PAYLOAD}",
        LAMBDA_LIMITS,
    )


def check_alb_result(payload: bytes) -> None:
    """A load balancer passes on less than Lambda returns."""
    if len(payload) > ALB_RESPONSE:
        raise NotExpressibleError(
            f"a result of {len(payload)} bytes; the load balancer passes on {ALB_RESPONSE}",
            FRONT_BODY["alb"][1],
        )
