"""What a started runtime is asked, and what it answers, whatever the platform."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from faasport.runtime.request import Request
from faasport.runtime.response import Response


class Started(Protocol):
    """One function in its vendor's runtime. The process starts when it is first asked."""

    def ask(self) -> Mapping[str, Any]:
        """Status and JSON body of one answer."""
        ...

    def stop(self) -> None:
        """End the process."""
        ...


GET = Request(
    method="GET",
    raw_path="/orders/ord-1001",
    raw_query="expand=items",
    headers=[("host", "localhost"), ("accept", "application/json")],
)
"""What every runtime is sent over HTTP."""


def told(response: Response) -> dict[str, Any]:
    """An answer over HTTP, as the jobs compare it."""
    return {"status": response.status, "body": json.loads(response.body)}
