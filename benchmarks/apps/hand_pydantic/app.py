"""By hand, with pydantic: the same validation that faasport's users have."""

import json

from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

HEADERS = {"content-type": "application/json"}


def answer(status, body):
    return {"statusCode": status, "headers": HEADERS, "body": body, "isBase64Encoded": False}


def create(text):
    try:
        order = Order.model_validate_json(text)
    except ValidationError as error:
        return answer(422, json.dumps({"detail": error.errors(include_url=False)}))
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return answer(201, json.dumps(made))


def receipt(text):
    try:
        order = Order.model_validate_json(text)
    except ValidationError as error:
        return answer(422, json.dumps({"detail": error.errors(include_url=False)}))
    return answer(201, confirm(order).model_dump_json())


def handler(event, context):
    route = event.get("routeKey") or f"{event['httpMethod']} {event['resource']}"
    if route == "GET /orders/{id}":
        query = event.get("queryStringParameters") or {}
        order = get_order(event["pathParameters"]["id"], query.get("expand"))
        return answer(200, json.dumps(order))
    if route == "POST /orders":
        return create(event["body"])
    if route == "POST /receipts":
        return receipt(event["body"])
    return answer(404, '{"detail": "not found"}')


def fulfil(event, context):
    failures = []
    for record in event["Records"]:
        try:
            order = Order.model_validate_json(record["body"])
            create_order(order.customer, order.sku, order.quantity, order.price)
        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
