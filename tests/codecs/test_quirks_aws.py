"""One test a row of what AWS payloads do: H on all fronts, V in 1.0, W in 2.0, A at an ALB."""

from __future__ import annotations

import copy
from datetime import datetime, timezone
from typing import Any

import pytest

from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_aws.runtime import alb, http_v1, http_v2

V2: dict[str, Any] = {
    "version": "2.0",
    "rawPath": "/orders/7",
    "rawQueryString": "",
    "headers": {"host": "api.example.com", "x-a": "1"},
    "requestContext": {
        "http": {"method": "GET", "path": "/orders/7", "sourceIp": "203.0.113.7"},
        "stage": "$default",
        "domainName": "id.execute-api.eu-west-1.amazonaws.com",
    },
}
V1: dict[str, Any] = {
    "httpMethod": "GET",
    "path": "/orders/7",
    "headers": {"Host": "api.example.com"},
    "requestContext": {"identity": {"sourceIp": "203.0.113.7"}, "stage": "Prod"},
}
ALB: dict[str, Any] = {
    "httpMethod": "GET",
    "path": "/orders/7",
    "headers": {"host": "lb.example.com", "x-forwarded-for": "203.0.113.7, 10.0.0.1"},
    "requestContext": {"elb": {"targetGroupArn": "arn"}},
}
FRONTS = [(http_v2, V2), (http_v1, V1), (alb, ALB)]
every_front = pytest.mark.parametrize(("codec", "event"), FRONTS, ids=["http_v2", "http_v1", "alb"])


def with_members(event: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**copy.deepcopy(event), **members}


def v2(**members: Any) -> Request:
    return http_v2.decode_request(with_members(V2, **members))


def v1(**members: Any) -> Request:
    return http_v1.decode_request(with_members(V1, **members))


def balanced(**members: Any) -> Request:
    return alb.decode_request(with_members(ALB, **members))


@every_front
def test_h1_base64_becomes_bytes(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, body="/wA=", isBase64Encoded=True))

    assert request.body == b"\xff\x00"
    assert request.notes == ()


@every_front
def test_h2_a_body_that_is_falsely_flagged_is_taken_raw_and_noted(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, body="Hello, λ!", isBase64Encoded=True))

    assert request.body == "Hello, λ!".encode()
    assert "flagged as base64" in request.notes[0]


@every_front
@pytest.mark.parametrize("members", [{"body": None}, {"body": ""}, {}])
def test_h3_no_body_is_no_bytes(codec: Any, event: Any, members: Any) -> None:
    assert codec.decode_request(with_members(event, isBase64Encoded=True, **members)).body == b""


@every_front
def test_h4_a_body_that_is_an_object_is_encoded_and_noted(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, body={"test": "body"}))

    assert request.json() == {"test": "body"}
    assert len(request.notes) == 1


@every_front
def test_h5_headers_are_found_in_any_case_and_kept_as_they_came(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, headers={"X-Mixed-cASE": "1"}))

    assert request.headers.get("x-mixed-case") == request.headers.get("X-MIXED-CASE") == "1"
    assert request.headers.items() == [("X-Mixed-cASE", "1")]


@pytest.mark.parametrize("decode", [v1, balanced])
def test_h6_multi_value_headers_stand_alone(decode: Any) -> None:
    request = decode(headers=None, multiValueHeaders={"accept": ["a", "b"], "host": ["h"]})

    assert request.headers.get("accept") == "a"
    assert request.headers.get_all("accept") == ["a", "b"]
    assert request.host == "h"


@pytest.mark.parametrize("decode", [v1, balanced])
def test_h7_multi_value_wins_and_nothing_is_doubled(decode: Any) -> None:
    request = decode(
        headers={"a": "2", "B": "3", "only-here": "4"},
        multiValueHeaders={"a": ["1", "2"], "b": ["3"]},
    )

    assert request.headers.items() == [("a", "1"), ("a", "2"), ("b", "3"), ("only-here", "4")]


@every_front
def test_h8_numbers_as_header_values_are_text(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, headers={"content-length": 13}))

    assert request.headers.get("content-length") == "13"


@pytest.mark.parametrize("decode", [v2, v1])
def test_h9_without_a_host_header_the_domain_is_the_host(decode: Any) -> None:
    http = {"method": "GET"}
    context = {"http": http} if decode is v2 else {}

    with_domain = decode(headers=None, requestContext={**context, "domainName": "d.example"})
    without = decode(headers=None, requestContext=context)

    assert with_domain.host == "d.example"
    assert without.host == ""
    assert without.headers.items() == []


