"""Whole projects in the ways in which people write them: what must be found stands on its line, as
`#! FP021`, and nothing else may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).with_name("styles")
_FILE = re.compile(r"^=== (?P<name>\S+\.py)\n", re.MULTILINE)


def files_of(text: str) -> dict[str, str]:
    _, *parts = _FILE.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("style", sorted(path.stem for path in STYLES.glob("*.txt")))
def test_what_is_marked_is_found_and_nothing_else(style, inspect):
    files = files_of((STYLES / f"{style}.txt").read_text("utf-8"))
    expected = {
        (name, number, rule)
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        for rule in re.findall(r"#! (FP\d{3})", line)
    }

    found = inspect(named=files)

    assert {(each.file, each.line, each.rule) for each in found} == expected
