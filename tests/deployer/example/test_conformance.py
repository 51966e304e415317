"""The suite on a deployer that does all of it."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite
from tests.deployer.example.cloud import Cloud


class TestExample(DeploySuite):
    platform_class: ClassVar[type[Platform]] = Cloud
