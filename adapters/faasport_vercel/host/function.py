"""One `.func` folder as a running process: vercel-runtime in its IPC mode.

The runtime connects to a unix socket and sends JSON messages that end in NUL; importing the
trampoline never returns, since the HTTP server runs in it (vercel_runtime/vc_init.py).
"""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from faasport.verifier.child import Child, closed
from faasport.verifier.host import HostError

START_SECONDS = 60.0


class VercelFunction:
    """The process of one function; `port` is where it serves HTTP."""

    def __init__(
        self, folder: Path, python: Path, given: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        self._python = python
        self._given = given
        self.configuration = _configuration(folder)
        self.folder = code_of(folder, self.configuration)
        self._child: Child | None = None
        self._link: _Link | None = None

    @property
    def variables(self) -> dict[str, str]:
        given: Mapping[str, Any] = self.configuration.get("environment") or {}
        return {name: str(value) for name, value in given.items()}

    @property
    def environment(self) -> dict[str, str]:
        """All that the platform gives to it: its own, the project's, and those of the function."""
        return {**_PLATFORM, **self._given(), **self.variables}

    @property
    def is_private(self) -> bool:
        """Whether the platform alone may call it."""
        return bool(self.configuration.get("experimentalTriggers"))

    @property
    def is_running(self) -> bool:
        """Whether its process has started, and lives."""
        return self._child is not None and self._child.alive

    def port(self) -> int:
        """Where the function listens; it is started if it does not run."""
        if not self.is_running or self._link is None:
            self.stop()
            self._link, self._child = self._start()
        return self._link.port

    def _start(self) -> tuple[_Link, Child]:
        link = _Link()
        module = str(self.configuration["handler"]).rpartition(".")[0]
        child = Child(
            [str(self._python), "-c", f"import {module}"],
            cwd=self.folder,
            environment=closed({**self.environment, "VERCEL_IPC_PATH": link.path}),
        )
        try:
            link.wait(child)
        except HostError:
            child.stop(grace=0)
            link.close()
            raise
        return link, child

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(grace=0)
        if self._link is not None:
            self._link.close()
        self._child = self._link = None


# https://vercel.com/docs/environment-variables/system-environment-variables
_PLATFORM = {"VERCEL": "1", "VERCEL_ENV": "preview", "VERCEL_REGION": "iad1", "TZ": ":UTC"}


class _Link:
    """The platform's end of the socket: learns the port, and drains all that follows."""

    def __init__(self) -> None:
        # A unix socket's path may hold some hundred characters only: not below the artifact.
        self._folder = Path(tempfile.mkdtemp(prefix="faasport-"))
        self.path = str(self._folder / "ipc.sock")
        self.port = 0
        self._fatal = ""
        self._told = threading.Event()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(self.path)
        self._server.listen(1)
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, child: Child) -> None:
        """Until the runtime serves; HostError with its own words if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while not self._told.wait(0.02):
            if not child.alive:
                self._told.wait(0.2)
                raise HostError(f"vercel-runtime did not start: {self._fatal or child.ended()}")
            if time.monotonic() > deadline:
                raise HostError(f"vercel-runtime is silent after {START_SECONDS:g} s\n{child.said}")
        if self._fatal:
            raise HostError(f"vercel-runtime did not start: {self._fatal}")

    def _read(self) -> None:
        try:
            connection, _ = self._server.accept()
        except OSError:
            return
        with connection:
            buffer = b""
            while octets := _received(connection):
                *messages, buffer = (buffer + octets).split(b"\0")
                for message in messages:
                    self._take(json.loads(message))

    def _take(self, message: Mapping[str, Any]) -> None:
        payload = message.get("payload") or {}
        match message.get("type"):
            case "server-started":
                self.port = int(payload["httpPort"])
                self._told.set()
            case "unrecoverable-error":
                self._fatal = str(payload.get("message"))
                self._told.set()

    def close(self) -> None:
        self._server.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def code_of(folder: Path, configuration: Mapping[str, Any]) -> Path:
    """Where the files of a function lie: in its folder, or in the one that it refers to, file by
    file and each by its own name."""
    mapped: Mapping[str, str] = configuration.get("filePathMap") or {}
    if not mapped:
        return folder
    name, place = next(iter(mapped.items()))
    base = place.removesuffix(name)
    if any(place != base + name for name, place in mapped.items()):
        raise HostError(f"{folder.name} is put together from several folders.")
    output = next(parent for parent in folder.parents if parent.name == "output")
    return output.parent.parent / base


def _configuration(folder: Path) -> Mapping[str, Any]:
    file = folder / ".vc-config.json"
    if not file.is_file():
        raise HostError(f"{folder.name} holds no .vc-config.json.")
    configuration: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return configuration
