"""What HTTP and its sharing among origins ask of a response, whoever made it."""

from __future__ import annotations

from .application import BODILESS, OF_BODIES
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .application import Route
    from .request import Request


def finished(request: Request, route: Route | None, response: Response) -> Response:
    """The response with what is missing, and without what may not be there."""
    if route is not None and route.cors is not None:
        fields = route.cors.response_fields(request, response.headers)
        response = response.with_headers(response.headers.with_added(*fields))
    if response.status in BODILESS:
        return _emptied(response.with_headers(response.headers.without(*OF_BODIES)))
    return _emptied(response) if request.method == "HEAD" else response


def _emptied(response: Response) -> Response:
    if response.stream is not None:
        from .streams import closed

        closed(response.stream)
    return Response._checked(b"", response.status, response.headers)
