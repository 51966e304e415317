"""Apps of Azure's on the import path of one test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from faasport_azure.runtime.guest import Guest

WORKER = "FUNCTIONS_WORKER_RUNTIME"
HEAD = """\
import typing
import azure.functions as func
app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
seen = []
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that modules are imported from, and forgotten with it."""
    before = set(sys.modules)
    # Guests set it: what monkeypatch has seen it forgets again.
    monkeypatch.setenv(WORKER, "")
    monkeypatch.delenv(WORKER)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in {"function_app", "users", "__app__"}:
            del sys.modules[name]


@pytest.fixture
def guest(app: Path) -> Callable[..., Guest]:
    """Makes the guest of one function of a function_app.py."""

    def made(source: str, name: str = "handle") -> Guest:
        (app / "function_app.py").write_text(HEAD + source)
        return Guest(f"function_app:{name}", name=name)

    return made


@pytest.fixture
def seen() -> Callable[[], list[Any]]:
    """What the app's functions have noted."""

    def noted() -> list[Any]:
        return sys.modules["function_app"].seen  # type: ignore[no-any-return]  # of the test

    return noted
