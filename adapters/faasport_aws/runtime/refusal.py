"""What stands in place of a handler that a function must not run."""

from __future__ import annotations

from faasport.runtime.http_errors import NotFound
from faasport.runtime.triggers import http


@http
def refuse() -> None:
    """As if there were nothing: by the path that the front saw, there is not."""
    raise NotFound
