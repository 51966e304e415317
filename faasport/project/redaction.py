"""Values of secrets taken out of a text that is about to be printed.

Looked for are the values that this machine has of the declared secrets, in the shell and in `.env`,
as they are and as JSON, Python, a URL, base64 or hexadecimal digits write them; of a value of
several lines each line, since a traceback may show but one. Values of less than `SHORTEST`
characters are left.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from faasport.project.problem import Problem
from faasport.project.secret_values import is_findable

Value = TypeVar("Value")


class Redaction:
    """The forms of secret values, and the names to put in their place."""

    def __init__(self, values: Iterable[tuple[str, str]] = ()) -> None:
        """Pairs of name and value; a name may have several values."""
        found = {form: name for name, value in values for form in _forms(value)}
        # The longest first: one value may begin another.
        self._forms = sorted(found.items(), key=lambda pair: -len(pair[0]))

    def text(self, text: str) -> str:
        """The text with `***NAME***` in place of each value."""
        for form, name in self._forms:
            text = text.replace(form, f"***{name}***")
        return text

    def octets(self, content: bytes) -> bytes:
        for form, name in self._forms:
            content = content.replace(
                form.encode("utf-8", "surrogatepass"), f"***{name}***".encode()
            )
        return content

    def value(self, value: Any) -> Any:
        """A copy of JSON-like data with every text in it redacted, keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.value(key): self.value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value

    def problem(self, problem: Problem) -> Problem:
        told: dict[str, Any] = {name: self.text(text) for name, text in problem.as_json().items()}
        return replace(problem, **told)


def _forms(value: str) -> Iterator[str]:
    """A value as it may be written, where that is long enough to be told from other text."""
    for part in (value, *value.splitlines()):
        if is_findable(part):
            yield part
            yield json.dumps(part)[1:-1]
            yield json.dumps(part, ensure_ascii=False)[1:-1]
            yield repr(part)[1:-1]
            yield quote(part, errors="surrogatepass")
            yield quote(part, safe="", errors="surrogatepass")
            yield quote_plus(part, errors="surrogatepass")
            octets = part.encode("utf-8", "surrogatepass")
            yield octets.hex()
            yield from _base64(octets)


def _base64(octets: bytes) -> Iterator[str]:
    """By itself, and as a part of more, such as `user:password`: what is before it shifts its
    characters by none, two or four bits, and the outermost ones hold bits of others."""
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(octets).decode()
        for before, first in enumerate((0, 2, 3)):
            last = (before + len(octets)) * 8 // 6
            yield encode(bytes(before) + octets).decode()[first:last]
