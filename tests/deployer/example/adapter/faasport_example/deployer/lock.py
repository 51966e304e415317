"""One deployment at a time: a text of the platform's, which is written only where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from faasport.deployer import faults, holder, waiting
from faasport_example.deployer.client import Client, Conflict

_LONG = 3600.0


@contextmanager
def held(client: Client, name: str, *, wait: bool) -> Iterator[None]:
    """For the length of a block."""
    path, mine = f"/v1/locks/{name}", str(holder.here())

    def taken() -> bool | None:
        try:
            client.call("PUT", path, mine.encode(), if_none_match="*")
        except Conflict as there:
            if there.held == mine:
                return True  # an answer was lost
            return _taken_over(client, path, mine, there.held, wait=wait)
        return True

    if waiting.until(taken, within=_LONG) is None:
        raise faults.Busy(name, "somebody else is still deploying.", "Try again later.")
    try:
        yield
    finally:
        with suppress(Conflict):  # taken over by somebody who thought us dead
            client.call("DELETE", path, if_match=mine)


def cleared(client: Client, name: str) -> None:
    """Without what a run has left that was killed when all was done."""
    there = client.call("GET", f"/v1/locks/{name}")
    other = holder.read(there or "")
    if other is not None and other.is_gone:
        with suppress(Conflict):
            client.call("DELETE", f"/v1/locks/{name}", if_match=there)


def _taken_over(client: Client, path: str, mine: str, there: str, *, wait: bool) -> bool | None:
    other = holder.read(there)
    if other is not None and other.is_gone:
        try:
            client.call("PUT", path, mine.encode(), if_match=there)
        except Conflict as again:
            return True if again.held == mine else None
        return True
    if wait:
        return None
    told = other.told if other else there
    raise faults.Busy(path, f"{told} is deploying.", "Wait for them, or say --wait.")
