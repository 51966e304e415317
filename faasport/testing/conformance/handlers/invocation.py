"""What a handler learns of the invocation it runs in."""

from __future__ import annotations

from typing import Any

import faasport


@faasport.http("GET", "/invocation")
def invocation(context: faasport.Context) -> dict[str, Any]:
    remaining = context.remaining()
    return {
        "function": context.function,
        "platform": bool(context.platform),
        "invocation_id": isinstance(context.invocation_id, str),
        "cold_start": isinstance(context.cold_start, bool),
        "remaining": remaining is None or remaining > 0,
        "deadline": (context.deadline is None) == (remaining is None),
        "trace_id": context.trace_id is None or isinstance(context.trace_id, str),
    }


@faasport.http("GET", "/invocation/twice", cors=True)
@faasport.http("POST", "/invocation/twice")
def invoked_twice(request: faasport.Request) -> dict[str, str]:
    return {"function": request.context.function, "method": request.method}


@faasport.http("GET", "/invocation/warm")
def warm(request: faasport.Request) -> dict[str, Any]:
    return {"same": request.context is request.context}
