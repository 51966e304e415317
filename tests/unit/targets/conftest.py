"""Golden files: `FAASPORT_UPDATE_GOLDEN=1 pytest tests/unit/targets` writes them anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.unit.targets.terraform_validate import validated

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, bytes], None]:
    """Compare with a file of golden/, or write it when FAASPORT_UPDATE_GOLDEN is set."""

    def check(name: str, content: bytes) -> None:
        path = GOLDEN / name
        if path.suffix == ".py":  # no source of ours to lint
            path = path.with_suffix(".py.golden")
        if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.read_bytes().decode() == content.decode()

    return check


@pytest.fixture
def terraform_says(
    tmp_path: Path, pytestconfig: pytest.Config
) -> Callable[[str, Mapping[str, Any]], dict[str, list[str]]]:
    """What the real `terraform validate` says of configurations, by the provider's short name and
    theirs, in one run: an empty list of a good one."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform here")
    cached = pytestconfig.cache.mkdir("terraform")

    def says(provider: str, configurations: Mapping[str, Any]) -> dict[str, list[str]]:
        return validated(provider, configurations, tmp_path, cached)

    return says
