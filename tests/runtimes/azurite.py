"""Azurite, Microsoft's emulator of Azure Storage, by npm; and a poller that does as the host does.

https://github.com/Azure/Azurite
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError
from azure.storage.queue import QueueClient, QueueServiceClient

VERSION = "3.35.0"
# https://github.com/Azure/Azurite#customized-storage-accounts--keys
ACCOUNT, KEY = "account1", b64encode(os.urandom(32)).decode()
PATIENCE = 120.0
Invoke = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class UnavailableError(Exception):
    """What is missing on this machine."""


def installed() -> Path:
    """The program, installed once into the user's cache."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise UnavailableError("no npm")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "faasport" / f"azurite-{VERSION}"
    program = folder / "node_modules" / "azurite" / "dist" / "src" / "queue" / "main.js"
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder)]
        done = subprocess.run(
            [*command, f"azurite@{VERSION}"], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise UnavailableError(f"npm cannot install azurite: {done.stderr[-500:]}")
    return program


@contextmanager
def queues(folder: Path) -> Iterator[QueueServiceClient]:
    """Azurite's queues, running."""
    program = installed()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "azurite.log").open("w") as log:
        command = ["node", str(program), "--silent", "--skipApiVersionCheck"]
        process = subprocess.Popen(
            [*command, "--disableTelemetry", "--inMemoryPersistence", "--queuePort", str(port)],
            cwd=folder,
            env={**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        url = f"http://127.0.0.1:{port}/{ACCOUNT}"
        try:
            with QueueServiceClient(url, credential=KEY, retry_total=0) as client:
                _wait_for(client, process, folder / "azurite.log")
                yield client
        finally:
            process.terminate()
            process.wait()


def _wait_for(client: QueueServiceClient, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            client.get_service_properties()
        except AzureError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"azurite did not start: {log.read_text()}") from None
            time.sleep(0.1)
        else:
            return


class Poller:
    """The queue listener of the Functions host: takes a message, calls the function, deletes the
    message if that succeeds, and gives it to the poison queue once it came too often.

    https://github.com/Azure/azure-sdk-for-net/blob/main/sdk/extensions/Microsoft.Azure.WebJobs.Extensions.Storage.Common/src/Listeners/QueueListener.cs
    """

    def __init__(
        self, service: QueueServiceClient, binding: Mapping[str, Any], most: int, invoke: Invoke
    ) -> None:
        self._service = service
        self.queue = self._made(str(binding["queueName"]))
        self.poison = self._made(f"{binding['queueName']}-poison")
        self._most = most
        self._invoke = invoke
        self.calls = 0

    def _made(self, name: str) -> QueueClient:
        client = self._service.get_queue_client(name)
        with suppress(ResourceExistsError):
            client.create_queue()
        return client

    def send(self, body: bytes) -> None:
        self.queue.send_message(b64encode(body).decode())

    def drain(self) -> None:
        """Until the queue is empty. `visibilityTimeout` is 0 here: what failed is there at once."""
        while messages := list(self.queue.receive_messages(max_messages=16)):
            for message in messages:
                self._handle(message)

    def _handle(self, message: Any) -> None:
        self.calls += 1
        answer = self._invoke(_invocation(message))
        if "failed" not in answer:
            for output in answer["output_data"]:
                # The host writes bytes in base64, as the app's messageEncoding says.
                self.poison.send_message(output["data"]["bytes"])
            self.queue.delete_message(message)
        elif message.dequeue_count >= self._most:
            self.poison.send_message(message.content)
            self.queue.delete_message(message)
        else:
            self.queue.update_message(message, visibility_timeout=0)

    def waiting(self) -> int:
        return int(self.queue.get_queue_properties().approximate_message_count or 0)

    def dead(self) -> list[bytes]:
        """The bodies in the poison queue."""
        found = self.poison.peek_messages(max_messages=32)
        return [b64decode(message.content) for message in found]


def _invocation(message: Any) -> dict[str, Any]:
    times = {
        "InsertionTime": message.inserted_on,
        "ExpirationTime": message.expires_on,
        "NextVisibleTime": message.next_visible_on,
    }
    return {
        "trigger_type": "queueTrigger",
        # As the host decodes it: bytes, since the binding asks for binary data.
        "input_data": [{"name": "given", "data": {"bytes": message.content}}],
        "trigger_metadata": {
            "Id": {"string": message.id},
            "PopReceipt": {"string": message.pop_receipt},
            "DequeueCount": {"json": str(message.dequeue_count)},
            **{name: {"json": f'"{value.isoformat()}"'} for name, value in times.items()},
        },
    }
