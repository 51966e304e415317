"""By hand, with json and a validation of one's own: what costs least."""

import json

from orders_core import create_order, get_order

HEADERS = {"content-type": "application/json"}


def answer(status, value):
    return {
        "statusCode": status,
        "headers": HEADERS,
        "body": json.dumps(value),
        "isBase64Encoded": False,
    }


def faults(order):
    if not isinstance(order, dict):
        return ["body: an object"]
    found = []
    customer, quantity, price = order.get("customer"), order.get("quantity"), order.get("price")
    if not isinstance(customer, str) or not customer:
        found.append("customer: a text that is not empty")
    if not isinstance(order.get("sku"), str):
        found.append("sku: a text")
    if type(quantity) is not int or quantity <= 0:
        found.append("quantity: a positive number")
    if type(price) not in (int, float) or price < 0:
        found.append("price: a number, zero or more")
    return found


def handler(event, context):
    route = event.get("routeKey") or f"{event['httpMethod']} {event['resource']}"
    if route == "GET /orders/{id}":
        query = event.get("queryStringParameters") or {}
        return answer(200, get_order(event["pathParameters"]["id"], query.get("expand")))
    if route in ("POST /orders", "POST /receipts"):
        try:
            order = json.loads(event["body"])
        except ValueError:
            return answer(422, {"detail": ["body: no JSON"]})
        if found := faults(order):
            return answer(422, {"detail": found})
        made = create_order(order["customer"], order["sku"], order["quantity"], order["price"])
        return answer(201, made)
    return answer(404, {"detail": "not found"})


def fulfil(event, context):
    failures = []
    for record in event["Records"]:
        try:
            order = json.loads(record["body"])
            if found := faults(order):
                raise ValueError(found)
            create_order(order["customer"], order["sku"], order["quantity"], order["price"])
        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
