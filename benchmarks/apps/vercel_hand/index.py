"""By hand, as an ASGI application without a framework."""

import json
from urllib.parse import parse_qs

from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

HEADERS = [(b"content-type", b"application/json")]


async def body_of(receive):
    octets, more = b"", True
    while more:
        message = await receive()
        octets += message.get("body", b"")
        more = message.get("more_body", False)
    return octets


def answered(scope, body):
    if scope["method"] == "GET":
        expand = parse_qs(scope["query_string"].decode()).get("expand", [None])[0]
        return 200, json.dumps(get_order(scope["path"].rsplit("/", 1)[1], expand))
    try:
        order = Order.model_validate_json(body)
    except ValidationError as error:
        return 422, json.dumps({"detail": error.errors(include_url=False)})
    if scope["path"] == "/receipts":
        return 201, confirm(order).model_dump_json()
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return 201, json.dumps(made)


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    status, text = answered(scope, await body_of(receive))
    await send({"type": "http.response.start", "status": status, "headers": HEADERS})
    await send({"type": "http.response.body", "body": text.encode()})
