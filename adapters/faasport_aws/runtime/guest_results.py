"""What a Lambda handler returned, as Lambda and its fronts read it.

Lambda sends a result as JSON, so what JSON cannot say is an error of the invocation. A result that
the front cannot read is answered by the front itself, and told in the log.
"""

from __future__ import annotations

import json

from faasport.runtime.response import Response, unsendable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
# https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues
_API = b'{"message":"Internal Server Error"}'
_REST = b'{"message": "Internal server error"}'
_BALANCER = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
REFUSALS = {
    "http-api-2.0": (500, "application/json", _API),
    "rest-api-1.0": (502, "application/json", _REST),
    "alb": (502, "text/html", _BALANCER),
    "alb-single": (502, "text/html", _BALANCER),
    "function-url": (502, "application/json", b"Internal Server Error"),
}
DEFAULT_TYPES = {
    "http-api-2.0": "text/plain;charset=UTF-8",
    "rest-api-1.0": "application/json",
    "function-url": "application/json",
}
"""What a front says of a body whose type the handler does not tell."""
PLAIN = (str, int, float, bool, type(None))


def plain(result: Any) -> Any:
    """The result as it arrives: as JSON. Raises ResultError for what JSON cannot say."""
    if _is_plain(result):
        return result
    try:
        return json.loads(json.dumps(result, default=_number))
    except (TypeError, ValueError, RecursionError) as fault:
        raise unsendable(
            f"The handler returned what Lambda cannot send as JSON ({fault}); return texts, "
            "numbers, lists and objects alone."
        ) from None


def response_of(result: Any, payload: str, codec: ModuleType, name: str) -> Response:
    """The response of a result; the front's own if it cannot read that."""
    try:
        return read(plain(result), payload, codec)
    except Exception as fault:
        from faasport.runtime.errors import PayloadError
        from faasport.runtime.logs import logger

        if not isinstance(fault, PayloadError):
            raise

        logger.error("%s returned what its front cannot send: %s", name, fault)
        return refusal(payload)


def read(result: Any, payload: str, codec: ModuleType) -> Response:
    """The response that the front makes of a result. Raises PayloadError."""
    response: Response = codec.decode_response(result)
    kind = DEFAULT_TYPES.get(payload)
    if kind and response.body and "content-type" not in response.headers:
        response.headers = response.headers.with_added(("content-type", kind))
    return response


def refusal(payload: str) -> Response:
    """What the front answers where the function fails, or gives what it cannot read."""
    status, kind, body = REFUSALS[payload]
    return Response(body, status, (("content-type", kind),))


def _is_plain(result: Any) -> bool:
    """Whether a result is what handlers mostly return: JSON would change nothing in it."""
    return type(result) is dict and all(
        type(name) is str and (type(value) in PLAIN or _is_texts(value))
        for name, value in result.items()
    )


def _is_texts(value: Any) -> bool:
    if type(value) is dict:
        return all(type(name) is str and type(each) is str for name, each in value.items())
    return type(value) is list and all(type(each) is str for each in value)


def _number(value: Any) -> Any:
    """Lambda's runtime client writes a Decimal as a number."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
