"""Google's own conformance tests of functions frameworks, against functions that we have packaged.

What the client of https://github.com/GoogleCloudPlatform/functions-framework-conformance (Go) does,
done anew: it sends each event to a function that writes down what it was given, and compares
(client/validate.go, events/validators.go). The data is upstream's, in tests/corpus/gcp_conformance.
The signatures `event` (the first generation's) and `typed` are of the framework alone, not of ours;
what the first generation was sent is a CloudEvent for our functions, by upstream's mapping.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.verifier import environments
from faasport.verifier.unpacked import unpack
from faasport_gcp.framework import Framework
from faasport_gcp.host import Host
from faasport_gcp.manifest import Manifest
from faasport_gcp.packager import GcpTarget

DATA = Path(__file__).parents[1] / "corpus" / "gcp_conformance"


def content(name: str, suffix: str) -> Any:
    return json.loads((DATA / f"{name}-{suffix}.json").read_text("utf-8"))


def names(suffix: str) -> list[str]:
    return sorted(
        path.name.removesuffix(f"-{suffix}.json") for path in DATA.glob(f"*-{suffix}.json")
    )


CLOUD_EVENTS = names("cloudevent-input")
LEGACY = names("legacy-input")
TYPES = sorted({content(name, "cloudevent-input")["type"] for name in CLOUD_EVENTS})
HANDLERS = f"""
import json
import os
from pathlib import Path

import faasport


def write(told):
    Path(os.environ["FUNCTION_OUTPUT"]).write_text(json.dumps(told), "utf-8")


def members(event):
    names = ("id", "source", "type", "subject", "datacontenttype", "data")
    return {{"time": event.time.isoformat(), **{{name: getattr(event, name) for name in names}}}}


@faasport.http("POST", "/")
def http(request: faasport.Request):
    write(request.json())
    return request.json()


@faasport.event({TYPES!r})
def cloudevent(event: faasport.CloudEvent):
    write(members(event))


@faasport.event({TYPES!r})
async def cloudevent_waiting(event: faasport.CloudEvent):
    write(members(event))
"""


class Unchecked(GcpTarget):
    """Eventarc delivers some of these types by more filters than we write: for that reason `check`
    refuses them. Here no Eventarc is: the function is sent what it would send."""

    def problems(self, project: Project, options: Any) -> list[Problem]:
        return []


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output") / "function_output.json"


@pytest.fixture(scope="module")
def functions(
    tmp_path_factory: pytest.TempPathFactory, output: Path
) -> Iterator[Callable[[str, str], Framework]]:
    """`functions(entry point, signature type)`: the packaged function, running."""
    folder = tmp_path_factory.mktemp("conformance")
    (folder / "functions.py").write_text(HANDLERS, "utf-8")
    (folder / "faasport.toml").write_text(
        'name = "conformance"\nmodules = ["functions"]\n', "utf-8"
    )
    target = Unchecked()
    result = pipeline.package(folder, [target])
    unpacked = unpack(result.outputs[0].directory, folder / "clean")
    try:
        python = environments.provide(Host.requirements, target.python(result.project))
    except environments.UnavailableError as fault:
        pytest.skip(f"gcp cannot run here: {fault}")
    manifest = Manifest(unpacked)
    running: dict[tuple[str, str], Framework] = {}

    def function(entry_point: str, signature: str) -> Framework:
        key = entry_point, signature
        if key not in running:
            # What Google sets for a function of that trigger, which ours are indifferent to.
            variables = {"FUNCTION_SIGNATURE_TYPE": signature, "FUNCTION_OUTPUT": str(output)}
            deployed = manifest.function(entry_point)
            running[key] = Framework(python, unpacked / "source", deployed, variables)
            running[key].await_port()
        return running[key]

    yield function
    for framework in running.values():
        framework.stop()


def sent(framework: Framework, body: Any, headers: dict[str, str]) -> Response:
    pairs = [("host", "localhost"), *headers.items()]
    octets = json.dumps(body).encode()
    request = Request(method="POST", raw_path="/", headers=pairs, body=octets)
    return framework.open(request).collected()


def binary(event: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    """The event in HTTP's binary mode, as the Go SDK sends it."""
    told = {name: value for name, value in event.items() if name not in {"data", "datacontenttype"}}
    headers = {f"ce-{name}": str(value) for name, value in told.items()}
    return event["data"], {**headers, "content-type": event["datacontenttype"]}


def structured(event: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    return event, {"content-type": "application/cloudevents+json"}


def compared(event: dict[str, Any]) -> dict[str, Any]:
    """What upstream compares of two CloudEvents, times as moments."""
    fields = ("id", "source", "subject", "type", "datacontenttype", "data")
    moment = datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    values = {name: event.get(name) or None for name in fields}
    return {**values, "time": moment.astimezone(timezone.utc)}


def test_http(functions: Any, output: Path) -> None:
    wanted = {"res": "PASS"}
    output.unlink(missing_ok=True)

    response = sent(functions("faasport_entry", "http"), wanted, {})

    assert response.status == 200
    assert json.loads(output.read_text("utf-8")) == wanted


@pytest.mark.parametrize("entry_point", ["faasport_cloudevent", "faasport_cloudevent_waiting"])
@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize("name", CLOUD_EVENTS)
def test_a_cloudevent(
    functions: Any, output: Path, entry_point: str, mode: Callable[..., Any], name: str
) -> None:
    event = content(name, "cloudevent-input")
    output.unlink(missing_ok=True)

    response = sent(functions(entry_point, "cloudevent"), *mode(event))

    assert response.status == 204
    assert compared(json.loads(output.read_text("utf-8"))) == compared(event)


@pytest.mark.parametrize("entry_point", ["faasport_cloudevent", "faasport_cloudevent_waiting"])
@pytest.mark.parametrize("name", LEGACY)
def test_what_the_first_generation_was_sent(
    functions: Any, output: Path, entry_point: str, name: str
) -> None:
    output.unlink(missing_ok=True)

    response = sent(
        functions(entry_point, "cloudevent"),
        content(name, "legacy-input"),
        {"content-type": "application/json"},
    )

    assert response.status == 204
    wanted = compared(content(name, "cloudevent-output"))
    assert compared(json.loads(output.read_text("utf-8"))) == wanted


def test_the_counts_are_those_that_we_state() -> None:
    assert (len(CLOUD_EVENTS), len(LEGACY)) == (17, 17)
