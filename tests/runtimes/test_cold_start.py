"""What a cold start on Lambda costs of ours, in figures that no other work on a machine changes:
instructions, and modules of the standard library.

Counted is what a process does that AWS's runtime client has been imported into: our import and a
first answer, over the same process without them. It runs the Python of the default target, from an
environment like those of `verify`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from faasport.packager import pipeline, registry
from faasport.verifier import environments
from faasport_aws.host.local import Host

PYTHON = "3.13"
MOST = 6_100_000
CONFIG = f"""
[tool.faasport]
name = "orders"
modules = ["app"]
python = "{PYTHON}"
targets.aws.unit = "app"
"""
APP = """
import faasport


@faasport.http("GET", "/orders/{id}")
def order(id: str, expand: str | None = None):
    return {"id": id, "expand": expand}
"""
EVENT = {
    "version": "2.0",
    "routeKey": "GET /orders/{id}",
    "rawPath": "/orders/7",
    "rawQueryString": "expand=items",
    "headers": {"accept": "application/json", "host": "example.com"},
    "queryStringParameters": {"expand": "items"},
    "requestContext": {
        "accountId": "123456789012",
        "apiId": "api",
        "domainName": "api.execute-api.eu-west-1.amazonaws.com",
        "domainPrefix": "api",
        "http": {
            "method": "GET",
            "path": "/orders/7",
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "curl",
        },
        "requestId": "id",
        "routeKey": "GET /orders/{id}",
        "stage": "$default",
        "time": "01/Jan/2026:00:00:00 +0000",
        "timeEpoch": 1767225600000,
    },
    "pathParameters": {"id": "7"},
    "isBase64Encoded": False,
}
# It ends at once: tearing the interpreter down is no part of a start.
PROCESS = """
import json, os, sys
import awslambdaric.bootstrap
folder, text = sys.argv[1:]
event = json.loads(text)
sys.path.insert(0, folder)
class Context:
    aws_request_id = "id"
    get_remaining_time_in_millis = staticmethod(lambda: 29000)
before = set(sys.modules)
if event:
    from faasport_entry.app import handler
    answer = handler(event, Context)
    print(json.dumps([answer, sorted(set(sys.modules) - before)]))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def python():
    return environments.provide(Host.requirements, PYTHON)


@pytest.fixture(scope="module")
def code(tmp_path_factory) -> Path:
    """The code of a packaged function without a model."""
    root = tmp_path_factory.mktemp("orders")
    (root / "pyproject.toml").write_text(CONFIG)
    (root / "app.py").write_text(APP)
    pipeline.ensure(root, registry.select(["aws"]))
    with zipfile.ZipFile(root / "dist/aws/code.zip") as archive:
        archive.extractall(root / "code")
    return root / "code"


def run(python: Path, code: Path, event: object, *before: str) -> subprocess.CompletedProcess[str]:
    """The process, with hashes that are the same every time."""
    start = [*before, str(python), "-s", "-B", "-c", PROCESS, str(code), json.dumps(event)]
    return subprocess.run(
        start,
        cwd=code.parent,
        env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )


def counted(python: Path, code: Path, event: object) -> int:
    """Instructions of the whole process."""
    out = f"--cachegrind-out-file={code.parent / 'counts'}"
    done = run(python, code, event, "valgrind", "--tool=cachegrind", "--cache-sim=no", out)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    assert found, done.stderr
    return int(found[1].replace(",", ""))


def test_a_cold_start_takes_few_instructions(python, code):
    if not shutil.which("valgrind"):
        pytest.skip("no valgrind")

    ours = counted(python, code, EVENT) - counted(python, code, None)

    assert ours <= MOST


def test_a_cold_start_loads_nothing_that_the_runtime_has_not(python, code):
    answer, loaded = json.loads(run(python, code, EVENT).stdout)

    own = {each for each in loaded if each.partition(".")[0].startswith("faasport")}
    assert json.loads(answer["body"]) == {"id": "7", "expand": "items"}
    assert set(loaded) - own == {"app"}
