"""Users behind an HTTP API (payload 2.0)."""

import json
import logging
import os
from base64 import b64decode
from http import HTTPStatus

logger = logging.getLogger()
logger.setLevel(logging.INFO)

TABLE = os.environ["TABLE_NAME"]
FUNCTION = os.environ["AWS_LAMBDA_FUNCTION_NAME"]


def answer(status, body, **more):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "X-Table": TABLE},
        "body": json.dumps(body, sort_keys=True),
        **more,
    }


def get_user(event, context):
    http = event["requestContext"]["http"]
    query = event.get("queryStringParameters") or {}
    logger.info("request %s", event["requestContext"]["requestId"])
    if event["pathParameters"]["id"] == "nobody":
        return answer(HTTPStatus.NOT_FOUND, {"message": "no such user"})
    told = {
        "version": event["version"],
        "route": event["routeKey"],
        "same_route": event["requestContext"]["routeKey"],
        "stage": event["requestContext"]["stage"],
        "id": event["pathParameters"]["id"],
        "path": event["rawPath"],
        "query": event["rawQueryString"],
        "parameters": query,
        "cookies": event.get("cookies", []),
        "method": http["method"],
        "agent": http["userAgent"],
        "header": event["headers"].get("x-request-header"),
        "has_body": "body" in event,
        "encoded": event["isBase64Encoded"],
        "recent": event["requestContext"]["timeEpoch"] > 1_600_000_000_000,
        "time": len(event["requestContext"]["time"]),
        "in_time": 0 < context.get_remaining_time_in_millis() <= 900_000,
        "has_id": bool(context.aws_request_id),
        "arn": context.invoked_function_arn.split(":")[:3],
        "log_group": context.log_group_name.startswith("/aws/lambda/"),
    }
    return answer(200, told, cookies=["seen=1; Path=/", "last=yes; Path=/"])


def save_user(event, context):
    method = event["requestContext"]["http"]["method"]
    if method == "DELETE":
        return {"statusCode": 204}
    body = event.get("body") or ""
    if event["isBase64Encoded"]:
        body = b64decode(body).decode()
    try:
        user = json.loads(body)
    except ValueError:
        return answer(400, {"message": "not JSON"})
    if method == "PUT":
        return {"saved": user, "id": event["pathParameters"]["id"], "route": event["routeKey"]}
    location = f"/users/{user.get('name', '') if isinstance(user, dict) else ''}"
    response = answer(HTTPStatus.CREATED, {"route": event["routeKey"], "user": user})
    response["headers"]["location"] = location.encode("ascii", "ignore").decode()
    return response
