"""The Functions Framework with its server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.runtimes.asked import GET, told
from faasport_gcp.framework import Framework


class OnGcp:
    """A function of Cloud Run's."""

    def __init__(self, folder: Path, python: Path, spec: str, event: object) -> None:  # noqa: ARG002
        self._made = (folder, python, spec.partition(":")[2])
        self._framework: Framework | None = None

    def ask(self) -> Mapping[str, Any]:
        """The answer over HTTP."""
        if self._framework is None:
            folder, python, name = self._made
            function = {"name": "orders", "build_config": {"entry_point": name}}
            quiet = {"PYTHONDONTWRITEBYTECODE": "1"}
            self._framework = Framework(python, folder, function, quiet)
            self._framework.await_port()
        return told(self._framework.open(GET).collected())

    def stop(self) -> None:
        """End the process."""
        if self._framework is not None:
            self._framework.stop()
