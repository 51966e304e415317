"""An account and somebody who deploys there, for the tests of AWS alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployer.aws.desk import Desk, desks


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desks(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def desk(sitting: Desk) -> Desk:
    """With a new account, and the project as it is written at first."""
    sitting.aws.gate.open()
    sitting.aws.empty()
    sitting.aws.fills_queues = False
    sitting.write()
    return sitting
