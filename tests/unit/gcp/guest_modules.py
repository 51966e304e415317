"""Modules as users of Google Cloud write them, imported for one test each."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from faasport_gcp.runtime.guest import Guest

Make = Callable[..., Guest]


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """What makes the guest of a module's text. All that is imported for it is forgotten after."""
    monkeypatch.syspath_prepend(str(tmp_path))
    # It sets variables as the platform does.
    variables = dict(os.environ)
    imported = set(sys.modules)

    def make(text: str, target: str = "f", *, module: str = "theirs", **told: Any) -> Guest:
        file = tmp_path / f"{module}.py"
        if not file.exists():
            file.write_text(textwrap.dedent(text))
        return Guest(f"{module}:{target}", name=target, **told)

    yield make
    os.environ.clear()
    os.environ.update(variables)
    for name in set(sys.modules) - imported:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]
