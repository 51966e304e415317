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
    - those of one status each, which `http_errors` has: BadRequest 400, NotFound 404 …
"""

from __future__ import annotations

from .http_error import FaasportError as FaasportError, HTTPError as HTTPError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import timedelta


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
