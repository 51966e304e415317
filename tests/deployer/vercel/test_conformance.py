"""Vercel, as every platform."""

from __future__ import annotations

from typing import ClassVar

from tests.deployer.conformance.platform import Platform
from tests.deployer.conformance.suite import DeploySuite
from tests.deployer.vercel.platform import Vercel


class TestVercel(DeploySuite):
    platform_class: ClassVar[type[Platform]] = Vercel
