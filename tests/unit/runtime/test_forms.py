from __future__ import annotations

import pytest

from faasport.runtime.forms import Form, Upload, parse_form
from faasport.runtime.http_errors import BadRequest

MULTIPART = "multipart/form-data; boundary=XX"


def part(head: str, content: bytes) -> bytes:
    return b"--XX\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


def read(*parts: bytes, kind: str = MULTIPART) -> list[tuple[str, str | Upload]]:
    return parse_form(kind, b"".join(parts) + b"--XX--\r\n").items()


def test_fields_and_files_keep_their_order() -> None:
    pairs = read(
        part('Content-Disposition: form-data; name="b"', b"1"),
        part(
            'Content-Disposition: form-data; name="a"; filename="x.png"\r\ncontent-type: image/png',
            b"\x00\r\n\xff",
        ),
        part('content-disposition: form-data; name="b"', "é".encode()),
    )

    assert [("b", "1"), ("a", Upload("x.png", "image/png", b"\x00\r\n\xff")), ("b", "é")] == pairs


@pytest.mark.parametrize(
    ("disposition", "name", "filename"),
    [
        ('form-data; name="a"; filename=""', "a", ""),
        ("form-data; name=a; filename=x.txt", "a", "x.txt"),
        ('form-data; filename="a; name=b.txt"; name="c"', "c", "a; name=b.txt"),
        ('form-data; name="a%22b"; filename="c%0D%0Ad"', 'a"b', "c\r\nd"),
    ],
)
def test_names_are_read_as_browsers_write_them(disposition: str, name: str, filename: str) -> None:
    ((key, value),) = read(part(f"Content-Disposition: {disposition}", b""))

    assert key == name
    assert value == Upload(filename, "application/octet-stream", b"")


def test_a_field_may_have_its_own_charset() -> None:
    head = 'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=latin-1'

    pairs = read(part(head, b"\xe9"))

    assert pairs == [("a", "é")]


def test_what_stands_before_the_first_boundary_is_ignored() -> None:
    body = b"preamble\r\n" + part('Content-Disposition: form-data; name="a"', b"1") + b"--XX--"

    form = parse_form('multipart/form-data; boundary="XX"', body)

    assert form.items() == [("a", "1")]


def test_white_space_after_a_boundary_is_no_content() -> None:
    body = b'--XX \r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--XX--'

    assert parse_form(MULTIPART, body).items() == [("a", "1")]


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("multipart/form-data", b"", "has no boundary"),
        (MULTIPART, b"", "ends before its last boundary"),
        (MULTIPART, part('Content-Disposition: form-data; name="a"', b"1"), "ends before"),
        (MULTIPART, b"--XX\r\nno headers\r\n--XX--", "no end of its headers"),
        (MULTIPART, part("Content-Disposition: form-data", b"1") + b"--XX--", "has no name"),
        (
            MULTIPART,
            part(
                'Content-Disposition: form-data; name="a"\r\nContent-Type: a/b; charset=klingon',
                b"x",
            )
            + b"--XX--",
            "unknown charset",
        ),
        ("application/json", b"{}", "its type is application/json"),
        (None, b"a=1", "its type is not given"),
    ],
)
def test_a_malformed_form_is_the_clients_fault(kind: str | None, body: bytes, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        parse_form(kind, body)


def test_an_urlencoded_form() -> None:
    form = parse_form("application/x-www-form-urlencoded", b"a=1&b=x+%C3%A9&a=2")

    assert list(form) == [("a", "1"), ("b", "x é"), ("a", "2")]


def test_no_body_and_no_type_is_an_empty_form() -> None:
    assert len(parse_form(None, b"")) == 0


def test_look_up_gives_the_first_or_all() -> None:
    form = Form([("a", "1"), ("a", "2"), ("b", "")])

    assert (form.get("a"), form["a"], form.get_all("a")) == ("1", "1", ["1", "2"])
    assert (form.get("c"), form.get("c", "d"), form.get_all("c")) == (None, "d", [])
    assert "b" in form
    assert len(form) == 3
    assert repr(form) == "Form([('a', '1'), ('a', '2'), ('b', '')])"
    with pytest.raises(KeyError):
        form["c"]


def test_an_upload_shows_its_size_and_not_its_bytes() -> None:
    assert (
        repr(Upload("a.txt", "text/plain", b"secret")) == "Upload('a.txt', 'text/plain', 6 bytes)"
    )
    assert Upload("a", "b", b"") != "a"
