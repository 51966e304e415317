"""Crashes are part of the suite: their tracebacks are logged, and told only where a case fails."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from faasport.runtime import loops


@pytest.fixture(scope="session", autouse=True)
def _the_kept_loop_is_closed_at_the_end() -> Iterator[None]:
    yield
    loop = getattr(loops._kept, "loop", None)
    if loop is not None:
        loop.close()
        loops._kept.loop = None
        asyncio.set_event_loop(None)
