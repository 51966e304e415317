"""Values of secrets in what is printed, however they are written."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, strategies

from faasport.project.problem import Problem
from faasport.project.redaction import Redaction

VALUE = 'sk_live "quoted" café / +\\'
REDACTION = Redaction([("KEY", VALUE), ("LONGER", VALUE + " and more"), ("SHORT", "1234567")])


@pytest.mark.parametrize(
    "written",
    [
        VALUE,
        json.dumps(VALUE)[1:-1],
        json.dumps(VALUE, ensure_ascii=False)[1:-1],
        repr(VALUE)[1:-1],
        quote(VALUE),
        quote(VALUE, safe=""),
        quote_plus(VALUE),
        b64encode(VALUE.encode()).decode(),
        urlsafe_b64encode(VALUE.encode()).decode(),
        VALUE.encode().hex(),
    ],
)
def test_a_value_is_found_as_it_is_written(written):
    assert REDACTION.text(f"<{written}>") == "<***KEY***>"
    assert REDACTION.octets(f"<{written}>".encode()) == b"<***KEY***>"


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
@pytest.mark.parametrize("user", ["", "u", "us", "usr", "user"])
@pytest.mark.parametrize("after", ["", "!", "!!"])
def test_a_value_is_found_within_what_base64_writes(encode, user, after):
    whole = encode(f"{user}{VALUE}{after}".encode()).decode()

    before, found, rest = REDACTION.text(whole).partition("***KEY***")

    # At both ends a character may hold bits of the value, fewer than six.
    assert found
    assert len(before) <= len(user) * 8 // 6 + 1
    assert len(rest.rstrip("=")) <= -(-len(after) * 8 // 6) + 1


def test_one_value_may_begin_another():
    assert REDACTION.text(VALUE + " and more") == "***LONGER***"


def test_a_value_that_is_too_short_to_tell_is_left():
    assert REDACTION.text("1234567") == "1234567"


def test_each_line_of_a_value_is_one():
    key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkq==\n"

    text = Redaction([("PEM", key)]).text("found MIIEvQIBADANBg in it, and kq==")

    assert text == "found ***PEM*** in it, and kq=="


def test_data_is_redacted_to_any_depth_keys_too():
    value = {VALUE: [VALUE, 1, None, {"a": (f"x{VALUE}",)}]}

    assert REDACTION.value(value) == {"***KEY***": ["***KEY***", 1, None, {"a": ["x***KEY***"]}]}


def test_every_part_of_a_problem_is_redacted():
    problem = Problem(VALUE, VALUE, VALUE, VALUE)

    assert REDACTION.problem(problem) == Problem(*["***KEY***"] * 4)


TEXT = strategies.characters(exclude_characters="*")


@given(strategies.text(TEXT, min_size=8), strategies.text(TEXT), strategies.text(TEXT))
def test_no_text_holds_a_value_after_it(value, before, after):
    text = Redaction([("K", value)]).text(before + value + after)

    assert "***K***" in text
    assert value not in text
