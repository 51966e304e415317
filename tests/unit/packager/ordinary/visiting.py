"""Functions that were written for others, as generated modules declare them."""

from __future__ import annotations

from typing import Any

from faasport.runtime import guest
from faasport.runtime.guest_asgi import Guest as AsgiGuest
from faasport.runtime.guest_wsgi import Guest as WsgiGuest
from faasport_aws.runtime.guest import Guest as LambdaGuest


def handler(event: Any, _context: Any) -> dict[str, Any]:
    return {"statusCode": 200, "body": event["rawPath"]}


def plain(_environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [])
    return [b"x"]


async def waiting(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x"})


TRIGGERS = [("http", {"path": "/orders/{id}", "method": ["GET"]}, {})]
here = f"{__name__}:"
guest.declare(globals(), "site", LambdaGuest(f"{here}handler", name="site"), TRIGGERS)
guest.declare(globals(), "wsgi", WsgiGuest(f"{here}plain", name="wsgi"), TRIGGERS)
guest.declare(globals(), "asgi", AsgiGuest(f"{here}waiting", name="asgi"), TRIGGERS)
