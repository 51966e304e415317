"""main.tf.json as it is deployed: the functions in it, and what their variables come to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport.packager.terraform import plain
from faasport.verifier import secrets
from faasport.verifier.host import HostError

FILE = "main.tf.json"
FUNCTION = "google_cloudfunctions2_function"
OBJECT = "google_storage_bucket_object"
PROJECT = "local"
# https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
_IDS = {"google_pubsub_topic": "projects/{project}/topics/{name}"}
_PROJECT = re.compile(r"(?<!\$)\$\{var\.project\}")
_REFERENCE = re.compile(r"(?<!\$)\$\{(google_\w+)\.(\w+)\.(\w+)\}")


class Manifest:
    """The configuration in a packaged folder, for a project called `local`."""

    def __init__(self, folder: Path) -> None:
        file = folder / FILE
        if not file.is_file():
            raise HostError(f"{FILE} is not in the packaged folder.")
        whole = json.loads(file.read_text(encoding="utf-8"))
        self._resources: Mapping[str, Any] = whole.get("resource", {})
        self.functions: list[Mapping[str, Any]] = list(self._resources.get(FUNCTION, {}).values())
        if not self.functions:
            raise HostError(f"{FILE} holds no {FUNCTION}.")

    def function(self, entry_point: str) -> Mapping[str, Any]:
        """The one that calls this."""
        for function in self.functions:
            if function["build_config"]["entry_point"] == entry_point:
                return function
        raise HostError(f"{FILE} holds no {FUNCTION} whose entry point is {entry_point}.")

    @property
    def archives(self) -> tuple[str, ...]:
        """The folders that they are unpacked in, in the order of the functions."""
        return tuple(dict.fromkeys(map(self.archive, self.functions)))

    def archive(self, function: Mapping[str, Any]) -> str:
        """The folder of the one that this function is built from."""
        source = function["build_config"]["source"]["storage_source"]["object"]
        found = _REFERENCE.fullmatch(source)
        body = self._resources.get(OBJECT, {}).get(found[2]) if found else None
        if body is None:
            raise HostError(f"{FILE} holds no {OBJECT} for {source}.")
        path: str = body["source"]
        return path.removeprefix("${path.module}/").removesuffix(".zip")

    def environment(self, function: Mapping[str, Any]) -> dict[str, str]:
        """Its variables, as they reach the code."""
        service = function.get("service_config") or {}
        given = service.get("environment_variables") or {}
        told = {name: self._evaluated(str(value)) for name, value in given.items()}
        secret = service.get("secret_environment_variables") or []
        return {**told, **{each["key"]: secrets.value(each["key"]) for each in secret}}

    def _evaluated(self, text: str) -> str:
        found = _PROJECT.sub(PROJECT, _REFERENCE.sub(self._attribute, text))
        return plain(found)

    def _attribute(self, reference: re.Match[str]) -> str:
        kind, name, attribute = reference.groups()
        body = self._resources.get(kind, {}).get(name, {})
        called = str(body.get("name", name)).replace("${var.project}", PROJECT)
        if attribute == "id" and kind in _IDS:
            return _IDS[kind].format(project=PROJECT, name=called)
        return called
