"""Path templates: `/orders/{order_id}` and a greedy tail `/files/{name:path}`."""

from __future__ import annotations


class Template:
    """A parsed path template. Raises DeclarationError for what is none.

    ``segments`` are literal texts, or None where a segment is caught; ``names`` are what is
    caught, in order; ``tail`` says whether the last name takes the rest of the path, even empty.
    """

    __slots__ = ("names", "segments", "tail", "text")

    def __init__(self, text: str) -> None:
        if not text.startswith("/"):
            from .template_slips import of_text

            raise of_text(text)
        self.text = text
        parts = text[1:].split("/")
        self.tail = parts[-1].endswith(":path}") and parts[-1].startswith("{")
        last = len(parts) - 1
        caught = [_caught(text, part, last=i == last) for i, part in enumerate(parts)]
        self.names = tuple([name for name in caught if name is not None])
        segments = [None if name else part for part, name in zip(parts, caught, strict=True)]
        self.segments = tuple(segments[: len(parts) - self.tail])
        if len(set(self.names)) < len(self.names):
            from .template_slips import of_names

            raise of_names(text, next(name for name in self.names if self.names.count(name) > 1))

    @property
    def shape(self) -> tuple[str | None, ...]:
        """What two templates have in common when they match the same paths."""
        return (*self.segments, "**") if self.tail else self.segments


def _caught(text: str, part: str, *, last: bool) -> str | None:
    """The name that ``part`` catches, or None for a literal."""
    if "{" not in part and "}" not in part:
        if part.isidentifier() or (part != "*" and not set("?#% ").intersection(part)):
            return None
    elif part[0] == "{" and part[-1] == "}":
        name, colon, kind = part[1:-1].partition(":")
        # A guest knows its parameters by whatever names they had; hyphens are common.
        if name.replace("-", "_").isidentifier() and (not colon or (kind == "path" and last)):
            return name
    from .template_slips import of_part

    raise of_part(text, part)
