"""`# faasport: ignore[FP012]`: a comment that keeps findings of a statement to itself."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

COMMENT = re.compile(r"#\s*faasport:\s*ignore\b(?P<list>\[(?P<ids>[^\]]*)\])?")
ID = re.compile(r"FP\d{3}")


@dataclass(eq=False)
class Ignore:
    """One comment. What it has kept back is noted, so that an idle one can be told."""

    line: int
    column: int
    ids: tuple[str, ...]
    used: set[str] = field(default_factory=set)


class Ignores:
    """The comments of one file."""

    def __init__(self, text: str) -> None:
        self._by_line = {found.line: found for found in _found(text)}

    def keeps(self, rule: str, first: int, last: int) -> bool:
        """Whether a comment on one of these lines names the rule."""
        for line in range(first, last + 1):
            found = self._by_line.get(line)
            if found and rule in found.ids:
                found.used.add(rule)
                return True
        return False

    def faults(self, known: Container[str]) -> Iterator[tuple[Ignore, str]]:
        """Comments that do nothing, and why."""
        for found in self._by_line.values():
            if not found.ids:
                yield found, "this comment names no rule: write faasport: ignore[FP022]."
            for each in found.ids:
                if each not in known:
                    yield found, f"there is no rule {each!r}."
                elif each not in found.used:
                    yield found, f"nothing of {each} is found here: the comment ignores nothing."


def _found(text: str) -> Iterator[Ignore]:
    if "faasport" not in text:
        return
    for token in _tokens(text):
        if token.type == tokenize.COMMENT and (found := [*COMMENT.finditer(token.string)]):
            listed = ",".join(match["ids"] or "" for match in found).split(",")
            ids = tuple(dict.fromkeys(each.strip() for each in listed if each.strip()))
            yield Ignore(token.start[0], token.start[1] + found[0].start() + 1, ids)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """All that can be told; what the parser took, the tokenizer may yet stumble over."""
    try:
        yield from tokenize.generate_tokens(io.StringIO(text, newline=None).readline)
    except (tokenize.TokenError, SyntaxError):
        return
