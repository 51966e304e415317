"""Header fields: ordered pairs, repeatable, found in any case, kept as they came.

Facts. A name may repeat, and order within one name has meaning (RFC 9110, 5.3). Set-Cookie
cannot be joined by commas (RFC 6265, 3), so no form that is a map can hold a response.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Headers:
    """An immutable list of (name, value) pairs with case-insensitive look-up.

    ``get`` gives the first value, ``get_all`` every one, ``items`` the pairs as received.
    Values that are not text (hand-made events hold numbers) become text.
    """

    __slots__ = ("_index", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, object]] | Mapping[str, object] = ()) -> None:
        source = pairs.items() if hasattr(pairs, "items") else pairs
        self._pairs = tuple(
            [(name, value if type(value) is str else _text(value)) for name, value in source]
        )
        self._index: dict[str, list[str]] | None = None

    def _by_name(self) -> dict[str, list[str]]:
        index = self._index
        if index is None:
            index = {}
            for name, value in self._pairs:
                index.setdefault(name.lower(), []).append(value)
            self._index = index  # once it is whole: other threads may look into shared headers
        return index

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of ``name``, or ``default``."""
        values = self._by_name().get(name.lower())
        return values[0] if values else default

    def get_all(self, name: str) -> list[str]:
        """Every value of ``name``, in order."""
        return list(self._by_name().get(name.lower(), ()))

    def items(self) -> list[tuple[str, str]]:
        """The pairs, with the case and the order in which they came."""
        return list(self._pairs)

    def names(self) -> list[str]:
        """Each name once, in lower case, in order of first appearance."""
        return list(self._by_name())

    def with_added(self, *pairs: tuple[str, str]) -> Headers:
        """A copy with ``pairs`` at the end."""
        return Headers(self._pairs + pairs)

    def without(self, *names: str) -> Headers:
        """A copy without any value of ``names``."""
        gone = {name.lower() for name in names}
        return Headers([pair for pair in self._pairs if pair[0].lower() not in gone])

    def with_set(self, name: str, value: str) -> Headers:
        """A copy in which ``name`` has this one value, at the end."""
        return self.without(name).with_added((name, value))

    def __getitem__(self, name: str) -> str:
        return self._by_name()[name.lower()][0]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._by_name()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Headers):
            return NotImplemented
        return [(n.lower(), v) for n, v in self._pairs] == [(n.lower(), v) for n, v in other]

    def __hash__(self) -> int:
        return hash(tuple((n.lower(), v) for n, v in self._pairs))

    def __repr__(self) -> str:
        return f"Headers({[(n, _masked(n, v)) for n, v in self._pairs]!r})"


# Parts of the names that credentials travel under, on every platform.
SECRET = ("authorization", "cookie", "-key", "token", "secret", "jwt", "principal", "signature")


def _masked(name: str, value: str) -> str:
    key = name.lower()
    return "[secret]" if any(part in key for part in SECRET) else value


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value)
