"""A file store behind a REST API (payload 1.0)."""

import json
from base64 import b64decode, b64encode


def handler(event, context):
    context_of_request = event["requestContext"]
    if event["httpMethod"] in ("PUT", "POST"):
        body = event["body"] or ""
        raw = b64decode(body) if event["isBase64Encoded"] else body.encode()
        return {
            "statusCode": 200,
            "headers": {"content-type": "application/octet-stream"},
            "body": b64encode(raw[::-1]).decode(),
            "isBase64Encoded": True,
        }
    identity = context_of_request["identity"]
    told = {
        "resource": event["resource"],
        "same_resource": context_of_request["resourcePath"],
        "proxy": (event["pathParameters"] or {}).get("proxy"),
        "path": event["path"],
        "method": context_of_request["httpMethod"],
        "query": event["queryStringParameters"],
        "all": event["multiValueQueryStringParameters"],
        "authorization": event["headers"].get("Authorization"),
        "body": event["body"],
        "variables": event["stageVariables"],
        "staged": context_of_request["path"].endswith(event["path"]),
        "caller": identity["caller"],
        "has_time": context_of_request["requestTimeEpoch"] > 1_600_000_000_000,
        "protocol": context_of_request["protocol"],
    }
    return {
        "statusCode": "200",
        "headers": {"X-One": "1"},
        "multiValueHeaders": {"Set-Cookie": ["a=1; Path=/", "b=2; Path=/; HttpOnly"]},
        "body": json.dumps(told, sort_keys=True),
    }
