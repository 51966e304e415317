"""Members of a payload, read leniently: what is of another type than it should be is not there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

# Loaded by the first that come: most functions get none.
_b64decode: Callable[..., bytes] | None = None
_moment_of: Callable[[Any], datetime | None] | None = None


def word_of(value: Any) -> str:
    """A name or an identifier: text, or a number written as one."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def text_of(value: Any) -> str | None:
    """Text, or None."""
    return value if isinstance(value, str) else None


def object_of(value: Any) -> dict[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def count_of(value: Any) -> int | None:
    """A number that cannot be negative, also if it was written as text."""
    try:
        count = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return None if count < 0 or isinstance(value, bool) else count


def utf8_of(text: Any) -> bytes:
    """Text as bytes; nothing for anything else."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else b""


def bytes_of(text: Any) -> bytes:
    """Bytes that travelled as base64; what is not base64 is taken as it came."""
    global _b64decode  # noqa: PLW0603  # an import each time is dear
    if _b64decode is None:
        from base64 import b64decode

        _b64decode = b64decode
    try:
        return _b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return utf8_of(text)


def moment_of(text: Any) -> datetime | None:
    """A moment that was written as text."""
    global _moment_of  # noqa: PLW0603  # as above
    if _moment_of is None:
        from faasport.runtime.moments import moment_of

        _moment_of = moment_of
    return _moment_of(text) if isinstance(text, str) else None


def base64_of(raw: bytes) -> str:
    """Bytes as they travel in JSON."""
    from binascii import b2a_base64

    return b2a_base64(raw, newline=False).decode()
