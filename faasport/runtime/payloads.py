"""The payload of an event read as what it should be; what it is not, it never will be."""

from __future__ import annotations

import json

from .errors import Reject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def json_of(body: bytes) -> Any:
    """``body`` as JSON; Reject if it is not."""
    try:
        return json.loads(body)
    except ValueError as fault:
        raise Reject(f"The payload is not JSON: {fault}.") from fault
    except RecursionError as fault:
        raise Reject("The payload is JSON nested too deep.") from fault


def text_of(body: bytes) -> str:
    """``body`` as text; Reject if it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        raise Reject(f"The payload is not UTF-8: {fault}.") from fault
