"""Event patterns against moto's matcher: what the handler wants, a pattern lets through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from moto.events.models import EventPattern

from faasport.runtime.filters import type_matcher
from faasport_aws.packager import kinds, patterns
from tests.unit.targets.event_projects import DEFAULTS

LETTERS = st.text("ab*\\/.", max_size=4)
SEGMENTS = st.sampled_from(["a", "b", "*", "a\\b"])
TYPES = st.lists(SEGMENTS, min_size=1, max_size=4).map(".".join)


def passes(pattern: dict[str, Any], **event: Any) -> bool:
    return EventPattern(None, pattern).matches_event(
        {key.replace("_", "-"): value for key, value in event.items()}
    )


def of_key(key: str, bucket: str = "uploads", kind: str = "Object Created") -> dict[str, Any]:
    detail = {"bucket": {"name": bucket}, "object": {"key": key}}
    return {"source": "aws.s3", "detail_type": kind, "detail": detail}


@settings(max_examples=300)
@given(prefix=LETTERS, middle=LETTERS, suffix=LETTERS)
@example(prefix="ab", middle="", suffix="bc")
@example(prefix="a*", middle="x", suffix="\\b")
def test_no_key_that_is_wanted_is_kept_back(prefix, middle, suffix):
    options = {**DEFAULTS["bucket"], "prefix": prefix, "suffix": suffix}
    pattern = patterns.of_bucket(options, "uploads")
    keys = [f"{prefix}{middle}{suffix}"]
    # And those in which the two share letters.
    keys += [
        prefix + suffix[n:]
        for n in range(len(suffix) + 1)
        if (prefix + suffix[n:]).endswith(suffix)
    ]

    assert all(passes(pattern, **of_key(key)) for key in keys)


@pytest.mark.parametrize(
    ("key", "bucket", "kind"),
    [
        ("in/a.txt", "uploads", "Object Created"),
        ("a.csv", "uploads", "Object Created"),
        ("in/a.csv", "other", "Object Created"),
        ("in/a.csv", "uploads", "Object Deleted"),
    ],
)
def test_what_is_not_wanted_is_kept_back_where_a_pattern_can_say_so(key, bucket, kind):
    options = {"on": ["created"], "prefix": "in/", "suffix": ".csv"}

    pattern = patterns.of_bucket(options, "uploads")

    assert passes(pattern, **of_key("in/a.csv"))
    assert not passes(pattern, **of_key(key, bucket, kind))


@pytest.mark.parametrize("kind", [name for names in kinds.OBJECTS.values() for name in names])
def test_without_a_choice_every_kind_passes(kind):
    pattern = patterns.of_bucket(DEFAULTS["bucket"], "uploads")

    assert passes(pattern, **of_key("any", kind=kind))


@settings(max_examples=300)
@given(told=st.lists(TYPES, min_size=1, max_size=2), came=TYPES)
@example(told=["*"], came="a.b")
@example(told=["a.*"], came="a.b.c")
def test_no_type_that_is_wanted_is_kept_back(told, came):
    pattern = patterns.of_event({"types": told, "source": None})

    if type_matcher(told)(came):
        assert passes(pattern, source="shop", detail_type=came)


def test_another_source_is_kept_back():
    pattern = patterns.of_event({"types": ["a.*"], "source": "shop"})

    assert passes(pattern, source="shop", detail_type="a.b")
    assert not passes(pattern, source="shops", detail_type="a.b")
    assert not passes(pattern, source="shop", detail_type="b")
