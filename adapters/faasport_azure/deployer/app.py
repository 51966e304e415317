"""The function app: where it answers, how it is configured, and its keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm.site import API, KIND

_DIGITS = 12
_LOOKED_AT = ("httpsOnly", "functionAppConfig")


@dataclass(frozen=True)
class App:
    """`host` serves callers, and `scm` takes the code."""

    path: str
    name: str
    host: str
    scm: str
    state: str
    properties: Mapping[str, Any]


def of(arm: Arm, name: str) -> App | None:
    """The app; None if it is not there."""
    path = f"{arm.place.path}/providers/{KIND}/{name}"
    there = arm.get(path, API) if name else None
    if there is None:
        return None
    properties = there["properties"]
    hosts = {each["hostType"]: each["name"] for each in properties.get("hostNameSslStates") or ()}
    return App(
        path=path,
        name=name,
        host=properties["defaultHostName"],
        scm=hosts.get("Repository") or f"{name}.scm.azurewebsites.net",
        state=str(properties.get("state") or ""),
        properties=properties,
    )


def seen(arm: Arm, app: App) -> dict[str, str]:
    """Its configuration, hashed part by part: to tell later whether somebody has changed it."""
    listed = arm.ask(f"{app.path}/config/appsettings/list", API)
    parts = {key: app.properties.get(key) for key in _LOOKED_AT}
    every = {**parts, **{f"setting {key}": value for key, value in listed["properties"].items()}}
    return {key: _digest(value) for key, value in sorted(every.items())}


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What of it is no longer as it was."""
    return [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]


def functions(arm: Arm, app: App) -> Iterator[str]:
    """What the host has found in the code."""
    for each in arm.every(f"{app.path}/functions", API):
        yield str(each["name"]).rpartition("/")[2]


def key_of(arm: Arm, app: App, function: str) -> str:
    """https://learn.microsoft.com/rest/api/appservice/web-apps/list-function-keys"""
    keys = arm.ask(f"{app.path}/functions/{function}/listkeys", API)
    return str(keys.get("default") or next(iter(keys.values()), ""))


def master_key(arm: Arm, app: App) -> str:
    """https://learn.microsoft.com/rest/api/appservice/web-apps/list-host-keys"""
    return str(arm.ask(f"{app.path}/host/default/listkeys", API).get("masterKey") or "")


def _digest(value: Any) -> str:
    told = json.dumps(value, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
