"""The root of the error tree, and its branch that is meant for the client.

Every call may have to catch these two; `errors` has the rest, which is loaded by who raises it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


class FaasportError(Exception):
    """Root of everything that faasport raises on purpose."""


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
