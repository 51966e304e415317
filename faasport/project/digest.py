"""SHA-256, in a run once for each content: that of a wheel's file is asked for when it is read,
when it is packed, and when it is told what is in an artifact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

_SMALL = 1 << 10
_KNOWN: dict[int, tuple[bytes, str]] = {}
"""Contents and their digests by the object's own number, which no other has as long as it is held
here."""
_RUNS: list[None] = []


def sha256(content: bytes) -> str:
    """In hexadecimal digits."""
    known = _KNOWN.get(id(content))
    if known is not None:
        return known[1]
    digest = hashlib.sha256(content).hexdigest()
    if _RUNS and len(content) >= _SMALL:
        _KNOWN[id(content)] = content, digest
    return digest


@contextmanager
def once() -> Iterator[None]:
    """For a while, whatever is asked for again is known; its contents stay in memory."""
    _RUNS.append(None)
    try:
        yield
    finally:
        _RUNS.pop()
        if not _RUNS:
            _KNOWN.clear()
