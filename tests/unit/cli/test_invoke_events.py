"""`faasport invoke` of event functions, as a command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from faasport.runtime.message import Message

SHOP = """
import faasport
from dataclasses import dataclass

@dataclass
class Order:
    sku: str
    quantity: int = 1

@faasport.http("POST", "/orders")
@faasport.queue("orders", ordered=True)
def fulfil(order: Order):
    print("noise of a handler")
    if order.sku == "none":
        raise faasport.Reject("no such thing")
    if order.quantity > 9:
        raise faasport.Retry("later", after=30)

@faasport.topic("signups")
async def welcome(message: faasport.Message):
    if message.context.platform != "neutral" or message.context.function != "welcome":
        raise ValueError("elsewhere")

@faasport.topic("signups")
@faasport.topic("invites")
def greet(message: faasport.Message):
    assert message.source == "invites"

@faasport.event("com.example.order", source="shop")
def receive(event: faasport.CloudEvent):
    raise faasport.Reject(event.source)

@faasport.bucket("uploads", suffix=".csv")
def ingest(change: faasport.ObjectEvent):
    assert (change.bucket, change.kind) == ("uploads", "created")
    raise faasport.Reject(change.key)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "faasport.toml").write_text('name = "shop"\nmodules = ["shop"]\n')
    return tmp_path


def invoked(
    folder: Path, *arguments: str, events: Sequence[Any]
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "faasport.cli", "invoke", *arguments, "--event", "-"]
    return subprocess.run(
        [*command, "--project", str(folder)],
        input="\n".join(json.dumps(event) for event in events),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def verdicts(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [[each["verdict"] for each in answer["verdicts"]] for answer in answers]


def test_a_neutral_event_has_a_verdict(shop: Path) -> None:
    done = invoked(shop, "welcome", events=[{"data": "hello"}, {}])

    assert (done.returncode, verdicts(done)) == (0, [["done"], ["done"]]), done.stderr
    assert "noise" not in done.stdout


def test_a_list_is_one_delivery_and_keeps_what_the_declaration_says(shop: Path) -> None:
    tea, none = {"data": {"sku": "tea"}}, {"data": {"sku": "none"}}
    other = {**none, "group": "other"}
    one_group = [{**each, "group": "one"} for each in (tea, none, tea)]

    done = invoked(shop, "fulfil", "--trigger", "queue", events=[[*one_group, other]])

    assert verdicts(done) == [["done", "reject", "retry", "reject"]]
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["verdicts"][1]["reason"] == "no such thing"
    assert "noise of a handler" in done.stderr


def test_a_wish_for_later_is_told(shop: Path) -> None:
    event = {"data": {"sku": "tea", "quantity": 10}}

    done = invoked(shop, "fulfil", "--trigger", "queue", events=[event])

    (answer,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, answer["verdicts"][0]["after"]) == (0, 30)


def test_filters_of_the_declaration_hold(shop: Path) -> None:
    done = invoked(shop, "ingest", events=[{"key": "a.csv"}, {"key": "a.txt"}])

    assert verdicts(done) == [["reject"], ["done"]]


def test_an_event_is_from_the_source_that_is_listened_to(shop: Path) -> None:
    done = invoked(shop, "receive", events=[{"data": 1}, {"data": 1, "source": "elsewhere"}])

    assert verdicts(done) == [["reject"], ["done"]]


@pytest.mark.parametrize(
    "name", ["queue", "fulfil-queue", "orders", "queue orders", "http", "fulfil-http"]
)
def test_a_trigger_is_named_by_its_kind_or_by_what_it_listens_to(shop: Path, name: str) -> None:
    wire = {"method": "POST", "target": "/orders", "body": "{}"}
    event = wire if "http" in name else {"data": {"sku": "tea"}}

    done = invoked(shop, "fulfil", "--trigger", name, events=[event])

    assert done.returncode == 0, done.stderr
    assert ("status" in done.stdout) is ("http" in name)


def test_one_of_two_of_a_kind_is_named_by_its_number(shop: Path) -> None:
    for name in ("topic-2", "greet-topic-2", "invites"):
        assert verdicts(invoked(shop, "greet", "--trigger", name, events=[{}])) == [["done"]]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["fulfil"], "which-trigger", "fulfil has several triggers: http, queue."),
        (["greet"], "which-trigger", "topic-1, topic-2"),
        (["greet", "--trigger", "topic"], "which-trigger", "topic-1, topic-2"),
        (["welcome", "--trigger", "queue"], "unknown-trigger", "it has: topic."),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_names(
    shop: Path, arguments: list[str], code: str, said: str
) -> None:
    done = invoked(shop, *arguments, "--json", events=[{}])

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (1, code)
    assert said in problem["message"]


def test_what_is_no_event_is_an_answer_and_exit_1(shop: Path) -> None:
    done = invoked(shop, "ingest", events=[{"bucket": "uploads"}, {"key": "a.txt"}])

    refused, settled = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert refused["error"]["type"] == "PayloadError"
    assert '"key"' in refused["error"]["message"]
    assert settled["verdicts"][0]["verdict"] == "done"


MESSAGES = [
    Message(id="1", source="orders", body=b'{"sku": "tea"}'),
    Message(id="2", source="orders", body=b'{"sku": "none"}'),
]


def native_of(target: str, *messages: Message) -> Any:
    """What this platform delivers a queue's messages as, by its own codec."""
    codecs = {
        "aws": "faasport_aws.runtime.sqs",
        "azure": "faasport_azure.runtime.storage_queue",
        "gcp": "faasport_gcp.runtime.pubsub",
        "vercel": "faasport_vercel.runtime.queue",
    }
    return import_module(codecs[target]).encode_events(messages)


def test_a_partial_failure_is_told_as_the_service_wants_it(shop: Path) -> None:
    event = native_of("aws", *MESSAGES)

    done = invoked(shop, "fulfil", "--trigger", "queue", "--target", "aws", events=[event])

    (answer,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, answer) == (0, {"batchItemFailures": [{"itemIdentifier": "2"}]})


@pytest.mark.parametrize("target", ["aws", "azure", "gcp", "vercel"])
def test_each_platform_takes_its_own_event_and_gives_its_own_result(
    shop: Path, target: str
) -> None:
    events = [native_of(target, message) for message in MESSAGES]

    done = invoked(shop, "fulfil", "--trigger", "queue", "--target", target, events=events)

    fine, rejected = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert fine != rejected
    assert "no such thing" in done.stderr


@pytest.mark.parametrize("target", ["aws", "azure", "gcp", "vercel"])
def test_what_another_service_delivers_is_refused(shop: Path, target: str) -> None:
    other = "aws" if target != "aws" else "gcp"
    events = [native_of(other, MESSAGES[0])]

    done = invoked(shop, "fulfil", "--trigger", "queue", "--target", target, events=events)

    (answer,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, answer["error"]["type"]) == (1, "PayloadError")
