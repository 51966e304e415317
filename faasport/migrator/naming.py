"""Names of imported functions: in kebab case, and each once."""

from __future__ import annotations

import re

_FIRST = "function"


class Names:
    """Gives each function a name that no other has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, told: str) -> str:
        """`createOrder` as `create-order`; `create-order-2` where that is another's already."""
        name = wanted = kebab(told)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name


def kebab(told: str) -> str:
    """A name as the configuration wants it, whatever it was."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", told)
    name = re.sub(r"[^a-z0-9]+", "-", parted.lower()).strip("-")
    if not name:
        return _FIRST
    return name if name[0].isalpha() else f"{_FIRST}-{name}"
