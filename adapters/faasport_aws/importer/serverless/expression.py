"""The syntax of `${source:address, fallback}`.

https://www.serverless.com/framework/docs/guides/variables
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_VARIABLE = re.compile(r"\s*(?:[A-Za-z][\w-]*(?:\.[\w-]+)?(?:\(|:(?!:))|['\"]|\$)")
_SOURCE = re.compile(
    r"(?P<name>[A-Za-z][\w-]*)(?:\.(?P<region>[\w-]+))?(?:\((?P<argument>.*)\))?"
    r"(?::(?P<address>.*))?",
    re.DOTALL,
)
_PAIRS = {"(": ")", "{": "}"}


@dataclass(frozen=True)
class Marks:
    """What opens a variable, and what closes it."""

    opening: str = "${"
    closing: str = "}"


@dataclass(frozen=True)
class Source:
    """One alternative: `file(config.yml):key` is `file`, with an argument and an address."""

    name: str
    argument: str
    address: str


def marks_of(syntax: object) -> Marks | None:
    """Those of `provider.variableSyntax`, a regular expression; none where it is too odd."""
    if not isinstance(syntax, str):
        return Marks()
    text = re.sub(r"\\(.)", r"\1", syntax)
    opening, closing = text.partition("(")[0], text.rpartition(")")[2]
    fits = re.fullmatch(r"[$#%@]?[{\[<(]{1,2}", opening) and re.fullmatch(r"[}\]>)]{1,2}", closing)
    return Marks(opening, closing) if fits else None


def parts(text: str, marks: Marks) -> Iterator[tuple[bool, str]]:
    """The text in pieces, and whether each is the inside of a variable."""
    start = 0
    while (found := text.find(marks.opening, start)) >= 0:
        end = _end(text, found + len(marks.opening), marks)
        if end < 0:
            break
        inner = text[found + len(marks.opening) : end]
        if _VARIABLE.match(inner):
            yield False, text[start:found]
            yield True, inner
        else:
            # `${AWS::Region}` and `${Table}` are CloudFormation's own.
            yield False, text[start : end + len(marks.closing)]
        start = end + len(marks.closing)
    yield False, text[start:]


def _end(text: str, start: int, marks: Marks) -> int:
    depth, index = 1, start
    while index < len(text):
        if text.startswith(marks.opening, index):
            depth, index = depth + 1, index + len(marks.opening)
        elif text.startswith(marks.closing, index):
            depth -= 1
            if not depth:
                return index
            index += len(marks.closing)
        else:
            index += 1
    return -1


def alternatives(inner: str) -> list[str]:
    """What is between commas, outside of quotes and brackets."""
    found, depth, quote, start = [], 0, "", 0
    for index, letter in enumerate(inner):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "({[":
            depth += 1
        elif letter in ")}]":
            depth -= 1
        elif letter == "," and depth <= 0:
            found.append(inner[start:index].strip())
            start = index + 1
    return [*found, inner[start:].strip()]


def literal(text: str) -> tuple[object] | None:
    """The value of a quoted text, a number or a word of JSON's, in a tuple; else None."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return (text[1:-1],)
    words: dict[str, object] = {"true": True, "false": False, "null": None}
    if text in words:
        return (words[text],)
    if re.fullmatch(r"-?\d{1,15}", text):
        return (int(text),)
    return (float(text),) if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text) else None


def source_of(text: str) -> Source | None:
    """One alternative, read."""
    found = _SOURCE.fullmatch(text.strip())
    if found is None or (found["address"] is None and found["argument"] is None):
        return None
    argument = found["argument"] if found["argument"] is not None else found["region"] or ""
    return Source(found["name"], argument.strip().strip("'\""), (found["address"] or "").strip())
