"""By hand: one route, and no model anywhere."""

import json

from orders_core import get_order

HEADERS = {"content-type": "application/json"}


def handler(event, context):
    query = event.get("queryStringParameters") or {}
    order = get_order(event["pathParameters"]["id"], query.get("expand"))
    return {
        "statusCode": 200,
        "headers": HEADERS,
        "body": json.dumps(order),
        "isBase64Encoded": False,
    }
