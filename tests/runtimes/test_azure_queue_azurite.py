"""A real queue: Azurite's, polled as the host does, handled by azure-functions-runtime."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.testing.conformance.events import write_event_project
from tests.runtimes import azurite
from tests.runtimes.conftest import Folder


class App:
    """A packaged project in the worker, with one poller for each of its queues."""

    def __init__(self, host: Any, unpacked: Path, seen: Path, service: Any) -> None:
        self._host = host
        self._service = service
        self.seen = seen
        settings = json.loads((unpacked / "app" / "host.json").read_text("utf-8"))
        self.most = settings["extensions"]["queues"]["maxDequeueCount"]
        assert settings["extensions"]["queues"]["messageEncoding"] == "base64"

    def poller(self, label: str) -> azurite.Poller:
        function = self._host._functions[label]
        trigger, poison = _binding(function, "queueTrigger"), _binding(function, "queue")
        assert poison["queueName"] == f"{trigger['queueName']}-poison"
        invoke = partial(self._host.invoke, function)
        self.seen.write_text("", "utf-8")
        return azurite.Poller(self._service, trigger, self.most, invoke)

    def handled(self) -> list[tuple[bytes, int]]:
        """(body, delivery count) of each call."""
        notes = [json.loads(line)["event"] for line in self.seen.read_text("utf-8").splitlines()]
        return [(bytes.fromhex(n["body"]["bytes"]), n["delivery_count"]) for n in notes]


def _binding(function: Any, kind: str) -> Any:
    return next(each for each in function["bindings"] if each["type"] == kind)


@pytest.fixture(scope="module")
def app(boot: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    base = tmp_path_factory.mktemp("azurite")
    folder, seen = base / "events", base / "seen.jsonl"
    seen.write_text("", "utf-8")
    write_event_project(folder, handlers=("queues",), targets={"azure": {}}, seen=seen)
    try:
        azurite.installed()
    except azurite.UnavailableError as missing:
        pytest.skip(str(missing))
    result = pipeline.package(folder, registry.select(["azure"]))
    outputs = {output.target: output.directory for output in result.outputs}
    platform = boot("azure", Folder(result.project, outputs))
    with azurite.queues(base) as service:
        yield App(platform.host, platform.unpacked, seen, service)
    platform.host.stop()


BODIES = (b"one", "Grüße, 世界 🌍".encode(), b"\x00\xff\xfe binary", b'{"sku": "a"}')


def test_what_is_done_leaves_the_queue(app: App) -> None:
    poller = app.poller("queue_each")
    for body in BODIES:
        poller.send(body)

    poller.drain()

    assert sorted(app.handled()) == sorted((body, 1) for body in BODIES)
    assert (poller.waiting(), poller.dead()) == (0, [])


def test_what_fails_comes_again_and_ends_in_the_poison_queue(app: App) -> None:
    poller = app.poller("queue_batch")
    for body in (b"fine", b"crash", b"fine too"):
        poller.send(body)

    poller.drain()

    handled = app.handled()
    assert [count for body, count in handled if body == b"crash"] == [*range(1, app.most + 1)]
    assert sorted(body for body, _ in handled if body != b"crash") == [b"fine", b"fine too"]
    assert (poller.waiting(), poller.dead()) == (0, [b"crash"])


def test_what_is_rejected_is_in_the_poison_queue_at_once_and_byte_for_byte(app: App) -> None:
    poller = app.poller("queue_parcel")
    not_a_parcel = b'{"quantity": 3, "odd": "\xc3\xbc"}'
    poller.send(not_a_parcel)
    poller.send(b'{"sku": "a"}')
    poller.send(b"\xff no json")

    poller.drain()

    assert poller.calls == 3
    assert app.handled() == [(b'{"sku": "a"}', 1)]
    assert poller.waiting() == 0
    assert sorted(poller.dead()) == sorted([not_a_parcel, b"\xff no json"])


def test_what_may_be_dropped_is_in_no_queue(app: App) -> None:
    poller = app.poller("queue_drop")
    poller.send(b"reject so")

    poller.drain()

    assert app.handled() == [(b"reject so", 1)]
    assert (poller.waiting(), poller.dead()) == (0, [])
