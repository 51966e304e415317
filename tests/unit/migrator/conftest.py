"""Golden files: `FAASPORT_UPDATE_GOLDEN=1 pytest tests/unit/migrator` writes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

MakeFolder = Callable[..., Path]


@pytest.fixture(autouse=True)
def fake_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Origins `acme` and `anvil`, installed as a third party's would be."""
    monkeypatch.syspath_prepend(str(Path(__file__).with_name("fake")))


@pytest.fixture
def make_folder(tmp_path: Path) -> MakeFolder:
    """A folder of files by their paths."""

    def make(files: dict[str, str | bytes], name: str = "shop") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            (root / path).write_bytes(data)
        return root

    return make


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with the file of this name."""

    def compare(name: str, text: str) -> None:
        file = Path(__file__).with_name("golden") / name
        if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
            file.write_text(text, "utf-8")
        assert file.read_text("utf-8") == text

    return compare
