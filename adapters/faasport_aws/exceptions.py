"""Cases of the conformance suite that a payload of AWS cannot carry: why, and who says so.

Keys are the payload shapes (modules of `runtime`), then the names of cases.
"""

from __future__ import annotations

from collections.abc import Mapping

Exceptions = Mapping[str, tuple[str, str]]

REST = (
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "set-up-lambda-proxy-integrations.html"
)
BALANCER = (
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
)
LIST_ORDER = "query parameters are a map of lists: the order between two keys is not kept"
LAST_ONLY = "without multi-value headers the load balancer sends the last value of a name alone"

_MULTI = {
    "pairs of several keys keep their order": (LIST_ORDER, BALANCER),
    "the query as it was sent": ("query parameters are a map: empty pairs are gone", BALANCER),
}
_REPEATS = (
    "every value of a key, in order",
    "equal pairs are not one",
    "pairs of several keys keep their order",
    "one blank value among others",
    "a header that repeats",
    "a list takes every value",
    "a list tells which item does not fit",
)

EXCEPTIONS: Mapping[str, Exceptions] = {
    "http_v2": {},
    "http_v1": {
        "pairs of several keys keep their order": (LIST_ORDER, REST),
        "the query as it was sent": ("query parameters arrive decoded, in a map", REST),
    },
    "alb": _MULTI,
    "alb_single": {**_MULTI, **dict.fromkeys(_REPEATS, (LAST_ONLY, BALANCER))},
}

# Cases of the suite of events, by kind of trigger.
EVENT_EXCEPTIONS: Exceptions = {}
