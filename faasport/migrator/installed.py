"""Packages that lie installed among the sources (`pip install --target`): they ship, and are no
code of the application.

https://packaging.python.org/specifications/recording-installed-packages/
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_RECORD = "*.dist-info/RECORD"
_LARGEST = 1024 * 1024


class Installed:
    """What is installed below one folder; each folder in it is looked at once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, frozenset[str]] = {}

    def holds(self, path: str) -> bool:
        """Whether a file is of an installed package."""
        parts = PurePosixPath(path).parts
        return any(part in self._tops("/".join(parts[:at])) for at, part in enumerate(parts))

    def _tops(self, folder: str) -> frozenset[str]:
        """The names right there that packages have brought."""
        if folder not in self._known:
            records = sorted((self._root / folder).glob(_RECORD))
            self._known[folder] = frozenset(name for each in records for name in _named(each))
        return self._known[folder]


def _named(record: Path) -> set[str]:
    try:
        if record.is_symlink() or record.stat().st_size > _LARGEST:
            return set()
        lines = record.read_text("utf-8", "replace").splitlines()
    except OSError:
        return set()
    return {line.partition(",")[0].partition("/")[0].strip('"') for line in lines}
