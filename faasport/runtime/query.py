"""The query string as ordered, repeatable pairs (WHATWG URL, application/x-www-form-urlencoded)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


def parse_query(raw: str) -> list[tuple[str, str]]:
    """Decode ``a=1&a=2&b`` once: every key kept, in order, blank values too."""
    if not raw:
        return []
    pairs: list[Any] = [part.partition("=")[::2] for part in raw.split("&") if part]
    if "%" not in raw and "+" not in raw:
        return pairs
    from urllib.parse import unquote_plus

    return [(unquote_plus(name), unquote_plus(value)) for name, value in pairs]


def format_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Encode decoded pairs; the inverse of ``parse_query``."""
    from urllib.parse import quote

    # An event in JSON can hold a lone surrogate, which is no UTF-8: it is encoded none the less.
    encoded = [[quote(text, safe="", errors="surrogatepass") for text in pair] for pair in pairs]
    return "&".join(map("=".join, encoded))


class QueryParams:
    """Decoded query parameters: ``get`` the first value, ``get_all`` every one, ``items`` pairs."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of ``name``, or ``default``."""
        for key, value in self._pairs:
            if key == name:
                return value
        return default

    def get_all(self, name: str) -> list[str]:
        """Every value of ``name``, in order."""
        return [value for key, value in self._pairs if key == name]

    def items(self) -> list[tuple[str, str]]:
        """All pairs, in order."""
        return list(self._pairs)

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __eq__(self, other: object) -> bool:
        return self._pairs == other._pairs if isinstance(other, QueryParams) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        return f"QueryParams({list(self._pairs)!r})"