@every_front
def test_h10_no_query_is_an_empty_one(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, queryStringParameters=None))

    assert request.query.items() == []
    assert request.raw_query == ""


@every_front
def test_h11_the_client_is_who_the_front_says(codec: Any, event: Any) -> None:
    assert codec.decode_request(event).client_ip == "203.0.113.7"


def test_h12_a_method_and_a_path_are_enough() -> None:
    request = http_v1.decode_request({"httpMethod": "post", "path": "todos", "body": "x"})

    assert (request.method, request.path, request.body) == ("POST", "/todos", b"x")
    assert (request.client_ip, request.host, request.user, request.time) == (None, "", None, None)


@every_front
def test_h13_a_trailing_slash_is_kept(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, path="/foo/", rawPath="/foo/"))

    assert request.path == "/foo/"
    assert request.raw_path == "/foo/"


@every_front
def test_h14_a_path_gets_its_leading_slash(codec: Any, event: Any) -> None:
    assert codec.decode_request(with_members(event, path="a/b", rawPath="a/b")).path == "/a/b"


@every_front
def test_h15_multipart_bytes_are_untouched(codec: Any, event: Any) -> None:
    body = '--b\r\nContent-Disposition: form-data; name="a[b][]x"\r\n\r\nv\r\n--b--\r\n'

    request = codec.decode_request(with_members(event, body=body, isBase64Encoded=False))

    assert request.body == body.encode()


@pytest.mark.parametrize("decode", [v2, v1])
def test_h16_the_client_certificate_is_a_fact_of_the_platform(decode: Any) -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"
    given = {"clientCertPem": pem, "subjectDN": "CN=me", "serialNumber": "1:2"}
    context = {
        "http": {"method": "GET"} if decode is v2 else None,
        "authentication": {"clientCert": given},
        "identity": {"clientCert": given},
    }
    if decode is v1:
        del context["http"]

    certificate = decode(requestContext=context).platform["client_cert"]

    assert (certificate["pem"], certificate["subject"], certificate["serial"]) == (
        pem,
        "CN=me",
        "1:2",
    )


@pytest.mark.parametrize(
    ("authorizer", "expected"),
    [
        ({"jwt": {"claims": {"sub": "u"}, "scopes": ["a"]}}, ("jwt", {"sub": "u"})),
        ({"lambda": {"tenant": 7}}, ("lambda", {"tenant": 7})),
        ({"iam": {"userArn": "arn", "cognitoIdentity": None}}, ("iam", {"userArn": "arn"})),
        ({"iam": {"userArn": None, "accessKey": None}}, None),
        ({"iam": {}}, None),
        (None, None),
    ],
)
def test_h17_and_w9_who_was_let_in_by_payload_2(authorizer: Any, expected: Any) -> None:
    user = v2(requestContext={**V2["requestContext"], "authorizer": authorizer}).user

    assert (user and (user["kind"], user["claims"])) == expected


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"authorizer": {"claims": {"sub": "u"}}}, ("cognito", {"sub": "u"})),
        ({"authorizer": {"principalId": "p"}}, ("lambda", {"principalId": "p"})),
        ({"authorizer": {"claims": None, "scopes": None}}, None),
        ({"identity": {"userArn": "arn", "caller": None}}, ("iam", {"userArn": "arn"})),
        ({"identity": {"userArn": None}, "authorizer": None}, None),
    ],
)
def test_h17_who_was_let_in_by_payload_1(context: Any, expected: Any) -> None:
    user = v1(requestContext=context).user

    assert (user and (user["kind"], user["claims"])) == expected


@every_front
def test_h18_four_byte_characters_are_utf_8(codec: Any, event: Any) -> None:
    request = codec.decode_request(with_members(event, body="Hello 🌍", isBase64Encoded=False))

    assert request.body == "Hello 🌍".encode()


def test_h17_scopes_come_with_their_claims() -> None:
    jwt = {"jwt": {"claims": {"sub": "u"}, "scopes": ["a", "b"]}}

    of_v2 = v2(requestContext={**V2["requestContext"], "authorizer": jwt}).user
    of_v1 = v1(requestContext={"authorizer": jwt["jwt"]}).user

    assert of_v2 == {"kind": "jwt", "claims": {"sub": "u"}, "scopes": ["a", "b"]}
    assert of_v1 == {"kind": "cognito", "claims": {"sub": "u"}, "scopes": ["a", "b"]}


