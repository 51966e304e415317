"""Each form of package in AWS's runtime client: archives, layers, images, dependencies of one
function alone; and what verify's host reads of them in the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import archive, entry, vendor
from faasport.packager.target import Dependencies, Files
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.verifier import environments
from faasport.verifier.unpacked import unpack
from faasport_aws.host import Host
from faasport_aws.packager import AwsTarget
from tests.unit.targets.projects import function, http, project

TARGET = AwsTarget()
MODULE = b"""
import faasport


def found(name):
    try:
        return __import__(name).__file__.replace("\\\\", "/")
    except ImportError:
        return None


@faasport.http("GET", "/plain")
def plain():
    return {name: found(name) for name in ("common_wheel", "heavy_wheel")}


@faasport.http("GET", "/heavy")
def heavy():
    return {name: found(name) for name in ("common_wheel", "heavy_wheel")}
"""
COMMON: Files = {"common_wheel.py": b""}
WHEELS = Dependencies(COMMON, {"heavy": {**COMMON, "heavy_wheel.py": b""}})
FUNCTIONS = (
    function("plain", http("GET", "/plain")),
    function("heavy", http("GET", "/heavy")),
)
# By form: where each function finds what, below the packaged folder.
FORMS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "zip": (
        {},
        {"common_wheel": "code/common_wheel.py", "heavy_wheel": None},
        {
            "common_wheel": "code-heavy/common_wheel.py",
            "heavy_wheel": "code-heavy/heavy_wheel.py",
        },
    ),
    "layers": (
        {"layers": True},
        {"common_wheel": "layer/python/common_wheel.py", "heavy_wheel": None},
        {
            "common_wheel": "layer-heavy/python/common_wheel.py",
            "heavy_wheel": "layer-heavy/python/heavy_wheel.py",
        },
    ),
    "image": (
        {"package": "image"},
        {"common_wheel": "image/task/common_wheel.py", "heavy_wheel": None},
        {
            "common_wheel": "image-heavy/task/common_wheel.py",
            "heavy_wheel": "image-heavy/task/heavy_wheel.py",
        },
    ),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Path, Host]]:
    """A project packaged in this form, unpacked as `verify` does it, and its host."""
    options = FORMS[request.param][0]
    it = project(*FUNCTIONS, functions={"heavy": {"groups": ["maths"]}}, targets={"aws": options})
    code = {
        **vendor.shipped(vendor.CORE, TARGET.runtime_package),
        **entry.application(it),
        **TARGET.entries(it),
        "orders.py": MODULE,
    }
    plan = TARGET.plan(it, code, WHEELS)
    written: dict[str, bytes] = dict(plan.manifests)
    for artifact in plan.artifacts:
        written.update(archive.written(artifact))
    for path, content in written.items():
        file = tmp_path / "packaged" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    folder = unpack(tmp_path / "packaged", tmp_path / "unpacked")
    try:
        python = environments.provide(Host.requirements, "3.13")
    except environments.UnavailableError as fault:
        pytest.skip(f"aws cannot run here: {fault}")
    host = Host(folder, python, it)
    host.start()
    try:
        yield request.param, folder, host
    finally:
        host.stop()


def asked(host: Host, path: str) -> Any:
    headers = Headers([("host", "shop.example.com")])
    answer = host.send(
        Request(method="GET", raw_path=path, raw_query="", headers=headers, body=b"")
    )
    assert answer.status == 200
    return json.loads(answer.body)


def test_each_function_finds_its_own_dependencies_and_no_others(form):
    name, folder, host = form
    plain, heavy = ({**each} for each in FORMS[name][1:])

    for path, wanted in (("/plain", plain), ("/heavy", heavy)):
        told = asked(host, path)
        below = {key: file and Path(file).relative_to(folder) for key, file in told.items()}
        assert below == {key: file and Path(file) for key, file in wanted.items()}


def test_the_reference_has_all_of_them_on_its_path(form):
    _, _, host = form

    names = {file.name for folder in host.search_path for file in folder.glob("*.py")}

    assert {"orders.py", "common_wheel.py", "heavy_wheel.py"} <= names
