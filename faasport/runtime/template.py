"""Path templates, as those see them who describe routes."""

from __future__ import annotations

from .segments import segments_of


class Template:
    """A parsed path template. Raises DeclarationError for what is none.

    ``segments`` are literal texts, or None where a segment is caught; ``names`` are what is
    caught, in order; ``tail`` says whether the last name takes the rest of the path, even empty.
    """

    __slots__ = ("names", "segments", "tail", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.segments, self.names, self.tail = segments_of(text)

    @property
    def shape(self) -> tuple[str | None, ...]:
        """What two templates have in common when they match the same paths."""
        return (*self.segments, "**") if self.tail else self.segments
