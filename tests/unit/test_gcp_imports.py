"""A function of Google's loads what its own kind of trigger needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.test_light_imports import HEAVY

ROOT = Path(__file__).parents[2]
PROBE = """
import json
import sys
sys.path[:0] = {places!r}
before = set(sys.modules)
import {modules}
print(json.dumps(sorted(set(sys.modules) - before)))
"""
CODECS = ("pubsub", "storage", "firestore", "scheduler", "eventarc")


def loaded(*modules: str) -> set[str]:
    places = [str(ROOT), str(ROOT / "adapters")]
    program = PROBE.format(places=places, modules=", ".join(modules))
    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("codec", CODECS)
def test_an_event_function_loads_nothing_heavy_and_nothing_of_http(codec: str) -> None:
    found = loaded("faasport_gcp.runtime.event_entry", f"faasport_gcp.runtime.{codec}")

    ours = {name for name in found if name.startswith("faasport")}
    assert found & HEAVY == set()
    assert {name.partition(".")[0] for name in found - ours} <= sys.stdlib_module_names
    http = {"wire", "request", "response", "application", "routing"}
    assert {name.rpartition(".")[2] for name in ours} & http == set()


@pytest.mark.parametrize("codec", CODECS)
def test_a_codec_loads_no_other_service(codec: str) -> None:
    found = loaded(f"faasport_gcp.runtime.{codec}")

    others = {f"faasport_gcp.runtime.{other}" for other in CODECS if other != codec}
    assert found & others == set()
    assert "faasport_gcp.runtime.firestore_protobuf" not in found


def test_an_http_function_loads_nothing_of_events() -> None:
    found = loaded("faasport_gcp.runtime.entry")

    names = {name.rpartition(".")[2] for name in found if name.startswith("faasport")}
    assert names & {*CODECS, "event", "outcome", "consumer", "envelope", "answers"} == set()
