"""A packaged consumer on vercel-runtime, with Vercel's own emulator of its queues behind it.

The emulator's clock stands still until a test moves it, so that no delay is waited for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request as Post, urlopen

import pytest
from vercel.queue.devserver import EmbeddedQueueDevServer, embedded_queue_dev_server

from faasport.packager import pipeline, registry
from faasport.runtime.request import Request
from faasport.verifier import environments
from faasport.verifier.host import HostError
from faasport.verifier.loopback import Exchange
from faasport.verifier.unpacked import unpack
from faasport_vercel.host import Host
from faasport_vercel.host.function import VercelFunction
from faasport_vercel.packager import VercelTarget

APPLICATION = """
import os
from pathlib import Path

import faasport


def note(name, message):
    with Path(os.environ["SHOP_SEEN"]).open("a", encoding="utf-8") as file:
        file.write(f"{name} {message.text()} {message.delivery_count}\\n")


@faasport.queue("orders", max_attempts=3)
def fulfil(message: faasport.Message):
    note("fulfil", message)
    word = message.text()
    if word == "later" and message.delivery_count == 1:
        raise faasport.Retry(after=77)
    if word == "bad":
        raise faasport.Reject("no such sku")
    if word == "poison":
        raise RuntimeError("out of stock")
    if word == "deadly":
        os._exit(1)


@faasport.queue("orders-dead-letters")
async def look(message: faasport.Message):
    note(f"look:{message.dead_letter_source}", message)
"""
CONFIGURATION = """
name = "shop"
modules = ["shop"]
timeout = 20

