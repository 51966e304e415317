"""Texts of Terraform's: what stands there, and expressions in it.

https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from faasport.packager.terraform import literal


@dataclass(frozen=True)
class Expression:
    """What Terraform works out, such as `local.data`."""

    code: str


Part = str | Expression


@dataclass(frozen=True)
class Text:
    """Parts, one after another."""

    parts: tuple[Part, ...]

    @property
    def template(self) -> str:
        """As a text of the manifest."""
        return "".join(self._written(literal))

    @property
    def code(self) -> str:
        """As an expression in another one."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Expression):
            return self.parts[0].code
        return f'"{"".join(self._written(_quoted))}"'

    def _written(self, write: Callable[[str], str]) -> Iterator[str]:
        for part, after in zip(self.parts, (*self.parts[1:], ""), strict=True):
            if isinstance(part, Expression):
                yield f"${{{part.code}}}"
                continue
            # A dollar before an expression would escape it.
            kept = part.rstrip("$") if isinstance(after, Expression) else part
            yield write(kept)
            yield f'${{"{part[len(kept) :]}"}}' if kept != part else ""

    def split(self) -> tuple[Text, ...]:
        """The names in a name of several, parted by "/"."""
        found: list[list[Part]] = [[]]
        for part in self.parts:
            if isinstance(part, Expression):
                found[-1].append(part)
                continue
            first, *rest = part.split("/")
            found[-1].append(first)
            found.extend([name] for name in rest)
        return tuple(text(*parts) for parts in found)


def text(*parts: Part) -> Text:
    """Neighbouring literals are one part, and none is empty."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return Text(tuple(joined))


def expression(code: str) -> Text:
    return Text((Expression(code),))


def joined(texts: Iterable[Text], separator: str = "") -> Text:
    parts: list[Part] = []
    for index, each in enumerate(texts):
        parts += [separator if index else "", *each.parts]
    return text(*parts)


def _quoted(value: str) -> str:
    """https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences"""
    return literal("".join(_ESCAPES.get(each, each) for each in value))


_ESCAPES = {'"': '\\"', "\\": "\\\\", **{chr(code): f"\\u{code:04x}" for code in range(32)}}
