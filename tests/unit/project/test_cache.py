"""Where a machine keeps what can be made again."""

from __future__ import annotations

from pathlib import Path

from faasport.project import cache, store


def test_who_has_no_home_keeps_nothing_and_is_not_refused(monkeypatch):
    def home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", home)

    folder = cache.directory()

    assert folder.is_absolute()
    assert folder.name == "faasport"
    assert store.get("sound", "0" * 64) is None
