"""The HTTP errors whose class is their status: apart, as a class is the dearest thing to import.

- HTTPError
  - BadRequest 400, Unauthorized 401, Forbidden 403, NotFound 404, MethodNotAllowed 405,
    Conflict 409, PayloadTooLarge 413, UnprocessableContent 422, TooManyRequests 429
"""

from __future__ import annotations

from .errors import HTTPError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Fixed(HTTPError):
    """An HTTPError whose class is its status."""

    def __init__(self, detail: str | None = None, **options: Any) -> None:
        super().__init__(type(self).status, detail, **options)


class BadRequest(_Fixed):
    """400: the request is malformed."""

    status = 400


class Unauthorized(_Fixed):
    """401: no valid credentials were given."""

    status = 401


class Forbidden(_Fixed):
    """403: the credentials do not allow this."""

    status = 403


class NotFound(_Fixed):
    """404: there is no such resource."""

    status = 404


class MethodNotAllowed(_Fixed):
    """405: the resource does not take this method; give ``headers={"allow": ...}``."""

    status = 405


class Conflict(_Fixed):
    """409: the request conflicts with the state of the resource."""

    status = 409


class PayloadTooLarge(_Fixed):
    """413: the body is larger than the handler takes."""

    status = 413


class UnprocessableContent(_Fixed):
    """422: well-formed, and wrong in content; ``errors`` lists every fault."""

    status = 422


class TooManyRequests(_Fixed):
    """429: slow down; give ``headers={"retry-after": ...}``."""

    status = 429
