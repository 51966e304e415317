"""What tests look at and look for."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Call
from tests.deployer.vercel.account import Account
from tests.deployer.vercel.platform import Vercel
from tests.deployer.vercel.service import Service

CREATE = "/v13/deployments"


class Cases:
    platform_class: ClassVar[type[Platform]] = Vercel

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        packaged.platform.gate.open()
        packaged.platform.empty()
        service_of(packaged).instead = None
        return packaged


def calls(bench: Bench, method: str, path: str) -> list[Call]:
    return [
        call for call in bench.platform.gate.journal if (call.method, call.path) == (method, path)
    ]


def is_of(method: str, path: str) -> Any:
    return lambda call: (call.method, call.path) == (method, path)


def makes(account: Account) -> Any:
    """The request to which no file is missing any more."""

    def fits(call: Call) -> bool:
        if not is_of("POST", CREATE)(call):
            return False
        return {file["sha"] for file in call.json["files"]} <= account.files.keys()

    return fits


def account_of(bench: Bench) -> Account:
    assert isinstance(bench.platform, Vercel)
    return bench.platform.account


def service_of(bench: Bench) -> Service:
    assert isinstance(bench.platform, Vercel)
    return bench.platform.service
