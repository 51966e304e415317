"""The clients of the clouds, which only those have installed who deploy there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from faasport.deployer.faults import NoClient

_OURS = "faasport"


@contextmanager
def of_extra(extra: str) -> Iterator[None]:
    """Around the imports of a client: if it is not there, the problem names the extra that has it.
    What is missing of our own is a fault of ours."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith(_OURS):
            raise
        raise NoClient(
            f"target {extra}",
            f"its client is not installed: there is no module {missing.name!r}.",
            f"Run: pip install 'faasport[{extra}]'",
        ) from missing
