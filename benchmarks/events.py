"""The events that the peers are given, in the shapes and with the headers that clouds send."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qsl

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0"
CLAIMS = {"sub": "user-42", "scope": "orders:read orders:write", "exp": "1893456000"}
TOKEN = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImFiYyJ9." + "c2lnbmF0dXJlLW5vdC1yZWFs" * 8
HOST = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"
GOOD = {"customer": "c-42", "sku": "SKU-1001", "quantity": 3, "price": 19.99}
BAD = {"customer": "", "sku": "SKU-1001", "quantity": 0}
FAILING = (3, 6, 8)
MOMENT = "2026-11-21T06:00:00Z"

HEADERS = {
    "accept": "application/json",
    "accept-encoding": "gzip, deflate, br",
    "accept-language": "en-GB,en;q=0.9",
    "authorization": TOKEN,
    "host": HOST,
    "user-agent": AGENT,
    "x-amzn-trace-id": "Root=1-67891233-abcdef012345678912345678",
    "x-forwarded-for": "203.0.113.17",
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
    "x-request-id": "0f8fad5b-d9cb-469f-a165-70867728950e",
}
CONTENT = "application/json"


def http_v2(
    method: str, path: str, query: str = "", body: str | None = None, *, is_base64: bool = False
) -> dict[str, Any]:
    """API Gateway's HTTP API, payload 2.0."""
    template, route = _route(path)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {template}",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": ["session=abc123", "theme=dark"],
        "headers": _headers(body),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "a1b2c3d4e5",
            "authorizer": {"jwt": {"claims": CLAIMS, "scopes": ["orders:read"]}},
            "domainName": HOST,
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.17",
                "userAgent": AGENT,
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": f"{method} {template}",
            "stage": "$default",
            "time": "21/Nov/2026:06:51:33 +0000",
            "timeEpoch": 1795243893000,
        },
        "isBase64Encoded": is_base64,
    }
    if query:
        event["queryStringParameters"] = dict(parse_qsl(query))
    if route:
        event["pathParameters"] = route
    if body is not None:
        event["body"] = body
    return event


def http_v1(method: str, path: str, query: str = "", body: str | None = None) -> dict[str, Any]:
    """API Gateway's REST API, payload 1.0."""
    template, route = _route(path)
    headers = {"-".join(map(str.title, name.split("-"))): v for name, v in _headers(body).items()}
    headers["Cookie"] = "session=abc123; theme=dark"
    asked = dict(parse_qsl(query)) or None
    return {
        "resource": template,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": asked,
        "multiValueQueryStringParameters": {name: [v] for name, v in (asked or {}).items()} or None,
        "pathParameters": route or None,
        "stageVariables": None,
        "requestContext": {
            "resourceId": "1a2b3c",
            "resourcePath": template,
            "httpMethod": method,
            "extendedRequestId": "JKJaXmPLvHcESHA=",
            "requestTime": "21/Nov/2026:06:51:33 +0000",
            "path": f"/prod{path}",
            "accountId": "123456789012",
            "protocol": "HTTP/1.1",
            "stage": "prod",
            "domainPrefix": "a1b2c3d4e5",
            "requestTimeEpoch": 1795243893000,
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "203.0.113.17", "userAgent": AGENT, "user": None},
            "authorizer": {"principalId": "user-42", "claims": CLAIMS},
            "domainName": HOST,
            "apiId": "a1b2c3d4e5",
        },
        "body": body,
        "isBase64Encoded": False,
    }


def alb(method: str, path: str, query: str = "", body: str | None = None) -> dict[str, Any]:
    """An Application Load Balancer in its default mode."""
    arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/6d0ecf831eec9f09"
    return {
        "requestContext": {"elb": {"targetGroupArn": arn}},
        "httpMethod": method,
        "path": path,
        "queryStringParameters": dict(parse_qsl(query)),
        "headers": {**_headers(body), "cookie": "session=abc123; theme=dark"},
        "body": body or "",
        "isBase64Encoded": False,
    }


def plain(method: str, path: str, query: str = "", body: str | None = None) -> dict[str, Any]:
    """A request for the platforms whose native one is an object."""
    return {
        "method": method,
        "path": path,
        "query": query,
        "route": _route(path)[1],
        "headers": {**_headers(body), "cookie": "session=abc123; theme=dark"},
        "body": body or "",
    }


def sqs(messages: int, failing: tuple[int, ...] = FAILING) -> dict[str, Any]:
    """A batch, of which those numbers are broken JSON, invalid, and refused by the business."""
    arn = "arn:aws:sqs:eu-west-1:123456789012:orders-dev-orders"
    records = []
    for number in range(messages):
        order = {**GOOD, "customer": f"c-{number}", "quantity": number + 1}
        body = _broken(order, failing.index(number)) if number in failing else json.dumps(order)
        seal = hashlib.sha256(str(number).encode()).hexdigest()
        records.append(
            {
                "messageId": message_id(number),
                "receiptHandle": f"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a{seal}{seal}",
                "body": body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1795243893000",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp": "1795243893012",
                },
                "messageAttributes": {},
                "md5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
                "eventSource": "aws:sqs",
                "eventSourceARN": arn,
                "awsRegion": "eu-west-1",
            }
        )
    return {"Records": records}


def message_id(number: int) -> str:
    """The id of a message of the batch."""
    return f"059f36b4-87a3-44ab-83d2-66197{number:07d}"


def _broken(order: dict[str, Any], how: int) -> str:
    kinds = ('{"customer": "c-3", "sku": ', {**order, "quantity": 0}, {**order, "sku": "boom"})
    kind = kinds[how]
    return kind if isinstance(kind, str) else json.dumps(kind)


S3 = {
    "Records": [
        {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": "eu-west-1",
            "eventTime": "2026-11-21T06:51:33.000Z",
            "eventName": "ObjectCreated:Put",
            "userIdentity": {"principalId": "AIDAJDPLRKLG7UEXAMPLE"},
            "requestParameters": {"sourceIPAddress": "203.0.113.17"},
            "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": "uploads",
                "bucket": {
                    "name": "uploads",
                    "ownerIdentity": {"principalId": "A3NL1KOZZKExample"},
                    "arn": "arn:aws:s3:::uploads",
                },
                "object": {
                    "key": "in/r%C3%A9sum%C3%A9+1.csv",
                    "size": 1024,
                    "eTag": "d41d8cd98f00b204e9800998ecf8427e",
                    "sequencer": "0A1B2C3D4E5F678901",
                },
            },
        }
    ]
}
SCHEDULE = {
    "version": "0",
    "id": "89d1a02d-5ec7-412e-82f5-13505f849b41",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": MOMENT,
    "region": "eu-west-1",
    "resources": ["arn:aws:events:eu-west-1:123456789012:rule/report"],
    "detail": {},
}


def upload(size: int) -> dict[str, Any]:
    """A binary body of so many bytes, as base64."""
    body = base64.b64encode(octets(size)).decode()
    event = http_v2("POST", "/echo", body=body, is_base64=True)
    event["headers"]["content-type"] = "application/octet-stream"
    return event


def octets(size: int) -> bytes:
    """Bytes that are no text, the same each time."""
    return (bytes(range(255, -1, -1)) * (size // 256 + 1))[:size]


def _headers(body: str | None) -> dict[str, str]:
    own = {} if body is None else {"content-type": CONTENT}
    return {**HEADERS, "content-length": str(len(body or "")), **own}


def _route(path: str) -> tuple[str, dict[str, str]]:
    head, _, last = path.strip("/").partition("/")
    return (f"/{head}/{{id}}", {"id": last}) if head == "orders" and last else (path, {})