def test_v1_a_version_makes_no_difference() -> None:
    assert v1(version="1.0") == v1()


def test_v2_the_path_is_decoded_once_and_query_values_never_again() -> None:
    request = v1(path="/a%2Fb%20%2541", queryStringParameters={"foo": "b%40r", "s": "hello world"})

    assert (request.raw_path, request.path) == ("/a%2Fb%20%2541", "/a/b %41")
    assert request.query.get("foo") == "b%40r"
    assert request.raw_query == "foo=b%2540r&s=hello%20world"


def test_v3_every_query_value_is_kept_in_order() -> None:
    request = v1(
        queryStringParameters={"a": "2", "b": "3"},
        multiValueQueryStringParameters={"a": ["1", "2"], "b": ["3"]},
    )

    assert request.query.items() == [("a", "1"), ("a", "2"), ("b", "3")]


def test_v4_the_path_has_no_stage() -> None:
    request = v1(requestContext={"path": "/Prod/orders/7", "stage": "Prod"})

    assert request.path == "/orders/7"
    assert request.platform["stage"] == "Prod"


def test_v6_stage_variables_are_facts_of_the_platform() -> None:
    assert v1(stageVariables=None).platform["stage_variables"] == {}
    assert v1(stageVariables={"a": "1"}).platform["stage_variables"] == {"a": "1"}


def test_v7_the_console_s_test_has_no_address_and_no_trouble() -> None:
    identity = {"sourceIp": "test-invoke-source-ip"}

    request = v1(headers=None, requestContext={"stage": "test-invoke-stage", "identity": identity})

    assert request.client_ip == "test-invoke-source-ip"


def test_v8_of_broken_cookies_the_good_ones_stay() -> None:
    assert v1(headers={"Cookie": "foo; a=1; =x; b="}).cookies == {"a": "1", "b": ""}


def test_v9_a_repeated_header_leaves_as_multi_value_headers() -> None:
    single = http_v1.encode_response(Response("x", 200, {"x-a": "1"}))
    repeated = http_v1.encode_response(Response("x", cookies=["a=1", "b=2"]))

    assert single["headers"] == {"x-a": "1", "content-type": "text/plain; charset=utf-8"}
    assert "multiValueHeaders" not in single
    assert repeated["multiValueHeaders"]["set-cookie"] == ["a=1", "b=2"]
    assert "headers" not in repeated


def test_w1_cookies_are_one_set_wherever_they_stand() -> None:
    split = v2(cookies=["a=1", "b=2"])
    both = v2(cookies=["a=1", "b=2"], headers={"Cookie": "a=1; b=2"})
    shared = v2(cookies=["a=1"], headers={"Cookie": "b=2; a=1"})

    for request in (split, both, shared):
        assert request.headers.get_all("cookie") == ["a=1; b=2"]
        assert request.cookies == {"a": "1", "b": "2"}


def test_w2_commas_in_a_header_are_left_alone() -> None:
    date = "Wed, 21 Oct 2026 07:28:00 GMT"

    assert v2(headers={"if-modified-since": date}).headers.get_all("if-modified-since") == [date]


def test_w3_the_raw_query_counts_and_the_map_only_without_it() -> None:
    joined = {"a": "1,2", "t": "2020 00:00"}

    raw = v2(rawQueryString="a=1&a=2&t=2020%2B00:00", queryStringParameters=joined)
    event = with_members(V2, queryStringParameters=joined)
    del event["rawQueryString"]
    mapped = http_v2.decode_request(event)

    assert raw.query.items() == [("a", "1"), ("a", "2"), ("t", "2020+00:00")]
    assert mapped.query.items() == [("a", "1,2"), ("t", "2020 00:00")]


def test_w4_brackets_in_keys_are_letters_like_others() -> None:
    assert v2(rawQueryString="a[]=1&a[b]=2").query.items() == [("a[]", "1"), ("a[b]", "2")]


@pytest.mark.parametrize(
    ("raw_path", "stage", "path"),
    [
        ("/beta/foo/", "beta", "/foo/"),
        ("/beta", "beta", "/"),
        ("/betamax", "beta", "/betamax"),
        ("/my/path", "$default", "/my/path"),
        ("/my/path", None, "/my/path"),
    ],
)
def test_w5_a_named_stage_is_no_part_of_the_path(raw_path: str, stage: Any, path: str) -> None:
    request = v2(rawPath=raw_path, requestContext={**V2["requestContext"], "stage": stage})

    assert (request.raw_path, request.path) == (raw_path, path)


