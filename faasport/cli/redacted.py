"""Standard output and error without the values of secrets, whoever prints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:  # only who has secrets loads it
    from faasport.project.redaction import Redaction

Now = Callable[[], "Redaction"]
"""What is redacted at this moment: a command line is read before it is known."""


class RedactedBytes:
    """A binary stream; what is not overridden here is the stream's own."""

    def __init__(self, stream: Any, now: Now) -> None:
        self._stream, self._now = stream, now

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, content: bytes) -> int:
        self._stream.write(self._now().octets(bytes(content)))
        return len(content)


class RedactedText(RedactedBytes):
    """A text stream, and the binary one beneath it."""

    def write(self, text: str) -> int:  # type: ignore[override]
        self._stream.write(self._now().text(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> RedactedBytes:
        return RedactedBytes(self._stream.buffer, self._now)


@contextmanager
def streams(now: Now) -> Iterator[None]:
    """For a while, what Python prints is redacted."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (text(stream, now) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def text(stream: TextIO, now: Now) -> TextIO:
    """The stream without values of secrets."""
    return RedactedText(stream, now)  # type: ignore[return-value]
