"""Path templates: `/orders/{order_id}` and a greedy tail `/files/{name:path}`."""

from __future__ import annotations

from .errors import DeclarationError


class Template:
    """A parsed path template.

    ``segments`` are literal texts, or None where a segment is caught; ``names`` are what is
    caught, in order; ``tail`` says whether the last name takes the rest of the path, even empty.
    """

    __slots__ = ("names", "segments", "tail", "text")

    def __init__(self, text: str) -> None:
        if not text.startswith("/"):
            raise DeclarationError(
                f"The path {text!r} must start with '/', as in '/orders/{{id}}'."
            )
        self.text = text
        parts = text[1:].split("/")
        self.tail = parts[-1].endswith(":path}") and parts[-1].startswith("{")
        caught = [_caught(text, part, last=i == len(parts) - 1) for i, part in enumerate(parts)]
        self.names = tuple(name for name in caught if name is not None)
        self.segments = tuple(
            part if name is None else None for part, name in zip(parts, caught, strict=True)
        )[: len(parts) - self.tail]
        twice = next((name for name in self.names if self.names.count(name) > 1), None)
        if twice:
            raise DeclarationError(f"The path {text!r} catches {{{twice}}} twice; rename one.")

    @property
    def shape(self) -> tuple[str | None, ...]:
        """What two templates have in common when they match the same paths."""
        return (*self.segments, "**") if self.tail else self.segments


def _caught(text: str, part: str, *, last: bool) -> str | None:
    """The name that ``part`` catches, or None for a literal."""
    if "{" not in part and "}" not in part:
        if any(char in part for char in "?#% ") or part == "*":
            raise DeclarationError(
                f"The path {text!r} holds {part!r}: write it decoded, without '?', '#' or '%'."
            )
        return None
    if part[0] != "{" or part[-1] != "}" or part.count("{") != 1 or part.count("}") != 1:
        raise DeclarationError(
            f"The path {text!r} holds {part!r}: a parameter is a whole segment, as '/{{name}}/'."
        )
    name, colon, kind = part[1:-1].partition(":")
    # A guest knows its parameters by whatever names they had; hyphens are common.
    if not name.replace("-", "_").isidentifier():
        raise DeclarationError(f"The path {text!r} catches {name!r}, which is no Python name.")
    if colon and kind != "path":
        raise DeclarationError(
            f"The path {text!r} has {{{name}:{kind}}}: only ':path' is known; give types in the "
            f"signature, as `{name}: {kind if kind in {'int', 'float', 'uuid'} else 'int'}`."
        )
    if colon and not last:
        raise DeclarationError(f"The path {text!r}: {{{name}:path}} must be the last segment.")
    return name
