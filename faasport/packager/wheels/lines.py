"""The text of a requirements file as the lines that it means."""

from __future__ import annotations

import re
from collections.abc import Iterator


def logical(text: str) -> Iterator[str]:
    """Lines with their continuations, without comments and empty ones."""
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        bare = re.sub(r"(^|\s)#.*$", "", line).strip()
        if bare:
            yield " ".join(bare.split())
