"""azure-functions-runtime, with the routing of its host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.runtimes.asked import GET, told
from faasport_azure.host import local


class _App(local.Host):
    """A folder that is an app already, with no manifest beside it."""

    def __init__(self, folder: Path, python: Path) -> None:
        self._python = python
        self._app = folder
        self._settings = {"PYTHONDONTWRITEBYTECODE": "1"}
        self._prefix = local.route_prefix(folder / "host.json")
        self._conversation = None
        self._routes = ()
        self._functions = {}


class OnAzure:
    """A function app."""

    def __init__(self, folder: Path, python: Path, spec: str, event: object) -> None:  # noqa: ARG002
        self._host = _App(folder, python)
        self._is_started = False

    def ask(self) -> Mapping[str, Any]:
        """The answer that the host would send."""
        if not self._is_started:
            self._host.start()
            self._is_started = True
        return told(self._host.send(GET))

    def stop(self) -> None:
        """End the process."""
        self._host.stop()
