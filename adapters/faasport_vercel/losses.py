"""What Vercel's shapes lose, and what its proxy says to the runtime alone."""

from __future__ import annotations

from faasport.runtime.request import Request
from faasport.testing.losses import Losses, changed
from faasport_vercel.runtime.request import exposed

COMMON = (
    "internal headers hidden",
    "client only in forwarding headers",
    "scheme only in forwarding headers",
    "host only in the Host header",
)


def _hidden(request: Request) -> Request:
    return changed(request, headers=exposed(request.headers))


OWN = {"internal headers hidden": _hidden}

HTTP = Losses(request=COMMON, own_request=OWN)

# Headers are an object, whose values are lists where a name repeats.
LAMBDA_EVENT = Losses(
    request=("headers grouped by name", *COMMON),
    response=("headers grouped by name",),
    own_request=OWN,
)
