"""What faasport sends is what Vercel's own command line sends, to the same stand-in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Call
from tests.deployer.vercel import command_line
from tests.deployer.vercel.account import TEAM, Deployment, Project
from tests.deployer.vercel.platform import Vercel

CREATE = "/v13/deployments"
# What says who deploys, and what of; and settings of builders that there are none of.
OWN = ("files", "meta", "source", "env", "build", "$schema", "project", "projectSettings")


class AsProject(Vercel):
    """What Vercel builds itself. It has no private functions."""

    app: ClassVar[str] = (
        "import faasport\n\n\n"
        '@faasport.http("GET", "/hello/{name}")\n'
        'def hello(name: str):\n    return {"hello": name, "version": 1}\n'
    )
    options: ClassVar[str] = 'manifest = "project"\nregions = ["fra1"]\n'


@dataclass(frozen=True)
class Sent:
    """The two requests that make a deployment, and the files between them."""

    asked: tuple[Call, ...]
    files: dict[str, tuple[int, str]]

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = self.asked[0].json
        return body

    @property
    def listed(self) -> set[tuple[Any, ...]]:
        return {
            tuple(file[key] for key in ("file", "sha", "size", "mode"))
            for file in self.body["files"]
        }

    @property
    def settings(self) -> dict[str, Any]:
        told = self.body["projectSettings"]
        return {key: value for key, value in told.items() if value is not None}


@pytest.mark.runtimes
class TestBuilt:
    platform_class: ClassVar[type[Platform]] = Vercel

    def test_the_same_is_sent(self, packaged: Bench, cache: Path, tmp_path: Path) -> None:
        ours = _ours(packaged, "--stage", "prod")

        theirs = _theirs(packaged, cache, tmp_path, "vercel", "--prebuilt", "--prod")

        _compare(ours, theirs)
        assert ours.asked[0].parameters["prebuilt"] == theirs.asked[0].parameters["prebuilt"] == "1"
        assert ours.body["target"] == theirs.body["target"] == "production"
        assert [each.state for each in _deployments(packaged)] == ["NAMED"]

    def test_the_stand_in_takes_a_whole_output_alone(
        self, packaged: Bench, cache: Path, tmp_path: Path
    ) -> None:
        copy = _copy(packaged, tmp_path, "vercel")
        (copy / ".vercel/output/functions/app.func/.vc-config.json").unlink()

        ran = _deploy(packaged, cache, copy, "--prebuilt", "--prod")

        assert ran.returncode == 1
        assert [each.state for each in _deployments(packaged)] == ["ERROR"]


@pytest.mark.runtimes
class TestProject:
    platform_class: ClassVar[type[Platform]] = AsProject

    def test_the_same_is_sent(self, packaged: Bench, cache: Path, tmp_path: Path) -> None:
        ours = _ours(packaged, "--stage", "prod")

        theirs = _theirs(packaged, cache, tmp_path, "vercel/project", "--prod")

        _compare(ours, theirs)
        assert "prebuilt" not in {**ours.asked[0].parameters, **theirs.asked[0].parameters}
        assert ours.settings == {"framework": "python"}
        assert ours.body["functions"] == {
            "faasport_entry.py": {"architecture": "x86_64", "maxDuration": 30, "memory": 256}
        }


@pytest.fixture(scope="session")
def cache(pytestconfig: pytest.Config) -> Path:
    found: Path = pytestconfig.cache.mkdir("vercel")  # type: ignore[union-attr]
    return found


def _compare(ours: Sent, theirs: Sent) -> None:
    assert ours.listed == theirs.listed
    assert ours.files == theirs.files
    assert {k: v for k, v in ours.body.items() if k not in OWN} == {
        k: v for k, v in theirs.body.items() if k not in OWN
    }
    assert ours.settings == {
        key: value
        for key, value in theirs.settings.items()
        if key != "sourceFilesOutsideRootDirectory"
    }
    query, own = ours.asked[0].parameters, theirs.asked[0].parameters
    assert {key: query[key] for key in own} == own
    assert [call.json for call in ours.asked] == [ours.body] * 2
    assert [call.json for call in theirs.asked] == [theirs.body] * 2


def _ours(bench: Bench, *more: str) -> Sent:
    _empty(bench)
    _project(bench)
    bench.told(bench.deploy("first", *more))
    return _sent(bench)


def _theirs(bench: Bench, cache: Path, folder: Path, output: str, *more: str) -> Sent:
    ran = _deploy(bench, cache, _copy(bench, folder, output), *more)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return _sent(bench)


def _deploy(bench: Bench, cache: Path, folder: Path, *more: str) -> Any:
    program = command_line.program(cache)
    _empty(bench)
    project = _project(bench)
    link = {"projectId": project.id, "orgId": TEAM, "projectName": project.name}
    (folder / ".vercel").mkdir(exist_ok=True)
    (folder / ".vercel" / "project.json").write_text(json.dumps(link))
    home = folder.parent / "home"
    api = json.loads(
        (Path(bench.variables["XDG_DATA_HOME"]) / "com.vercel.cli/config.json").read_text()
    )["api"]
    bench.platform.gate.open()
    return command_line.run(
        program,
        "deploy",
        *more,
        cwd=folder,
        api=api,
        home=home,
        variables={"NO_PROXY": "127.0.0.1"},
    )


def _copy(bench: Bench, folder: Path, output: str) -> Path:
    """Of what was packaged, under the name of the project, which the command line takes for it."""
    found: Path = shutil.copytree(bench.folder / "first" / "dist" / output, folder / "sample")
    return found


def _project(bench: Bench) -> Project:
    return _platform(bench).account.add_project("sample", [])


def _deployments(bench: Bench) -> list[Deployment]:
    return list(_platform(bench).account.deployments.values())


def _empty(bench: Bench) -> None:
    """As the account of somebody who never deployed anything."""
    account = _platform(bench).account
    account.empty()
    account.files.clear()
    bench.platform.gate.open()


def _platform(bench: Bench) -> Vercel:
    assert isinstance(bench.platform, Vercel)
    return bench.platform


def _sent(bench: Bench) -> Sent:
    journal = bench.platform.gate.journal
    asked = tuple(call for call in journal if (call.method, call.path) == ("POST", CREATE))
    return Sent(asked, dict(_files(journal)))


def _files(journal: list[Call]) -> Iterator[tuple[str, tuple[int, str]]]:
    for call in journal:
        if call.path == "/v2/files":
            assert len(call.body) == int(call.headers["x-now-size"])
            yield call.headers["x-now-digest"], (len(call.body), call.headers["content-type"])
