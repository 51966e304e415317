"""The error tree. The type says whose fault it is; the message says where, what and what to do.

- FaasportError
  - DeclarationError   the developer's: a decorator or signature that cannot work, raised at import
    - HandlerMissing     a guest's module has no handler of that name
  - PayloadError       the caller's or the platform's: what came in is not what the trigger sends
  - ResultError        the handler's: what it returned cannot be sent
  - SecretError        the deployment's: a secret that is not declared, or that the store withholds
  - DeliveryError      not a fault of its own: an invocation fails so that its events come again
  - Reject             an event's handler gives it up: never again, to the dead letters
  - Retry              an event's handler wants it delivered again, perhaps later
  - HTTPError          meant for the client: a status and an RFC 9457 problem
    - BadRequest 400, Unauthorized 401, Forbidden 403, NotFound 404, MethodNotAllowed 405,
      Conflict 409, PayloadTooLarge 413, UnprocessableContent 422, TooManyRequests 429
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta
    from typing import Any


class FaasportError(Exception):
    """Root of everything that faasport raises on purpose."""


class DeclarationError(FaasportError):
    """A declaration that cannot work: a bad path, an unbindable parameter, two equal routes."""


class HandlerMissing(DeclarationError):
    """The handler of a guest is not in the module that the configuration names."""


class PayloadError(FaasportError):
    """A payload that is not what the trigger sends. No handler has been called."""


class ResultError(FaasportError):
    """A handler's return value that no HTTP response can carry."""


class SecretError(FaasportError):
    """A secret that is not declared, or that its store does not give. Holds no value."""


class DeliveryError(FaasportError):
    """Raised to the platform: it delivers again what an invocation that fails was given."""


class Reject(FaasportError):
    """Never again: the event goes to the dead letters, and never into nothing.

    Where a platform cannot settle one event, its delivery fails until its redrive policy has it
    there. ``@faasport.queue(..., on_reject="drop")`` lets go of it instead.
    """

    reason = ""  # of a subclass whose `__init__` does not call this one

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Retry(FaasportError):
    """Again, as after any other exception, but without a traceback in the log.

    ``after`` is in seconds, or a timedelta; it counts where the platform can delay one event.
    """

    reason = ""
    after: float | None = None

    def __init__(self, reason: str = "", *, after: float | timedelta | None = None) -> None:
        if not isinstance(reason, str):
            raise TypeError(f"Retry takes a delay by its name: Retry(after={reason!r}).")
        super().__init__(reason)
        self.reason = reason
        seconds = getattr(after, "total_seconds", None)
        self.after = after if seconds is None else seconds()  # type: ignore[assignment]


class HTTPError(FaasportError):
    """An answer by exception: problem+json with ``status``, ``detail`` and any further members.

    ``headers`` are added to the response; keyword arguments become members of the problem
    (RFC 9457, section 3.2). ``title`` defaults to the status phrase.
    """

    status = 500

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        title: str | None = None,
        type: str | None = None,  # noqa: A002  # the member's name in RFC 9457
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        **members: Any,
    ) -> None:
        if not 400 <= status <= 599:
            raise ValueError(f"HTTPError takes a status from 400 to 599, not {status}.")
        super().__init__(status, detail)
        self.status = status
        self.detail = detail
        self.title = title
        self.type = type
        self.headers = tuple(headers.items() if hasattr(headers, "items") else headers)
        self.members = members

    def __str__(self) -> str:
        return f"{self.status}: {self.detail}" if self.detail else str(self.status)


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