def test_w6_the_path_is_decoded_at_most_once_and_a_space_makes_no_bad_url() -> None:
    decoded, encoded = v2(rawPath="/tmh/file name.xml"), v2(rawPath="/a%2Fb%2525")

    assert decoded.path == "/tmh/file name.xml"
    assert decoded.url == "https://api.example.com/tmh/file%20name.xml"
    assert encoded.path == "/a/b%25"


def test_w7_the_raw_path_is_the_path() -> None:
    context = {**V2["requestContext"], "http": {"method": "GET", "path": "/other"}}

    assert v2(requestContext=context).path == "/orders/7"


@pytest.mark.parametrize(
    ("epoch", "microsecond"),
    [(1583348638390, 390000), (1583348638, 0)],
    ids=["milliseconds", "the seconds of sam local"],
)
def test_w8_the_time_is_aware(epoch: int, microsecond: int) -> None:
    of_v2 = v2(requestContext={**V2["requestContext"], "timeEpoch": epoch}).time
    of_v1 = v1(requestContext={"requestTimeEpoch": epoch}).time

    expected = datetime(2020, 3, 4, 19, 3, 58, microsecond, tzinfo=timezone.utc)
    assert (of_v2, of_v1) == (expected, expected)


def test_w9_a_function_url_is_told_from_an_http_api() -> None:
    url = {**V2["requestContext"], "domainName": "id.lambda-url.eu-west-1.on.aws"}

    assert v2(requestContext=url).platform["front"] == "function-url"
    assert v2().platform["front"] == "http-api"


def test_w10_cookies_leave_in_their_list_and_numbers_as_text() -> None:
    response = Response("x", 200, [("x-n", "1"), ("X-N", "2")], cookies=["a=1; Path=/", "b=2"])

    result = http_v2.encode_response(response)

    assert result["cookies"] == ["a=1; Path=/", "b=2"]
    assert result["headers"]["x-n"] == "1, 2"
    assert all(isinstance(value, str) for value in result["headers"].values())


def test_a1_query_values_are_decoded_once_and_plain_ones_stay() -> None:
    request = balanced(
        queryStringParameters={"k": "%3FshowAll%3Dtrue", "encoded[]": "a!%40", "date%5Bto%5D": "1"}
    )
    by_hand = balanced(queryStringParameters={"a": "x&y#z"})

    assert request.query.items() == [
        ("k", "?showAll=true"),
        ("encoded[]", "a!@"),
        ("date[to]", "1"),
    ]
    assert by_hand.query.items() == [("a", "x&y#z")]


def test_a2_a_health_check_is_a_request_like_any_other() -> None:
    request = balanced(headers={"user-agent": "ELB-HealthChecker/2.0"}, queryStringParameters={})

    assert (request.client_ip, request.host, request.method) == (None, "", "GET")


def test_a3_the_response_has_the_mode_of_its_request() -> None:
    single = balanced()
    multi = balanced(headers=None, multiValueHeaders={"host": ["h"]})
    response = Response("x", 404, [("via", "1"), ("via", "2")], cookies=["a=1", "b=2", "c=3"])

    for_single = alb.encode_response(response, single)
    for_multi = alb.encode_response(response, multi)

    assert for_multi["multiValueHeaders"]["set-cookie"] == ["a=1", "b=2", "c=3"]
    assert "headers" not in for_multi
    assert for_multi["statusDescription"] == "404 Not Found"
    assert "multiValueHeaders" not in for_single
    assert for_single["headers"]["via"] == "1, 2"
    cookies = {n: v for n, v in for_single["headers"].items() if n.lower() == "set-cookie"}
    assert cookies == {"set-cookie": "a=1", "Set-cookie": "b=2", "sEt-cookie": "c=3"}


def test_a4_query_keys_that_look_like_numbers_are_texts() -> None:
    request = balanced(multiValueQueryStringParameters={"0": ["a"], "1": ["b"]})

    assert request.query.items() == [("0", "a"), ("1", "b")]


def test_a5_the_path_keeps_what_is_encoded() -> None:
    request = balanced(path="/foo%25%2Fbar")

    assert (request.raw_path, request.path) == ("/foo%25%2Fbar", "/foo%/bar")


