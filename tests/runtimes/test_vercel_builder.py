"""The project form under Vercel's own tools: its validator, its builder, its runtime."""

from __future__ import annotations

import copy
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.project import uv
from faasport.project.interpreters import find
from faasport.verifier import environments
from faasport.verifier.case import request_of
from faasport_vercel.host import Host
from tests.runtimes import vercel_npm
from tests.unit.targets.event_projects import trigger
from tests.unit.targets.projects import ASYNC, FUNCTIONS, function
from tests.unit.targets.vercel_plans import plan, vercel

TABLE = """
[project]
name = "shop"
version = "1.0.0"
requires-python = ">=3.10"
dependencies = ["iniconfig==2.1.0"]

[tool.faasport]
name = "shop"
modules = ["shop"]
env = { CURRENCY = "EUR" }

[tool.faasport.targets.vercel]
manifest = "project"
regions = ["fra1"]
memory = 1024
timeout = 45
concurrency = { per_instance = 8 }
"""
SOURCE = """
import os

import iniconfig

import faasport

CURRENCY = os.environ["CURRENCY"]


@faasport.http("GET", "/prices/{name}")
def price(name: str, times: int = 1):
    return {"name": name, "times": times, "in": CURRENCY, "by": iniconfig.__name__}


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    pass
"""


@pytest.fixture(scope="module")
def cache(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.cache.mkdir("vercel")


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = tmp_path_factory.mktemp("shop")
    (root / "pyproject.toml").write_text(TABLE, "utf-8")
    (root / "shop.py").write_text(SOURCE, "utf-8")
    return pipeline.package(root, registry.select(["vercel"]))


@pytest.fixture(scope="module")
def built(packaged: Any, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Build Output that the builder made. It writes into the project."""
    modules = vercel_npm.builder(cache)
    folder = tmp_path_factory.mktemp("built")
    project = folder / "project"
    shutil.copytree(packaged.outputs[0].directory / "project", project)
    python = find("3.13")
    assert python is not None
    paths = [python.resolve().parent, Path(uv.binary()).parent, os.environ["PATH"]]
    done = vercel_npm.node(
        Path(__file__).with_name("vercel_build.cjs"),
        modules,
        project,
        folder / ".vercel" / "output",
        PATH=os.pathsep.join(map(str, paths)),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_builder_makes_one_function_with_our_settings(built: Path) -> None:
    (function,) = (built / ".vercel" / "output" / "functions").glob("*.func")

    told = json.loads((function / ".vc-config.json").read_text("utf-8"))
    assert told["runtime"] == "python3.13"
    assert told["handler"] == "vc__handler__python.vc_handler"
    assert (told["memory"], told["maxDuration"], told["maxConcurrency"]) == (1024, 45, 8)
    assert (function / "iniconfig" / "__init__.py").is_file()
    assert (function / "_vendor" / "vercel_runtime").is_dir()


def test_what_the_builder_made_answers_as_the_handler_does(built: Path, packaged: Any) -> None:
    """Vercel's builder, Vercel's runtime, and nothing of ours but the project."""
    host = Host(built, environments.provide(Host.requirements, "3.13"), packaged.project)

    host.start()
    try:
        answer = host.send(request_of("GET", "/prices/a%20b?times=2"))
        missing = host.send(request_of("GET", "/nothing"))
    finally:
        host.stop()

    expected = {"name": "a b", "times": 2, "in": "EUR", "by": "iniconfig"}
    assert answer.status == 200, answer.body
    assert json.loads(answer.body) == expected
    assert missing.status == 404


SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "large": {"memory": 4096, "timeout": 800},
    "small": {"memory": 128, "timeout": 1},
    "busy": {"concurrency": {"per_instance": 8192}},
    "arm64": {"architecture": "arm64"},
    "regions": vercel(regions=["fra1", "iad1"]),
    "documented": vercel(document={"cleanUrls": True, "trailingSlash": False}),
}
CRONS = tuple(
    function(f"f{number}", trigger("schedule", f"s {number}", expression=expression))
    for number, expression in enumerate(
        ["* * * * *", "0 6 * * 1-5", "*/10 0 1 1,7 *", "0 0 31 * *"]
    )
)
SHAPES = {"http": FUNCTIONS, "async": (*FUNCTIONS, ASYNC), "crons": (*FUNCTIONS, *CRONS)}


def configured(name: str, **config: Any) -> dict[str, Any]:
    config = copy.deepcopy(config)
    table = config.setdefault("targets", {}).setdefault("vercel", {})
    table["manifest"] = "project"
    manifests = plan(*SHAPES[name], **config).manifests
    found: dict[str, Any] = json.loads(manifests["project/vercel.json"])
    return found


def test_vercels_own_validator_takes_what_we_write(
    packaged: Any, cache: Path, tmp_path: Path
) -> None:
    written = packaged.outputs[0].directory / "project" / "vercel.json"
    cases = {
        f"{shape}-{name}": configured(shape, **config)
        for shape in SHAPES
        for name, config in SETTINGS.items()
    }
    prebuilt = json.loads(plan(*FUNCTIONS).manifests["vercel.json"])
    cases |= {"packaged": json.loads(written.read_text("utf-8")), "prebuilt": prebuilt}

    found = vercel_npm.validated(cache, cases, tmp_path)

    assert len(found) == len(cases) > 20
    assert {name: said for name, said in found.items() if said is not None} == {}


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "memory": ({"functions": {"a.py": {"memory": 64}}}, "128"),
    "key": ({"functions": {"a.py": {"maxDuraton": 6}}}, "maxDuraton"),
    "none": ({"functions": {}}, "functions"),
    "path": ({"crons": [{"path": "a", "schedule": "0 6 * * *"}]}, "path"),
    "short": ({"crons": [{"path": "/a", "schedule": "0 6"}]}, "schedule"),
}


def test_vercels_own_validator_sees_seeded_mistakes(cache: Path, tmp_path: Path) -> None:
    cases = {name: {**configured("http"), **spoil} for name, (spoil, _) in MISTAKES.items()}

    found = vercel_npm.validated(cache, cases, tmp_path)

    for name, (_, said) in MISTAKES.items():
        assert said in json.dumps(found[name]), name
