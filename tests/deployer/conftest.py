"""What runs of real command lines share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.deployer.conformance.suite")

from tests.deployer.conformance.bench import Bench, benches  # noqa: E402  # rewritten, or not at all


@pytest.fixture(scope="class")
def packaged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """A bench for the `platform_class` of a class of tests."""
    with benches(request.cls.platform_class(), tmp_path_factory.mktemp("bench")) as bench:
        yield bench
