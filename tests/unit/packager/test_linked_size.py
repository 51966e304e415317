"""What faasport adds to an HTTP function: few files, of few octets, on every target."""

from __future__ import annotations

import pytest

from faasport.packager import archive, build, entry, registry
from faasport.packager.linker import link
from tests.unit.targets.projects import function, http, project

MOST_OCTETS = 40 * 1024
MOST_FILES = 20
APP = b"""
import faasport


@faasport.http("GET", "/orders/{id}")
def order(id: str, expand: str | None = None):
    return {"id": id, "expand": expand}
"""


@pytest.mark.parametrize("name", ["aws", "azure", "gcp", "vercel"])
def test_an_http_function_gets_little_of_ours(name):
    (target,) = registry.select([name])
    one = project(function("order", http("GET", "/orders/{id}"), module="app"))
    generated = {**entry.application(one), **target.entries(one)}
    ours = link.linked(one, build.packages(target, one), generated, {"app.py": APP})

    added = {**generated, **ours}

    assert len(added) <= MOST_FILES, sorted(added)
    assert len(archive.archived(added)) <= MOST_OCTETS
