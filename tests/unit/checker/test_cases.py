"""What is found, line by line, and what is not."""

from __future__ import annotations

import pytest

from tests.unit.checker.fine import FINE
from tests.unit.checker.found import FOUND, OTHERS


@pytest.mark.parametrize(("rule", "said", "text"), FOUND, ids=[f"{f[0]}: {f[1]}" for f in FOUND])
def test_a_fault_is_found_where_it_is(rule, said, text, inspect):
    expected = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("#!")]

    found = inspect(text, **OTHERS)

    lines = sorted({each.line for each in found if each.rule == rule})
    assert lines == expected


@pytest.mark.parametrize(("said", "text"), FINE, ids=[fine[0] for fine in FINE])
def test_nothing_is_found_in_what_is_fine(said, text, inspect):
    found = inspect(text)

    assert [(each.rule, each.line, each.message) for each in found] == []
