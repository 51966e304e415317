"""What every platform's deployer does, does Google Cloud's."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite
from tests.deployer.gcp.platform import GoogleCloud


class TestGoogleCloud(DeploySuite):
    platform_class: ClassVar[type[Platform]] = GoogleCloud
