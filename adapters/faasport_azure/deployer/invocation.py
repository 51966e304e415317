"""Calling what is deployed: by its route, or by what the host has for functions without one.

https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
"""

from __future__ import annotations

import json
from typing import Any

from faasport.deployer import faults
from faasport.deployer.client import of_extra
from faasport.project.chosen import function_named
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_azure import invoke as native
from faasport_azure.deployer import app as apps
from faasport_azure.deployer.app import App
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager import event_functions, routes
from faasport_azure.runtime import http, typed_data

_KEY = "x-functions-key"
# What the client or the server says itself.
_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection"})


def of(arm: Arm, app: App, function: str, trigger: str | None, event: Any) -> Any:
    """The answer of an HTTP function; of others None, since the host runs them later."""
    place = arm.place
    declared = function_named(place.project, function)
    chosen = next(
        (each for each in declared.triggers if trigger in (None, each.kind, str(each), each.name)),
        None,
    )
    if chosen is None:
        kinds = ", ".join(str(each) for each in declared.triggers)
        raise faults.BadSetting(
            f"azure: {function}",
            f"it has no trigger {trigger!r}; it has: {kinds}.",
            "Name one of them.",
        )
    if chosen.kind == "http":
        return _requested(arm, app, function, event)
    return _run(arm, app, _label(arm, function, declared.triggers.index(chosen)), event)


def _requested(arm: Arm, app: App, function: str, event: Any) -> Any:
    request = http.decode_request(native.received(event))
    headers = [(name, value) for name, value in request.headers.items() if name not in _OWN]
    keys = routes.keys(arm.place.project, arm.place.options)
    if function in keys and _KEY not in request.headers:
        headers.append((_KEY, apps.key_of(arm, app, keys[function])))
    answer = _sent(arm, app, request.method, _target(request), headers, request.body)
    return http.encode_response(answer)


def _target(request: Request) -> str:
    query = request.raw_query
    return request.raw_path + (f"?{query}" if query else "")


def _run(arm: Arm, app: App, name: str, event: Any) -> None:
    key = apps.master_key(arm, app)
    body = json.dumps({"input": _input(event)}).encode()
    headers = [(_KEY, key), ("content-type", "application/json")]
    answer = _sent(arm, app, "POST", f"/admin/functions/{name}", headers, body)
    if answer.status != 202:
        raise faults.Failed(
            f"{arm.place.where}: {app.name}/{name}",
            f"the host answered {answer.status}: {answer.body[:200].decode('utf-8', 'replace')}.",
            f"See its log: faasport logs {name} --target azure.",
        )


def _input(event: Any) -> str:
    """What triggered it, as the text that the host makes a message of."""
    if isinstance(event, dict) and isinstance(event.get("input_data"), list):
        return typed_data.body_of(typed_data.data_of(event)).decode("utf-8", "replace")
    return event if isinstance(event, str) else json.dumps(event)


def _label(arm: Arm, function: str, index: int) -> str:
    every = event_functions.functions_of(arm.place.project, arm.place.options)
    return next(
        each.name for each in every
        if each.function == function and each.consumer.index == index
    )  # fmt: skip


def _sent(
    arm: Arm, app: App, method: str, target: str, headers: list[tuple[str, str]], body: bytes
) -> Response:
    """Without the credentials, which are for Azure alone."""
    with of_extra("azure"):
        from azure.core import PipelineClient
        from azure.core.exceptions import ServiceRequestError, ServiceResponseError
        from azure.core.rest import HttpRequest

    base = f"https://{app.host}"
    client: Any = PipelineClient(base, policies=[])
    request = HttpRequest(
        method, base + target, headers=dict(_joined(headers)), content=body or None
    )
    try:
        answer = client.send_request(request)
        content = answer.read()
    except (ServiceRequestError, ServiceResponseError) as error:
        raise faults.Unreachable(
            f"{arm.place.where}: {app.host}", f"{error.message}.", "Try again."
        ) from None
    return Response(
        status=answer.status_code, headers=Headers(answer.headers.items()), body=content
    )


def _joined(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A repeated field once: https://www.rfc-editor.org/rfc/rfc9110#section-5.3"""
    every: dict[str, str] = {}
    for name, value in headers:
        every[name] = f"{every[name]}, {value}" if name in every else value
    return [*every.items()]
