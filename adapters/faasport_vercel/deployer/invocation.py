"""A native request to what is deployed, and its native answer: over HTTP, as any client's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import httpx

from faasport.deployer.faults import Denied, NotDeployed, Unreachable, Unsupported
from faasport.project.model import Consumer
from faasport.runtime import wire
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_vercel.deployer.place import Place
from faasport_vercel.deployer.projects import Target
from faasport_vercel.packager.cron import is_utc
from faasport_vercel.packager.secrets import CRON
from faasport_vercel.runtime import lambda_event

BYPASS = "x-vercel-protection-bypass"
# https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection
BYPASS_VARIABLE = "VERCEL_AUTOMATION_BYPASS_SECRET"
BYPASS_SOURCE = (
    "https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection/"
    "protection-bypass-automation"
)
LONGEST = 900.0
"""Seconds: more than any function may take."""
# What is of the connection alone, and what the client itself says.
CONNECTIONS = ("connection", "keep-alive", "transfer-encoding")
CLIENTS = (*CONNECTIONS, "host", "content-length")


def send(place: Place, project: Target, url: str, consumer: Consumer | None, event: Any) -> Any:
    """Wire requests and events of the older runtime are answered each in its own way."""
    _refuse_private(place, consumer)
    codec = lambda_event if consumer is None and lambda_event.is_event(event) else wire
    request = codec.decode_request(event)
    headers = [(name, value) for name, value in request.headers if name.lower() not in CLIENTS]
    headers += list(_credentials(project, consumer).items())
    return codec.encode_response(_answered(place, url, request, headers), request)


def _refuse_private(place: Place, consumer: Consumer | None) -> None:
    if consumer is not None and not _is_cron(consumer):
        raise Unsupported(
            place.told,
            f"{consumer.label} has no address: Vercel alone can call the function of a "
            f"{consumer.trigger.kind}, and has no request that makes it do so.",
            "Send a message to its topic from your own code; or invoke it here, without --remote.",
        )


def _is_cron(consumer: Consumer) -> bool:
    return consumer.trigger.kind == "schedule" and is_utc(consumer.trigger)


def _credentials(project: Target, consumer: Consumer | None) -> Mapping[str, str]:
    bypass = os.environ.get(BYPASS_VARIABLE) or project.bypass
    secret = os.environ.get(CRON) if consumer is not None else None
    return {
        **({BYPASS: bypass} if bypass else {}),
        **({"authorization": f"Bearer {secret}"} if secret else {}),
    }


def _answered(place: Place, url: str, request: Request, headers: list[tuple[str, str]]) -> Response:
    target = wire.encode_request(request)["target"]
    told = {"accept-encoding": "identity", "user-agent": "faasport"}
    given = {name.lower() for name, _ in headers}
    headers = [*headers, *((name, text) for name, text in told.items() if name not in given)]
    try:
        with httpx.stream(
            request.method, f"{url}{target}", headers=headers, content=request.body, timeout=LONGEST
        ) as found:
            body = b"".join(found.iter_raw())  # as it came, and not as it is unpacked
    except httpx.RequestError as error:
        raise Unreachable(
            place.told,
            f"{url} gives no answer ({str(error) or type(error).__name__}).",
            "See faasport logs, and whether the deployment is there: faasport status.",
        ) from None
    if _is_protection(found):
        raise Denied(
            place.told,
            f"Vercel asks for a login in front of {url}, and no secret that goes past it is known.",
            f"Make one in the project's settings ({BYPASS_SOURCE}), or set {BYPASS_VARIABLE}.",
        )
    kept = [(name, text) for name, text in found.headers.multi_items() if name not in CONNECTIONS]
    return Response(body, found.status_code, Headers(kept))


def _is_protection(found: httpx.Response) -> bool:
    """401 by Vercel itself, which the page of its login comes with."""
    return found.status_code == 401 and "_vercel_sso_nonce" in found.headers.get("set-cookie", "")


def refuse_undeployed(place: Place) -> NotDeployed:
    return NotDeployed(
        place.told,
        "nothing of this stage is deployed.",
        "Run: faasport deploy --target vercel",
    )
