"""By hand, behind a load balancer: no route comes along, so the path is taken apart here."""

import json

from app import answer, faults
from orders_core import create_order, get_order


def handler(event, context):
    method, path = event["httpMethod"], event["path"]
    if method == "GET" and path.startswith("/orders/"):
        query = event.get("queryStringParameters") or {}
        return answer(200, get_order(path[8:], query.get("expand")))
    if method == "POST" and path in ("/orders", "/receipts"):
        order = json.loads(event["body"])
        if found := faults(order):
            return answer(422, {"detail": found})
        made = create_order(order["customer"], order["sku"], order["quantity"], order["price"])
        return answer(201, made)
    return answer(404, {"detail": "not found"})
