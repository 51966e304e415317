from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from faasport.runtime.bodies import json_of, parameter_of, safe_target, text_of
from faasport.runtime.encoding import json_bytes
from faasport.runtime.http_errors import BadRequest

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab☃"), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("content_type", "value"),
    [
        (None, None),
        ("text/plain", None),
        ("text/plain; charset=latin-1", "latin-1"),
        ('text/plain;CHARSET="utf-8"; x=y', "utf-8"),
        ("text/plain; charset=", None),
        ("text/plain; charset", None),
    ],
)
def test_a_parameter_of_a_media_type(content_type: str | None, value: str | None) -> None:
    assert value == parameter_of(content_type, "charset")


def test_text_is_in_its_charset() -> None:
    assert text_of("text/plain; charset=latin-1", b"\xe9") == "é"
    assert text_of(None, "é".encode()) == "é"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain; charset=klingon",
        "text/plain; charset=\0",
    ],
)
def test_text_in_no_charset_is_the_clients_fault(content_type: str) -> None:
    with pytest.raises(BadRequest, match="is not text in the charset"):
        text_of(content_type, b"\xff")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le"])
def test_json_is_read_in_each_of_its_encodings(encoding: str) -> None:
    assert json_of('{"a":"☃"}'.encode(encoding)) == {"a": "☃"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{'a':1}", b"nope", b"\xff\xff\xff", b"[" * 100_000, b"NaN", b"[-Infinity]"],
)
def test_what_is_not_json_is_the_clients_fault(body: bytes) -> None:
    with pytest.raises(BadRequest, match="The body is not JSON"):
        json_of(body)


@given(VALUES)
def test_json_comes_back_as_it_went(value: Any) -> None:
    assert value == json_of(json_bytes(value))


@given(VALUES)
def test_json_is_compact_and_not_escaped(value: Any) -> None:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    assert plain == json_bytes(value)


def test_a_number_in_exact_decimals_is_text() -> None:
    assert json_bytes({"price": Decimal("1.10")}) == b'{"price":"1.10"}'


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("/a/b?c=d&e[]=1", "/a/b?c=d&e[]=1"),
        ("/a%20b", "/a%20b"),
        ("/a b", "/a%20b"),
        ("/é", "/%C3%A9"),
        ('/"<>', "/%22%3C%3E"),
    ],
)
def test_a_target_is_encoded_where_it_must_be(target: str, safe: str) -> None:
    assert safe == safe_target(target)


@pytest.mark.parametrize("charset", ["PunyCode", "-punycode", "idna", "unicode_escape"])
def test_a_codec_that_is_no_charset_is_not_run_for_a_client(charset: str) -> None:
    with pytest.raises(BadRequest, match="is not text in the charset"):
        text_of(f"text/plain; charset={charset}", b"abc-d")


def test_a_target_that_is_no_utf_8_is_encoded_none_the_less() -> None:
    assert safe_target("/\ud800") == "/%ED%A0%80"