[env]
SHOP_SEEN = {seen}
"""
DEAD = "orders-dead-letters"


class Shop:
    """The functions of the packaged project, and the queue that pushes to them."""

    def __init__(
        self, queue: EmbeddedQueueDevServer, functions: dict[str, VercelFunction], seen: Path
    ) -> None:
        self.queue = queue
        self.functions = functions
        self._seen = seen

    def send(self, *words: str, topic: str = "orders") -> list[str]:
        """The ids of new messages."""
        return [_sent(self.queue, topic, word) for word in words]

    def push(self, label: str = "fulfil", topic: str = "orders") -> list[int]:
        """Deliver what is due. The statuses; 0 where the function died."""
        deliveries = self.queue.iter_push_deliveries(topic, label)
        return [self.post(label, each.headers, each.body) for each in deliveries]

    def post(self, label: str, headers: Any, body: bytes) -> int:
        pairs = [("host", "shop"), *((name, str(value)) for name, value in headers.items())]
        request = Request(method="POST", raw_path="/", headers=pairs, body=bytes(body))
        port = self.functions[label].port()
        try:
            return Exchange(port, request, timeout=60).collected().status
        except HostError:
            # It has died; the platform starts another for the next delivery.
            self.functions[label].stop()
            return 0

    def message(self, word: str, topic: str = "orders") -> Any:
        (found,) = (each for each in self.messages(topic) if each.payload.read() == word.encode())
        return found

    def messages(self, topic: str) -> list[Any]:
        return [each for each in self.queue.state.messages if each.topic == topic]

    def is_done(self, word: str, topic: str = "orders", consumer: str = "fulfil") -> bool:
        return bool(self.message(word, topic).acknowledged_for(consumer))

    def due_in(self, word: str) -> float:
        """Seconds until it is delivered again."""
        deadline = self.message(word).lease_deadline_by_consumer["fulfil"]
        return float((deadline - self.queue.state.now).total_seconds())

    def seen(self) -> Counter[str]:
        return Counter(self._seen.read_text("utf-8").splitlines() if self._seen.exists() else ())


def _sent(queue: EmbeddedQueueDevServer, topic: str, word: str) -> str:
    url = f"{queue.base_url}/api/v3/topic/{topic}"
    headers = {"Authorization": "Bearer vc-dev-token", "Content-Type": "text/plain"}
    with urlopen(Post(url, word.encode(), headers, method="POST"), timeout=60) as answer:
        return str(json.loads(answer.read())["messageId"])


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("queue")
    project, seen = folder / "shop", folder / "seen.txt"
    project.mkdir()
    (project / "shop.py").write_text(APPLICATION, "utf-8")
    (project / "requirements.txt").write_text("", "utf-8")
    (project / "faasport.toml").write_text(
        CONFIGURATION.format(seen=json.dumps(str(seen))), "utf-8"
    )
    result = pipeline.package(project, registry.select(["vercel"]))
    (output,) = result.outputs
    return unpack(output.directory, folder / "clean"), seen


@pytest.fixture(scope="module")
def python() -> Path:
    try:
        return environments.provide(Host.requirements, VercelTarget.minimum_python)
    except environments.UnavailableError as fault:
        pytest.skip(f"vercel cannot run here: {fault}")


@pytest.fixture
def shop(packaged: tuple[Path, Path], python: Path) -> Iterator[Shop]:
    folder, seen = packaged
    seen.unlink(missing_ok=True)
    with embedded_queue_dev_server(manual_clock=True) as queue:
        variables = {
            "VERCEL_QUEUE_BASE_URL": queue.base_url,
            "VERCEL_QUEUE_TOKEN": "vc-dev-token",
            "VERCEL_DEPLOYMENT_ID": "dpl_1",
        }
        functions = {
            path.name.removesuffix(".func"): VercelFunction(path, python, lambda: variables)
            for path in (folder / ".vercel/output/functions/_faasport").iterdir()
        }
        yield Shop(queue, functions, seen)
        for function in functions.values():
            function.stop()


def test_what_is_done_is_acknowledged_and_not_delivered_again(shop: Shop) -> None:
    shop.send("one", "two", "größe 🌍")

    assert shop.push() == [200, 200, 200]

    assert [shop.is_done(word) for word in ("one", "two", "größe 🌍")] == [True, True, True]
    shop.queue.state.shift(7200)
    assert shop.push() == []
    assert shop.seen() == Counter(["fulfil one 1", "fulfil two 1", "fulfil größe 🌍 1"])


def test_a_retry_comes_again_after_its_delay(shop: Shop) -> None:
    shop.send("later")

    assert shop.push() == [200]

    assert not shop.is_done("later")
    assert shop.due_in("later") == 77
    shop.queue.state.shift(76)
    assert shop.push() == []
    shop.queue.state.shift(2)
    assert shop.push() == [200]
    assert shop.is_done("later")
    assert shop.seen() == Counter(["fulfil later 1", "fulfil later 2"])


def test_a_rejected_message_is_dead_at_once(shop: Shop) -> None:
    shop.send("bad")

    assert shop.push() == [200]

    assert shop.is_done("bad")
    assert shop.message("bad", DEAD).content_type == "text/plain"
    shop.queue.state.shift(7200)
    assert shop.push() == []
    assert shop.seen() == Counter(["fulfil bad 1"])


def test_a_poisoned_message_is_dead_after_its_attempts(shop: Shop) -> None:
    shop.send("poison", "fine")

    for expected in ([500, 200], [500], [200], []):
        assert shop.push() == expected
        shop.queue.state.shift(61)

    assert shop.is_done("poison")
    assert [each.payload.read() for each in shop.messages(DEAD)] == [b"poison"]
    attempts = [f"fulfil poison {count}" for count in (1, 2, 3)]
    assert shop.seen() == Counter([*attempts, "fulfil fine 1"])


def test_a_message_that_kills_its_function_is_dead_too(shop: Shop) -> None:
    """Nobody can give it up in its last attempt: the delivery after that does."""
    shop.send("deadly")

    for expected in ([0], [0], [0], [200], []):
        assert shop.push() == expected
        shop.queue.state.shift(301)

    assert shop.is_done("deadly")
    assert [each.payload.read() for each in shop.messages(DEAD)] == [b"deadly"]
    assert shop.seen() == Counter(f"fulfil deadly {count}" for count in (1, 2, 3))


def test_dead_letters_have_a_consumer_as_any_queue(shop: Shop) -> None:
    shop.send("bad")
    shop.push()

    assert shop.push("look", DEAD) == [200]

    assert shop.is_done("bad", DEAD, "look")
    assert shop.seen()["look:orders bad 1"] == 1


@pytest.mark.parametrize("word", ["fine", "bad"])
def test_what_cannot_be_settled_comes_again(shop: Shop, word: str) -> None:
    shop.send(word)
    shop.queue.app.server.respond_once(method="DELETE", action="lease", status_code=503)

    assert shop.push() == [500]
    assert not shop.is_done(word)

    shop.queue.state.shift(301)
    assert shop.push() == [200]
    assert shop.is_done(word)
    # The idempotency key keeps the second burial from making a second letter.
    dead = [each for each in shop.messages(DEAD) if each.duplicate_of is None]
    assert len(dead) == (word == "bad")


def test_a_message_that_is_only_named_is_fetched(shop: Shop) -> None:
    (message,) = shop.send("named")
    headers = {
        "ce-type": "com.vercel.queue.v2beta",
        "ce-vqsqueuename": "orders",
        "ce-vqsconsumergroup": "fulfil",
        "ce-vqsmessageid": message,
        "ce-vqsregion": "sfo1",
    }

    assert shop.post("fulfil", headers, b"") == 200

    assert shop.is_done("named")
    assert shop.seen() == Counter(["fulfil named 1"])


def test_the_first_version_is_fetched_too(shop: Shop) -> None:
    (message,) = shop.send("first")
    data = {"queueName": "orders", "consumerGroup": "fulfil", "messageId": message}
    body = json.dumps({"type": "com.vercel.queue.v1beta", "data": data}).encode()

    assert shop.post("fulfil", {"content-type": "application/cloudevents+json"}, body) == 200

    assert shop.is_done("first")


def test_nobody_else_can_have_a_message_handled(shop: Shop) -> None:
    (message,) = shop.send("mine")
    headers = {
        "ce-type": "com.vercel.queue.v2beta",
        "ce-vqsqueuename": "orders",
        "ce-vqsconsumergroup": "fulfil",
        "ce-vqsmessageid": message,
        "ce-vqsreceipthandle": "rh_forged",
    }

    assert shop.post("fulfil", headers, b"forged") == 409

    assert shop.seen() == Counter()
    assert shop.push() == [200]
    assert shop.seen() == Counter(["fulfil mine 1"])
