"""A guarded function beside a public one: on no platform does the public one's way lead to it.

Where each has a unit of its own, the adapter's own tests attack what is packaged; where one unit
serves both, they are refused together.
"""

from __future__ import annotations

import pytest

from tests.unit.targets.projects import function, http
from tests.unit.targets.test_checks import ALL, codes

OPEN = function("page", http("GET", "/{page}"))
CLOSED = function("closed", http("GET", "/closed"))
JWT = {"issuer": "https://id.example.com", "audience": ["shop"]}
KINDS = {"key": "key", "iam": "iam", "jwt": JWT}
# Where a function may have another `auth` than its neighbours: those that have a unit each, and
# Azure, whose one unit asks for the key itself.
APART = {
    ("aws", "function", "iam"),
    ("aws", "function", "jwt"),
    ("azure", "function", "key"),
}
REFUSED = {"no-auth", "conflicting-settings", "bad-unit"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("unit", ["function", "app"])
@pytest.mark.parametrize("make", ALL)
def test_they_are_apart_or_refused(make, unit, kind):
    it = {"functions": {"closed": {"auth": KINDS[kind]}}, "targets": {make.name: {"unit": unit}}}

    found = set(codes(make(), OPEN, CLOSED, **it))

    if (make.name, unit, kind) in APART:
        assert found == set()
    else:
        assert found & REFUSED
        assert found <= REFUSED


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", ALL)
def test_a_targets_table_does_not_make_it_public(make, kind):
    """Only its own table there does."""
    functions = {"closed": {"auth": KINDS[kind]}}
    named = {"auth": "public", "functions": {"closed": {"auth": "public"}}}

    closed = codes(
        make(), OPEN, CLOSED, functions=functions, targets={make.name: {"auth": "public"}}
    )
    opened = codes(make(), OPEN, CLOSED, functions=functions, targets={make.name: named})

    assert set(closed) & REFUSED or (make.name, "function", kind) in APART
    assert opened == []
