"""The suite's handlers, packaged by the real packager and run by the vendors' real runtimes.

Each platform is packaged and booted once a session; what this machine cannot have is skipped with
its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.target import Target
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.conformance import (
    HANDLERS,
    BrokenAnswerError,
    NotExpressibleError,
    write_project,
)
from faasport.testing.conformance.project import SYNC
from faasport.verifier import environments, host as contract
from faasport.verifier.unpacked import unpack

Options = dict[str, str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.runtimes)


@dataclass(frozen=True)
class Platform:
    """One target, packaged and running."""

    target: Target
    packaged: Path
    unpacked: Path
    host: Any

    def call(self, request: Request) -> Response:
        """The request through the vendor's runtime, in the words of the suite."""
        try:
            response: Response = self.host.send(request)
        except contract.NotExpressibleError as fault:
            raise NotExpressibleError(fault.reason, fault.source) from fault
        except contract.BrokenAnswerError as fault:
            raise BrokenAnswerError(str(fault)) from fault
        return response


@dataclass(frozen=True)
class Folder:
    """A packaged project: `outputs` is the folder of each target."""

    project: Any
    outputs: dict[str, Path]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Folder]:
    """`package(target, ..., handlers=, options=)` for a new project of the suite's handlers."""

    def made(
        *targets: str, handlers: tuple[str, ...] = HANDLERS, options: Options | None = None
    ) -> Folder:
        folder = tmp_path_factory.mktemp("project") / "conformance"
        tables = dict.fromkeys(targets, options) if options else {}
        write_project(folder, handlers, tables)
        result = pipeline.package(folder, registry.select(targets))
        return Folder(
            result.project, {output.target: output.directory for output in result.outputs}
        )

    return made


@pytest.fixture(scope="session")
def everywhere(package: Callable[..., Folder]) -> Folder:
    """All the handlers, packaged for every target in one run."""
    return package("aws", "gcp", "azure", "vercel")


Boot = Callable[..., Platform]


@pytest.fixture(scope="session")
def boot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Boot]:
    """`boot(name, folder)`: the packaged target in its vendor's runtime."""
    started: list[Any] = []

    def running(name: str, folder: Folder) -> Platform:
        (target,) = registry.select([name])
        module, _, attribute = target.host.partition(":")
        host_class = getattr(import_module(module), attribute)
        unpacked = unpack(folder.outputs[name], tmp_path_factory.mktemp(name) / "clean")
        try:
            python = environments.provide(
                host_class.requirements, target.wheels(folder.project).python
            )
        except environments.UnavailableError as fault:
            pytest.skip(f"{name} cannot run here: {fault}")
        host = host_class(unpacked, python, folder.project)
        started.append(host)
        host.start()
        return Platform(target, folder.outputs[name], unpacked, host)

    yield running
    for host in started:
        host.stop()


@pytest.fixture(scope="session")
def aws(boot: Boot, everywhere: Folder) -> Platform:
    return boot("aws", everywhere)


@pytest.fixture(scope="session")
def gcp(boot: Boot, everywhere: Folder) -> Platform:
    return boot("gcp", everywhere)


@pytest.fixture(scope="session")
def gcp_sync(boot: Boot, package: Callable[..., Folder]) -> Platform:
    """Sync handlers alone, which Google's framework hosts in another server."""
    return boot("gcp", package("gcp", handlers=SYNC))


@pytest.fixture(scope="session")
def azure(boot: Boot, everywhere: Folder) -> Platform:
    return boot("azure", everywhere)


@pytest.fixture(scope="session")
def vercel(boot: Boot, everywhere: Folder) -> Platform:
    return boot("vercel", everywhere)
