"""ARM's template expressions, read.

https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_TOKEN = re.compile(r"\s*(?:'(?P<text>(?:[^']|'')*)'|(?P<word>[A-Za-z]\w*)|(?P<mark>[().,]))")


@dataclass(frozen=True)
class Call:
    """A function, its arguments, and the properties that are taken of what it gives."""

    name: str
    arguments: tuple[Node, ...]
    path: tuple[str, ...] = ()


Node = str | Call


class NotArmError(Exception):
    """A template of ours says what is not known here: a fault of ours."""


def parsed(value: str) -> Node:
    """A text of the template: a literal, or what `[...]` means."""
    if not (value.startswith("[") and value.endswith("]")):
        return value
    if value.startswith("[["):
        return value[1:]
    reader = _Reader(value[1:-1])
    found = reader.node()
    if not reader.is_done:
        raise NotArmError(value)
    return found


def printed(node: Node) -> str:
    """The other way round; what a literal of the user's is stays one."""
    if isinstance(node, Call):
        return f"[{_code(node)}]"
    return f"[{node}" if node.startswith("[") and node.endswith("]") else node


def _code(node: Node) -> str:
    if isinstance(node, str):
        return "'" + node.replace("'", "''") + "'"
    return ".".join((f"{node.name}({', '.join(map(_code, node.arguments))})", *node.path))


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    @property
    def is_done(self) -> bool:
        return not self._code[self._at :].strip()

    def node(self) -> Node:
        token = self._next()
        if token.group("text") is not None:
            return token.group("text").replace("''", "'")
        if not token.group("word") or not self._takes("("):
            raise NotArmError(self._code)
        call = Call(token.group("word"), self._arguments())
        while self._takes("."):
            call = replace(call, path=(*call.path, self._next().group("word")))
        return call

    def _arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._takes(")"):
            if found and not self._takes(","):
                raise NotArmError(self._code)
            found.append(self.node())
        return tuple(found)

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._code, self._at)
        if token is None:
            raise NotArmError(self._code)
        self._at = token.end()
        return token

    def _takes(self, mark: str) -> bool:
        token = _TOKEN.match(self._code, self._at)
        if token is None or token.group("mark") != mark:
            return False
        self._at = token.end()
        return True
