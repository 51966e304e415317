import json

import pytest

from faasport.runtime.headers import Headers
from faasport.runtime.response import Response
from faasport.verifier import answer
from faasport.verifier.case import Expected
from faasport.verifier.compare import differences, unexpected


def of(body=b"", status=200, headers=(), method="GET"):
    response = Response(b"", status)
    response.headers, response.body = Headers(headers), body
    return answer.of(response, method)


def json_of(value, **rest):
    return of(json.dumps(value).encode(), headers=[("content-type", "application/json")], **rest)


def test_answers_that_differ_in_case_order_and_transport_headers_alone_are_the_same():
    wanted = of(b"x", headers=[("Content-Type", "a/b"), ("X-A", "1"), ("date", "now")])
    given = of(b"x", headers=[("x-a", "1"), ("content-type", "a/b"), ("server", "gunicorn")])

    assert differences(wanted, given) == []


def test_a_repeated_header_and_its_joined_form_are_the_same():
    wanted = of(headers=[("link", "<a>"), ("vary", "x"), ("link", "<b>")])
    given = of(headers=[("Link", "<a>, <b>"), ("vary", "x")])

    assert differences(wanted, given) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (of(b"a", 201), "status: 201 instead of 200"),
        (of(b"a", headers=[("x-a", "1")]), "header x-a: 1 instead of nothing"),
        (of(b"b"), "body: from byte 0: b'b' instead of b'a'"),
        (of(b"ab"), "body: 2 bytes instead of 1, from byte 1: b'ab' instead of b'a'"),
        (of(b"a", headers=[("set-cookie", "a=1")]), "cookie added: a=1"),
    ],
)
def test_each_difference_is_told(given, said):
    assert differences(of(b"a"), given) == [said]


def test_a_cookie_is_the_same_in_any_order_and_case_of_its_attributes():
    wanted = of(headers=[("set-cookie", "a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT")])
    given = of(headers=[("set-cookie", "a=1; expires=Wed, 21-Oct-2026 07:28:00 GMT; path=/")])

    assert differences(wanted, given) == []


def test_a_lost_attribute_of_a_cookie_is_a_difference():
    wanted = of(headers=[("set-cookie", "a=1; Secure")])
    given = of(headers=[("set-cookie", "a=1")])

    assert differences(wanted, given) == ["cookie lost: a=1; secure", "cookie added: a=1"]


def test_json_differs_by_path():
    wanted = json_of({"items": [{"id": 1, "n": 1}], "ok": True})
    given = json_of({"items": [{"id": 2, "n": 1}], "ok": 1})

    assert differences(wanted, given) == [
        "json items.0.id: 2 instead of 1",
        "json ok: 1 instead of true",
    ]


def test_the_same_json_in_other_bytes_is_a_difference():
    found = differences(of(b'{"a": 1}'), of(b'{"a":1}'))

    assert found == ["body: the same JSON in other bytes: b'{\"a\":1}' instead of b'{\"a\": 1}'"]


@pytest.mark.parametrize(
    "rules",
    [["json:items.0.id"], ["json:items.*.id"], ["json:*"], ["body"]],
)
def test_what_is_ignored_is_not_compared(rules):
    wanted, given = json_of({"items": [{"id": 1}]}), json_of({"items": [{"id": 2}]})

    assert differences(wanted, given, rules) == []


def test_rules_leave_out_status_headers_and_cookies_by_name():
    wanted = of(headers=[("x-id", "1"), ("set-cookie", "session=a")])
    given = of(status=201, headers=[("X-Id", "2"), ("set-cookie", "session=b")])

    assert differences(wanted, given, ["status", "header:X-ID", "cookie:session"]) == []
    assert len(differences(wanted, given, ["header:x-i"])) == 4


def test_a_head_answer_and_a_204_have_no_body_to_compare():
    assert of(b"sent", method="HEAD") == of(b"", method="HEAD")
    assert of(b"sent", 204) == of(b"", 204)


def test_expectations_name_what_they_miss():
    given = json_of({"id": "x", "n": 1}, status=201)
    expected = Expected(200, (("x-a", "1"),), json={"id": "y", "n": 2}, has_json=True)

    found = unexpected(expected, given, ["json:id"])

    assert found == [
        "status: 201 instead of the expected 200",
        "header x-a: nothing instead of the expected 1",
        "json n: 1 instead of 2",
    ]


def test_an_expected_text_is_compared_byte_by_byte():
    expected = Expected(body="é".encode())

    assert unexpected(expected, of("é".encode())) == []
    assert unexpected(expected, of(b"e")) != []


def test_json_is_expected_where_there_is_none():
    found = unexpected(Expected(json=None, has_json=True), of(b"<html>"))

    assert found == ["body: b'<html>' is not the JSON that is expected"]
