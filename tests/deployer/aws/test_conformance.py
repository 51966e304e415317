"""The suite of all platforms, on an account of AWS on this machine."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.aws.moto_aws import MotoAws
from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite


class TestAws(DeploySuite):
    platform_class: ClassVar[type[Platform]] = MotoAws
