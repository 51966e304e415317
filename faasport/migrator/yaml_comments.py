"""Comments of a YAML text: those right above a key, and the one at the end of its line."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.events import ScalarEvent


class Comments:
    """Of one text, found by lines: the parser gives places, and no comments."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._within: set[int] = set()

    def beside(self, key: Any, value: Any) -> str:
        """The comment of a key: lines, without their marks. Events come in the text's order, so
        that what a text of several lines holds is known when its successor asks."""
        above = self._above(key.start_mark.line)
        if isinstance(value, ScalarEvent):
            start, end = value.start_mark.line, value.end_mark.line
            self._within.update(range(start + 1, end if value.style in ("|", ">") else end + 1))
        after = self._after(key, value)
        return "\n".join([*above, *([after] if after else [])])

    def _above(self, line: int) -> list[str]:
        found: list[str] = []
        for number in range(line - 1, -1, -1):
            text = self._lines[number].strip()
            if not text.startswith("#") or number in self._within:
                break
            found.append(_bare(text))
        return found[::-1]

    def _after(self, key: Any, value: Any) -> str:
        is_plain = isinstance(value, ScalarEvent) and value.style not in ("|", ">")
        mark = value.end_mark if is_plain else key.end_mark
        if mark.line >= len(self._lines):
            return ""
        # A key ends before its colon.
        rest = self._lines[mark.line][mark.column :].lstrip(" \t:,")
        return _bare(rest) if rest.startswith("#") else ""


def _bare(comment: str) -> str:
    return comment.lstrip("#").strip()
