"""The function app: where it answers, how it is configured, and its keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer import waiting
from faasport.deployer.faults import Fault
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm.site import API, KIND

_DIGITS = 12
_PATIENCE = 120.0
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


def seen(arm: Arm, app: App, declared: Container[str]) -> dict[str, str]:
    """Its configuration, hashed part by part: to tell later whether somebody has changed it. Of
    settings that are not `declared` the name alone: a digest would be of somebody else's secret."""
    parts: dict[str, Any] = {key: app.properties.get(key) for key in _LOOKED_AT}
    for key, value in settings(arm, app).items():
        parts[f"setting {key}"] = value if key in declared else None
    return {key: _digest(value) for key, value in sorted(parts.items())}


def settings(arm: Arm, app: App) -> dict[str, str]:
    """https://learn.microsoft.com/rest/api/appservice/web-apps/list-application-settings"""
    listed = arm.ask(f"{app.path}/config/appsettings/list", API)
    return dict(listed["properties"])


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What of it is no longer as it was."""
    return [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]


def functions(arm: Arm, app: App) -> Iterator[str]:
    """What the host has found in the code."""
    for each in arm.every(f"{app.path}/functions", API):
        yield str(each["name"]).rpartition("/")[2]


def key_of(arm: Arm, app: App, function: str) -> str:
    """https://learn.microsoft.com/rest/api/appservice/web-apps/list-function-keys"""
    keys = _asked(arm, f"{app.path}/functions/{function}/listkeys")
    return str(keys.get("default") or next(iter(keys.values()), ""))


def master_key(arm: Arm, app: App) -> str:
    """https://learn.microsoft.com/rest/api/appservice/web-apps/list-host-keys"""
    return str(_asked(arm, f"{app.path}/host/default/listkeys").get("masterKey") or "")


def _asked(arm: Arm, path: str) -> Any:
    """The host has the keys, and after a deployment it begins anew."""
    end = waiting.clock() + _PATIENCE
    for pause in waiting.pauses():
        try:
            return arm.ask(path, API)
        except Fault as fault:
            is_host = "host runtime" in fault.problems[0].message
            if not is_host or waiting.clock() + pause > end:
                raise
        waiting.sleep(pause)
    raise AssertionError


def _digest(value: Any) -> str:
    told = json.dumps(value, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