def test_a6_the_scheme_is_the_forwarded_one() -> None:
    assert balanced(headers={"x-forwarded-proto": "http"}).scheme == "http"
    assert balanced(headers={}).scheme == "https"


LOOKALIKES = {
    "authorizer": {**V1, "type": "REQUEST", "methodArn": "arn"},
    "authorizer 2.0": {**V2, "type": "REQUEST", "routeArn": "arn"},
    "authorizer (TOKEN)": {"type": "TOKEN", "methodArn": "arn", "authorizationToken": "t"},
    "WebSocket (in the clothes of 2.0)": {
        **V2,
        "requestContext": {**V2["requestContext"], "connectionId": "c"},
    },
    "WebSocket": {"requestContext": {"eventType": "MESSAGE", "connectionId": "c"}, "body": "x"},
    "Lambda@Edge": {"Records": [{"cf": {"request": {"uri": "/"}}}]},
    "VPC Lattice": {"raw_path": "/x", "method": "GET", "headers": {}},
    "SQS": {"Records": [{"eventSource": "aws:sqs", "body": "x"}]},
    "SNS": {"Records": [{"EventSource": "aws:sns", "Sns": {}}]},
    "Kafka": {"eventSource": "aws:kafka", "records": {}},
    "CloudWatch": {"awslogs": {"data": ""}},
    "Firehose": {"deliveryStreamArn": "arn", "records": []},
    "Records": {"Records": [{"eventSource": "aws:new"}]},
    "EventBridge": {"detail-type": "x", "source": "s", "detail": {}},
}


@every_front
@pytest.mark.parametrize("name", LOOKALIKES)
def test_l_what_only_looks_like_http_is_refused_by_its_name(
    codec: Any, event: Any, name: str
) -> None:
    with pytest.raises(PayloadError) as refusal:
        codec.decode_request(LOOKALIKES[name])

    assert name.partition(" ")[0] in str(refusal.value)


@pytest.mark.parametrize(
    ("codec", "event", "front"),
    [
        (http_v2, V1, "rest-api"),
        (http_v2, ALB, "alb"),
        (http_v1, V2, "http-api"),
        (http_v1, ALB, "alb"),
        (alb, V1, "rest-api"),
        (alb, V2, "function-url"),
    ],
)
def test_another_front_s_payload_names_the_front_to_set(codec: Any, event: Any, front: str) -> None:
    with pytest.raises(PayloadError, match=f'front = "{front}"'):
        codec.decode_request(event)


TEXTUAL = [
    "application/json; charset=utf-8",
    "Application/Problem+JSON",
    "application/ld+json ; profile=x",
    "image/svg+xml",
    "text/html",
    "application/javascript; charset=utf-8",
    "application/x-www-form-urlencoded",
]


@every_front
@pytest.mark.parametrize("kind", TEXTUAL)
def test_a_textual_type_travels_as_text(codec: Any, event: Any, kind: str) -> None:
    result = codec.encode_response(
        Response("é", 200, {"content-type": kind}), codec.decode_request(event)
    )

    assert (result["body"], result["isBase64Encoded"]) == ("é", False)


@every_front
@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "text/plain", None])
def test_bytes_travel_as_base64_whatever_their_type(codec: Any, event: Any, kind: Any) -> None:
    response = Response(b"", 200, {"content-type": kind} if kind else {})
    response.body = b"\xff\x00"

    result = codec.encode_response(response, codec.decode_request(event))

    assert (result["body"], result["isBase64Encoded"]) == ("/wA=", True)


@every_front
def test_bytes_that_happen_to_be_text_are_bytes_still(codec: Any, event: Any) -> None:
    response = Response(b"abc", 200, {"content-type": "application/octet-stream"})

    result = codec.encode_response(response, codec.decode_request(event))

    assert (result["body"], result["isBase64Encoded"]) == ("YWJj", True)


@every_front
def test_no_content_is_an_empty_text(codec: Any, event: Any) -> None:
    result = codec.encode_response(Response(b"", 204), codec.decode_request(event))

    assert (result["statusCode"], result["body"], result["isBase64Encoded"]) == (204, "", False)


def test_a_result_without_a_status_is_the_body_itself() -> None:
    listed, text = http_v2.decode_response({"message": "hi"}), http_v2.decode_response("hi")

    assert (listed.status, listed.body) == (200, b'{"message":"hi"}')
    assert (text.body, text.headers.get("content-type")) == (b"hi", "application/json")
