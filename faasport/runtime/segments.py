"""A path template taken apart: `/orders/{order_id}`, or with a greedy tail `/files/{name:path}`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Segments = tuple[tuple[str | None, ...], tuple[str, ...], bool]


def segments_of(text: str) -> Segments:
    """(segments, names, tail): literal texts, or None where a segment is caught; what is caught, in
    order; and whether the last name takes the rest of the path, even empty. Raises DeclarationError
    for what is no template."""
    if text[:1] != "/":
        from .template_slips import of_text

        raise of_text(text)
    parts = text[1:].split("/")
    segments: list[str | None] = []
    names: list[str] = []
    for number, part in enumerate(parts, 1 - len(parts)):  # the last is 0
        name = _caught(text, part, last=number == 0)
        segments.append(part if name is None else None)
        if name in names:
            from .template_slips import of_names

            raise of_names(text, name)
        if name is not None:
            names.append(name)
    tail = segments[-1] is None and parts[-1].endswith(":path}")
    return tuple(segments[:-1] if tail else segments), tuple(names), tail


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
