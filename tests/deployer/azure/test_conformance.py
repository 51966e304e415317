"""The suite on Azure's own clients."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.azure.cloud import Azure
from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite


class TestAzure(DeploySuite):
    platform_class: ClassVar[type[Platform]] = Azure
