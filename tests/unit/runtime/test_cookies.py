from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from faasport.runtime.cookies import format_cookie, parse_cookies


@pytest.mark.parametrize(
    ("headers", "cookies"),
    [
        ([], {}),
        ([""], {}),
        (["a=1"], {"a": "1"}),
        (["a=1; b=2"], {"a": "1", "b": "2"}),
        (["a=1;b=2;"], {"a": "1", "b": "2"}),
        (["a=1", "b=2"], {"a": "1", "b": "2"}),
        (["a=1; a=2"], {"a": "1"}),
        (["a="], {"a": ""}),
        (["a=b=c=="], {"a": "b=c=="}),
        (['a="x y"'], {"a": "x y"}),
        (['a="'], {"a": '"'}),
        (["junk; =lost; a=1"], {"a": "1"}),
        (["a=%20"], {"a": "%20"}),
    ],
)
def test_cookies_are_read_leniently(headers: list[str], cookies: dict[str, str]) -> None:
    assert cookies == parse_cookies(headers)


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({}, "a=1; Path=/; SameSite=Lax"),
        ({"path": None, "same_site": None}, "a=1"),
        ({"max_age": 0}, "a=1; Max-Age=0; Path=/; SameSite=Lax"),
        ({"domain": "example.com", "path": "/x"}, "a=1; Domain=example.com; Path=/x; SameSite=Lax"),
        (
            {"secure": True, "http_only": True, "same_site": "none"},
            "a=1; Path=/; Secure; HttpOnly; SameSite=None",
        ),
        (
            {"expires": datetime(2026, 3, 1, 1, 2, 3, tzinfo=timezone(timedelta(hours=1)))},
            "a=1; Expires=Sun, 01 Mar 2026 00:02:03 GMT; Path=/; SameSite=Lax",
        ),
    ],
)
def test_a_cookie_is_written_with_its_attributes(attributes: dict[str, Any], written: str) -> None:
    assert written == format_cookie("a", "1", **attributes)


@pytest.mark.parametrize("name", ["", "a b", "a=b", "a;b", "ä", "a\x00", 'a"', "a,b"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is not a cookie name"):
        format_cookie(name, "1")


@pytest.mark.parametrize("value", ["a b", "a;b", "a,b", 'a"b', "a\\b", "ä", "a\r\nb"])
def test_a_bad_value_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="cannot be sent as it is: encode it"):
        format_cookie("a", value)


@pytest.mark.parametrize("attribute", ["path", "domain"])
def test_an_attribute_cannot_bring_in_another(attribute: str) -> None:
    with pytest.raises(ValueError, match=f"The {attribute} of cookie 'a' holds"):
        format_cookie("a", "1", **{attribute: "/; Secure"})


def test_a_naive_expiry_is_refused() -> None:
    with pytest.raises(ValueError, match="give an aware datetime"):
        format_cookie("a", "1", expires=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"path": "/é"}, "beyond ASCII"),
        ({"domain": "é.example"}, "beyond ASCII"),
        ({"same_site": "lax\r\nx-injected: 1"}, "is lax, strict or none"),
    ],
)
def test_an_attribute_that_no_header_can_hold_is_refused(
    attributes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        format_cookie("a", "1", **attributes)
