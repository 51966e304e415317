"""One subscription for all tests that are Azure's alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployer.azure import looking
from tests.deployer.azure.cloud import Azure
from tests.deployer.conformance.bench import Bench, benches


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with benches(Azure(), tmp_path_factory.mktemp("served")) as bench:
        yield bench


@pytest.fixture
def bench(served: Bench) -> Bench:
    """With nothing in it."""
    served.platform.gate.open()
    served.platform.empty()
    looking.cloud(served).identity.open()
    return served
