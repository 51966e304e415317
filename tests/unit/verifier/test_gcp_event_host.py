"""Functions of events on the real framework, and what is read of the manifest to start them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faasport.project.config import Config
from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Project
from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.message import Message
from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_gcp import host as module
from faasport_gcp.host import Host
from faasport_gcp.manifest import Manifest

# What a function of events does, by hand: it answers what the message says, and dies by "die".
MAIN = """
import base64
import json
import os

import functions_framework

TARGET = os.environ["FUNCTION_TARGET"]
if TARGET == "faasport_broken":
    import no_such_module


def answered(request):
    assert request.headers["authorization"].startswith("Bearer ")
    message = json.loads(request.get_data())["message"]
    words = base64.b64decode(message["data"]).decode()
    if words == "die":
        os.kill(os.getppid(), 9)
        os._exit(1)
    if words == "variable":
        return os.environ["FAASPORT_QUEUE_ORDERS"], 422
    return "", int(words)


globals()[TARGET] = functions_framework.http(type(answered)(
    answered.__code__, globals(), TARGET
))
"""
ARCHIVE = "${google_storage_bucket_object.source.name}"
NAMES = ("fulfil", "broken", *(f"other_{number}" for number in range(3)))


def consumer(name: str, kind: str = "queue", **options: Any) -> Consumer:
    trigger = DeclaredTrigger(kind, name="orders", options=options)
    return Consumer(name, DeclaredFunction(name, "m", (trigger,)), trigger, 0)


def configuration(*names: str) -> dict[str, Any]:
    told = {
        "FAASPORT_QUEUE_ORDERS": "${google_pubsub_topic.queue_orders.id}",
        "PRICE": "$${x} %%{y}",
    }
    return {
        "resource": {
            "google_pubsub_topic": {"queue_orders": {"name": "shop-dev-orders-queue"}},
            "google_storage_bucket_object": {"source": {"source": "${path.module}/source.zip"}},
            "google_storage_bucket": {"b": {"name": "${var.project}-shop-dev-b"}},
            "google_cloudfunctions2_function": {
                name: {
                    "name": f"shop-dev-{name}",
                    "build_config": {
                        "entry_point": f"faasport_{name}",
                        "source": {"storage_source": {"object": ARCHIVE}},
                    },
                    "service_config": {"environment_variables": told},
                }
                for name in names
            },
        }
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "main.py").write_text(MAIN, "utf-8")
    (tmp_path / "main.tf.json").write_text(json.dumps(configuration(*NAMES)), "utf-8")
    return tmp_path


@pytest.fixture
def host(folder: Path) -> Any:
    try:
        python = environments.provide(Host.requirements, "3.13")
    except UnavailableError as missing:
        pytest.skip(f"the vendor's runtime is not to be had: {missing}")
    functions = tuple(consumer(name).function for name in NAMES)
    project = Project(folder, Config(name="shop", modules=["shop"]), functions=functions)
    made = Host(folder, python, project)
    made.start()
    yield made
    made.stop()


def verdicts(host: Host, who: Consumer, *bodies: str, group: str | None = None) -> list[str]:
    events = [Message(id=str(n), body=b.encode(), group=group) for n, b in enumerate(bodies)]
    return [verdict.kind for verdict in host.deliver(who, events).verdicts]


def test_each_event_is_delivered_alone_and_its_status_is_the_verdict(host: Host) -> None:
    found = verdicts(host, consumer("fulfil"), "204", "503", "422", "500", "200")

    assert found == ["done", "retry", "reject", "retry", "done"]


def test_where_order_is_kept_what_follows_a_failure_waits(host: Host) -> None:
    ordered = consumer("fulfil", ordered=True)

    assert verdicts(host, ordered, "204", "503", "204", group="a") == ["done", "retry", "retry"]
    assert verdicts(host, ordered, "503", "204") == ["retry", "done"]


def test_the_function_has_the_variables_of_its_manifest(host: Host) -> None:
    who = consumer("fulfil")

    topic = "projects/local/topics/shop-dev-orders-queue"
    told = {"FAASPORT_QUEUE_ORDERS": topic, "PRICE": "${x} %{y}"}
    assert host.environment_for_consumer(who) == host.environment == told
    assert verdicts(host, who, "variable") == ["reject"]


def test_an_import_error_surfaces_at_the_start_with_the_frameworks_words(host: Host) -> None:
    with pytest.raises(HostError, match="no_such_module"):
        verdicts(host, consumer("broken"), "204")


def test_a_function_that_dies_is_a_host_error(host: Host) -> None:
    with pytest.raises(HostError):
        verdicts(host, consumer("fulfil"), "die")


def test_no_more_functions_run_at_once_than_are_kept(host: Host, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "KEPT", 2)

    names = ["other_0", "other_1", "other_2", "other_0"]
    found = [verdicts(host, consumer(name), "204") for name in names]

    assert found == [["done"]] * 4
    assert len(host._running) == 2


@pytest.mark.parametrize("identity", ["a/b", "", "."])
def test_what_is_no_document_is_not_expressible(host: Host, identity: str) -> None:
    change = ChangeEvent(kind="insert", table="t", key={"id": identity}, new={})

    with pytest.raises(NotExpressibleError, match="id of a document"):
        host.deliver(consumer("fulfil", "table"), [change])


def test_a_message_beyond_the_platforms_size_is_not_expressible(host: Host) -> None:
    message = Message(id="1", body=b"x" * module.MAXIMUM_EVENT)

    with pytest.raises(NotExpressibleError, match="an event of"):
        host.deliver(consumer("fulfil"), [message])


def test_a_manifest_without_the_function_says_so(folder: Path) -> None:
    manifest = Manifest(folder)

    with pytest.raises(HostError, match="faasport_nobody"):
        manifest.function("faasport_nobody")


@pytest.mark.parametrize("content", [None, {}, {"resource": {}}])
def test_a_folder_without_functions_says_so(tmp_path: Path, content: Any) -> None:
    if content is not None:
        (tmp_path / "main.tf.json").write_text(json.dumps(content), "utf-8")

    with pytest.raises(HostError, match=r"main\.tf\.json"):
        Manifest(tmp_path)
