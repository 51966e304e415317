"""Golden files: `FAASPORT_UPDATE_GOLDEN=1 pytest tests/unit/targets` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """Compare with a file of golden/, or write it when FAASPORT_UPDATE_GOLDEN is set."""

    def check(name: str, content: bytes) -> None:
        path = GOLDEN / name
        if path.suffix == ".py":  # no source of ours to lint
            path = path.with_suffix(".py.golden")
        if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.read_bytes().decode() == content.decode()

    return check
