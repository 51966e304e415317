"""By hand, behind a load balancer: no route comes along, so the path is taken apart here."""

import json

from app import answer, create, receipt
from orders_core import get_order


def handler(event, context):
    method, path = event["httpMethod"], event["path"]
    if method == "GET" and path.startswith("/orders/"):
        query = event.get("queryStringParameters") or {}
        return answer(200, json.dumps(get_order(path[8:], query.get("expand"))))
    if method == "POST" and path == "/orders":
        return create(event["body"])
    if method == "POST" and path == "/receipts":
        return receipt(event["body"])
    return answer(404, '{"detail": "not found"}')
