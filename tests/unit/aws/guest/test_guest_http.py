"""The HTTP events that guests of Lambda get: which members, and what is in them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from faasport.runtime.context import Context
from faasport.runtime.request import Request

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
V2 = {
    "version",
    "routeKey",
    "rawPath",
    "rawQueryString",
    "headers",
    "requestContext",
    "isBase64Encoded",
}
V2_CONTEXT = {
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "http",
    "requestId",
    "routeKey",
    "stage",
    "time",
    "timeEpoch",
}
# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
V1 = {
    "resource",
    "path",
    "httpMethod",
    "headers",
    "multiValueHeaders",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "pathParameters",
    "stageVariables",
    "requestContext",
    "body",
    "isBase64Encoded",
}
V1_CONTEXT = {
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "extendedRequestId",
    "httpMethod",
    "identity",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "stage",
}
ALB = {"requestContext", "httpMethod", "path", "body", "isBase64Encoded"}
JWT = {"kind": "jwt", "claims": {"sub": "u", "groups": ["a", "b"], "admin": True}, "scopes": ["s"]}


def asked(method: str = "GET", target: str = "/users/7", **told: Any) -> Request:
    path, _, query = target.partition("?")
    return Request(
        method=method,
        raw_path=path,
        raw_query=query,
        host="api.example.com:8443",
        client_ip="10.1.2.3",
        scheme="https",
        context=Context(invocation_id="inv-1", platform="test"),
        **told,
    )


@pytest.fixture
def event(declared: Any, route: Any, echo: str) -> Callable[..., Any]:
    """The event that a handler gets of a request."""

    def made(request: Request, payload: str, path: str = "/users/{id}", method: str = "ANY") -> Any:
        return declared(echo, route(path, method), payload=payload).told(request)

    return made


def test_payload_2_has_the_members_of_an_http_api(event: Any) -> None:
    made = event(asked(), "http-api-2.0", method="GET")

    assert set(made) == V2 | {"pathParameters"}
    assert set(made["requestContext"]) == V2_CONTEXT
    assert set(made["requestContext"]["http"]) == {
        "method",
        "path",
        "protocol",
        "sourceIp",
        "userAgent",
    }
    assert made["version"] == "2.0"
    assert made["routeKey"] == made["requestContext"]["routeKey"] == "GET /users/{id}"
    assert made["pathParameters"] == {"id": "7"}
    assert made["requestContext"]["domainName"] == "api.example.com"
    assert made["requestContext"]["requestId"] == "inv-1"
    assert made["headers"] == {
        "host": "api.example.com:8443",
        "x-forwarded-for": "10.1.2.3",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }


def test_a_route_without_parameters_has_none(event: Any) -> None:
    assert "pathParameters" not in event(asked(target="/x"), "http-api-2.0", "/x")


def test_a_function_url_has_one_route_and_its_cookies_twice(event: Any) -> None:
    made = event(asked(headers={"cookie": "a=1; b=2"}), "function-url")

    assert set(made) == V2 | {"cookies"}
    assert set(made["requestContext"]) == V2_CONTEXT | {"authentication"}
    assert made["routeKey"] == "$default"
    assert made["cookies"] == ["a=1", "b=2"]
    assert made["headers"]["cookie"] == "a=1; b=2"
    assert made["requestContext"]["accountId"] == "anonymous"


def test_payload_1_has_the_members_of_a_rest_api(event: Any) -> None:
    made = event(asked(target="/users/7?a=1&a=2"), "rest-api-1.0")

    assert set(made) == V1
    assert set(made["requestContext"]) == V1_CONTEXT
    assert made["resource"] == made["requestContext"]["resourcePath"] == "/users/{id}"
    assert made["requestContext"]["path"] == "/prod/users/7"
    assert made["body"] is None
    assert made["queryStringParameters"] == {"a": "2"}
    assert made["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert made["headers"]["X-Forwarded-Proto"] == "https"
    assert made["multiValueHeaders"]["X-Forwarded-Proto"] == ["https"]
    assert made["requestContext"]["identity"]["sourceIp"] == "10.1.2.3"
    assert made["requestContext"]["identity"]["userArn"] is None


@pytest.mark.parametrize(
    ("payload", "more"),
    [
        ("alb", {"multiValueHeaders", "multiValueQueryStringParameters"}),
        ("alb-single", {"headers", "queryStringParameters"}),
    ],
)
def test_a_load_balancer_sends_one_kind_of_maps(event: Any, payload: str, more: set[str]) -> None:
    made = event(asked(target="/users/7?a=%2F"), payload)

    assert set(made) == ALB | more
    assert set(made["requestContext"]) == {"elb"}
    assert made["body"] == ""
    assert made["requestContext"]["elb"]["targetGroupArn"].split(":")[5] == (
        "targetgroup/f/6d0ecf831eec9f09"
    )


@pytest.mark.parametrize(
    ("path", "key", "parameters"),
    [
        ("/files/a%20b/c", "ANY /files/{rest+}", {"rest": "a b/c"}),
        ("/files", "ANY /files", None),
        ("/files/", "ANY /files", None),
    ],
)
def test_a_greedy_route_is_told_as_over_there(
    event: Any, path: str, key: str, parameters: dict[str, str] | None
) -> None:
    made = event(asked(target=path), "http-api-2.0", "/files/{rest:path}")

    assert made["routeKey"] == key
    assert made.get("pathParameters") == parameters


def test_a_rest_api_leaves_parameters_encoded(event: Any) -> None:
    made = event(asked(target="/files/a%20b/c"), "rest-api-1.0", "/files/{rest:path}")

    assert made["pathParameters"] == {"rest": "a%20b/c"}


@pytest.mark.parametrize(
    ("payload", "kind", "body", "flagged"),
    [
        ("http-api-2.0", "application/json", b'{"a": 1}', False),
        ("http-api-2.0", "application/x-www-form-urlencoded", b"a=1", True),
        ("http-api-2.0", "image/png", b"\x89PNG", True),
        ("http-api-2.0", None, b"text", False),
        ("http-api-2.0", None, b"\xff", True),
        ("function-url", "application/x-www-form-urlencoded", b"a=1", True),
        ("alb", "multipart/form-data; boundary=x", b"--x--", True),
        ("rest-api-1.0", "application/x-www-form-urlencoded", b"a=1", False),
        ("rest-api-1.0", "image/png", b"\x89PNG", True),
        ("rest-api-1.0", "application/octet-stream", b"text", False),
    ],
)
def test_a_body_is_text_where_its_front_has_it_as_text(
    event: Any, payload: str, kind: str | None, body: bytes, *, flagged: bool
) -> None:
    headers = {"content-type": kind} if kind else {}

    made = event(asked("POST", body=body, headers=headers), payload)

    assert made["isBase64Encoded"] is flagged
    assert made["body"] == (b64encode(body).decode() if flagged else body.decode())


def test_what_is_compressed_is_no_text(event: Any) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}

    assert event(asked("POST", body=b"{}", headers=headers), "http-api-2.0")["isBase64Encoded"]


def test_who_was_let_in_is_told(event: Any) -> None:
    request = asked(platform={"user": JWT})

    v2, v1 = event(request, "http-api-2.0"), event(request, "rest-api-1.0")

    claims = {"sub": "u", "groups": "[a b]", "admin": "true"}
    assert v2["requestContext"]["authorizer"] == {"jwt": {"claims": claims, "scopes": ["s"]}}
    assert v1["requestContext"]["authorizer"] == {"claims": claims, "scopes": ["s"]}


def test_a_caller_of_iam_is_told_where_each_payload_has_it(event: Any) -> None:
    told = {"userArn": "arn:aws:iam::1:user/u", "accountId": "1"}
    request = asked(platform={"user": {"kind": "iam", "claims": told}})

    v2, v1 = event(request, "function-url"), event(request, "rest-api-1.0")

    assert v2["requestContext"]["authorizer"] == {"iam": told}
    assert "authorizer" not in v1["requestContext"]
    assert v1["requestContext"]["identity"]["userArn"] == "arn:aws:iam::1:user/u"


def test_a_certificate_is_told(event: Any) -> None:
    told = {"pem": "P", "subject": "S", "issuer": "I", "serial": "1", "validity": {"notAfter": "x"}}
    request = asked(platform={"client_cert": told})
    certificate = {
        "clientCertPem": "P",
        "subjectDN": "S",
        "issuerDN": "I",
        "serialNumber": "1",
        "validity": {"notAfter": "x"},
    }

    v2, v1 = event(request, "http-api-2.0"), event(request, "rest-api-1.0")

    assert v2["requestContext"]["authentication"] == {"clientCert": certificate}
    assert v1["requestContext"]["identity"]["clientCert"] == certificate


def test_the_headers_of_a_rest_api_are_found_by_any_spelling(declared: Any, route: Any) -> None:
    source = """
    import json

    def handler(event, context):
        headers = event["headers"]
        found = [headers["X-Api-Key"], headers["x-api-key"], headers.get("X-API-KEY")]
        return {"statusCode": 200, "body": json.dumps([
            found, "x-api-key" in headers, "other" in headers, headers.get("other", 0),
            sorted(dict(headers)),
        ])}
    """
    guests = declared(source, route(), payload="rest-api-1.0")

    told = guests.told(headers={"x-api-key": "k", "SOAPAction": "a"})

    names = ["SOAPAction", "X-Api-Key", "X-Forwarded-Port", "X-Forwarded-Proto"]
    assert told == [["k", "k", "k"], True, False, 0, names]


def test_the_time_is_written_in_english_and_utc(event: Any) -> None:
    from datetime import datetime, timedelta, timezone

    moment = datetime(2020, 3, 12, 21, 3, 58, tzinfo=timezone(timedelta(hours=2)))

    made = event(asked(platform={"time": moment}), "http-api-2.0")

    assert made["requestContext"]["time"] == "12/Mar/2020:19:03:58 +0000"
    assert made["requestContext"]["timeEpoch"] == 1584039838000


def test_several_methods_have_a_route_each(declared: Any, route: Any, echo: str) -> None:
    guests = declared(echo, route("/x", ["GET", "POST"]))

    keys = [guests.told(method=method)["routeKey"] for method in ("GET", "POST")]

    assert keys == ["GET /x", "POST /x"]


def test_an_event_is_never_shared_between_two_requests(declared: Any, route: Any) -> None:
    source = """
    def handler(event, context):
        seen = event["headers"].get("mark", "none")
        event["headers"]["mark"] = "made"
        return seen
    """
    guests = declared(source, route())

    assert [guests.ask().body for _ in range(2)] == [b"none", b"none"]
