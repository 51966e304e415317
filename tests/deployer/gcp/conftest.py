"""One account for all tests of Google Cloud's, and one process to run command lines in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench, benches
from tests.deployer.gcp.platform import GoogleCloud


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with benches(GoogleCloud(), tmp_path_factory.mktemp("served")) as bench:
        yield bench


@pytest.fixture(scope="session")
def packaged(served: Bench) -> Bench:
    """For the suite."""
    return served


@pytest.fixture
def bench(served: Bench) -> Bench:
    """In a new account."""
    served.platform.gate.open()
    served.platform.empty()
    return served


@pytest.fixture
def google(bench: Bench) -> Any:
    return bench.platform.google
