"""A neutral response as a client has it at the end."""

from __future__ import annotations

from faasport.runtime.response import Response
from faasport.runtime.streams import body_of
from faasport.testing.conformance.suite import BrokenAnswerError


def collected(response: Response) -> Response:
    """The response with its stream read to the end; BrokenAnswerError where that fails."""
    if response.stream is None:
        return response
    try:
        body = body_of(response)
    except Exception as fault:
        raise BrokenAnswerError(f"{type(fault).__name__}: {fault}") from fault
    whole = Response(b"", response.status, response.headers)
    whole.body = body
    return whole
