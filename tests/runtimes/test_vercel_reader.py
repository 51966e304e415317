"""The Build Output as Vercel's own reader takes it, as every deployment of one is read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.runtimes import vercel_npm
from tests.unit.targets.vercel_plans import ALL, configurations, files, vercel

READER = Path(__file__).with_name("vercel_read.cjs")
SETTINGS: dict[str, Any] = {
    "env": {"CURRENCY": "EUR ${x}"},
    "concurrency": {"per_instance": 8},
    "functions": {"fulfil": {"timeout": 300, "memory": 1024, "concurrency": {"max": 3}}},
    **vercel(regions=["fra1", "iad1"]),
}
NOBODYS = ".vercel/output/functions/nobody.func/orders.py"
TOPICLESS = {"type": "queue/v2beta", "topic": "", "consumer": "fulfil"}
Read = Callable[[Mapping[str, bytes], str], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def read(pytestconfig: pytest.Config, tmp_path: Path) -> Read:
    modules = vercel_npm.builder(pytestconfig.cache.mkdir("vercel"))

    def answer(given: Mapping[str, bytes], name: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / name
        for path, content in given.items():
            place = folder / ".vercel" / "output" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return vercel_npm.node(READER, modules, folder)

    return answer


def test_vercel_reads_what_we_write(read: Read) -> None:
    given, said = files(*ALL, **SETTINGS), configurations(*ALL, **SETTINGS)

    done = read(given, "ours")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    config = json.loads(given["config.json"])
    assert (found["routes"], found["crons"]) == (config["routes"], config["crons"])
    assert found["output"].keys() == said.keys()
    for path, function in said.items():
        theirs = found["output"][path]
        assert theirs.items() >= {k: v for k, v in function.items() if k != "filePathMap"}.items()
        # Every function runs the same files, wherever they are.
        assert theirs["files"].keys() == found["output"]["app"]["files"].keys()
        assert {".vercel/output/functions/app.func"} == {
            str(Path(place).parent) for place in theirs["files"].values()
        }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"experimentalTriggers": [{"type": "queue/v2beta", "topic": "", "consumer": "c"}]},
            "topi",
        ),
        ({"maxConcurrency": 0}, "maxConcurrency"),
        ({"architecture": "riscv"}, "architecture"),
        (
            {"filePathMap": {"orders.py": ".vercel/output/functions/nobody.func/orders.py"}},
            "ENOENT",
        ),
    ],
)
def test_the_reader_sees_seeded_mistakes(read: Read, change: dict[str, Any], said: str) -> None:
    path = "functions/_faasport/fulfil.func/.vc-config.json"
    given = files(*ALL, **SETTINGS)
    given[path] = json.dumps({**json.loads(given[path]), **change}).encode()

    done = read(given, "spoilt")

    assert done.returncode == 1
    assert said in done.stderr
