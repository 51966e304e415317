"""Keys and secrets on Azure, in Microsoft's own worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.runtime.request import Request
from faasport.verifier.case import request_of
from faasport_azure.host import addresses, routes
from tests.runtimes.conftest import Boot, Folder, Platform

SOURCE = """
import faasport

@faasport.http("GET", "/orders/{order_id}")
def read(order_id: str):
    return {"opened": "read"}

@faasport.http("GET", "/files/{name:path}")
def files(name: str):
    return {"opened": "files"}

@faasport.http("ANY", "/hook", cors=faasport.CORS(origins=["https://shop.example"]))
def hook():
    return {"opened": "hook"}

@faasport.http("GET", "/public/{name:path}")
def public(name: str):
    return {"opened": "public"}

@faasport.http("GET", "/sealed")
def sealed():
    return {"length": len(faasport.secret("API_TOKEN")), "known": faasport.secret("API_TOKEN")}

@faasport.queue("orders")
def fulfil(message: faasport.Message):
    faasport.secret("API_TOKEN")
"""
CONFIG = """
name = "shop"
modules = ["app"]
secrets = { API_TOKEN = "shop/token" }

[functions.read]
auth = "key"

[functions.files]
auth = "key"

[functions.hook]
auth = "key"
"""
PROTECTED = ("read", "files", "hook")


def project(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "faasport.toml").write_text(CONFIG)
    (folder / "app.py").write_text(SOURCE)
    return folder


@pytest.fixture(scope="module")
def app(boot: Boot, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    result = pipeline.package(
        project(tmp_path_factory.mktemp("keys") / "shop"), registry.select(["azure"])
    )
    (output,) = result.outputs
    return boot("azure", Folder(result.project, {"azure": output.directory}))


def door_of(app: Platform, request: Request) -> str:
    """The function that the host takes a request to: its level."""
    path = addresses.decoded(request.raw_path)
    found = routes.select(app.host._routes, request.method, path)
    assert found is not None
    functions = {each["id"]: each for each in app.host._functions.values()}
    (binding,) = [
        each
        for each in functions[found[0].function_id]["bindings"]
        if each["type"] == "httpTrigger"
    ]
    level: str = binding["authLevel"]
    return level


METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "PROPFIND")
TARGETS = (
    *("/orders/7", "/orders/7/", "/ORDERS/7", "/%6Frders/7", "/orders%2F7", "//orders/7"),
    *("/orders/7%2F8", "/orders/%2e", "/./orders/7", "/public/../orders/7", "/orders//7"),
    *("/files", "/files/", "/files/a/b", "/files/a%2Fb", "/files//", "/Files/a", "/files/%00"),
    *("/hook", "/hook/", "/HOOK", "/hook%20", "/public/x", "/public/", "/orders/7;x", "/hook?a=1"),
)


def test_without_a_key_nobody_gets_to_a_handler_that_asks_for_one(app: Platform) -> None:
    opened = []
    for method in METHODS:
        for target in TARGETS:
            request = request_of(method, target)
            if door_of(app, request) != "ANONYMOUS":
                continue
            body = app.host.send(request).body
            opened += [(method, target) for name in PROTECTED if name.encode() in body]

    assert opened == []


def test_a_key_leads_to_its_handler(app: Platform) -> None:
    for target, name in (("/orders/7", "read"), ("/files/a/b", "files"), ("/hook", "hook")):
        request = request_of("GET", target)

        assert door_of(app, request) == "FUNCTION"
        assert json.loads(app.host.send(request).body) == {"opened": name}


def test_a_preflight_needs_no_key(app: Platform) -> None:
    headers = [("origin", "https://shop.example"), ("access-control-request-method", "POST")]
    request = request_of("OPTIONS", "/hook", headers)

    response = app.host.send(request)

    assert door_of(app, request) == "ANONYMOUS"
    assert response.status == 204
    assert response.headers.get("access-control-allow-origin") == "https://shop.example"


def test_what_has_no_handler_is_answered_to_everybody(app: Platform) -> None:
    assert app.host.send(request_of("GET", "/nothing")).status == 404
    assert app.host.send(request_of("DELETE", "/orders/7")).status == 405


def verified(root: Path, **shell: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "faasport.cli", "verify", "--target", "azure", "--json"],
        cwd=root,
        env={**os.environ, **shell},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("manifest", ["arm", "terraform"])
def test_a_project_with_keys_and_secrets_is_proven(tmp_path: Path, manifest: str) -> None:
    root = project(tmp_path)
    own = f'\n[targets.azure]\nmanifest = "{manifest}"\n'
    (root / "faasport.toml").write_text(CONFIG + own)

    report = verified(root, API_TOKEN="tok-of-this-shell")

    bad = [each for each in report["cases"] if each["outcome"] not in {"same", "not-expressible"}]
    assert bad == []
    assert report["ok"] is True
    assert {each["function"] for each in report["cases"]} >= {"sealed", "fulfil", *PROTECTED}
    assert "tok-of-this-shell" not in json.dumps(report)
