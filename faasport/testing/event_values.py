"""Values that events hold, as hypothesis strategies: texts, moments, numbers, names, keys.

Times stay within 2000 to 2099.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Fields = st.SearchStrategy[Any]

TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ("", " ", "Grüße, 世界 🌍", "a=b&c", "1", "true", "null", "a\nb", '"q"', "%41")
    ),
)
SOME_TEXT = TEXT.filter(bool)
BYTES = st.one_of(st.just(b""), st.binary(max_size=24), TEXT.map(str.encode))
IDS = st.one_of(
    st.uuids().map(str),
    st.integers(min_value=1, max_value=10**19).map(str),
    st.sampled_from(("shardId-000000000003:49590338", "a_B.c-1", "0:101")),
)
NAMES = st.sampled_from(("orders", "up-loads-7", "a1b", "q" * 40)) | st.integers(0, 10**9).map(
    "name-{}".format
)
"""Of queues, topics, buckets, tables: what every platform takes."""
SOURCES = st.one_of(
    NAMES, NAMES.map("urn:example:{}".format), NAMES.map("//svc.example/p/1/q/{}".format)
)
OFFSETS = st.sampled_from((0, 0, 60, -300, 330, 345, -720, 840))
MOMENTS = st.builds(
    lambda moment, minutes: moment.replace(tzinfo=timezone(timedelta(minutes=minutes))),
    st.one_of(
        st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001  # zoned above
        st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)).map(  # noqa: DTZ001
            lambda moment: moment.replace(microsecond=0)
        ),
    ),
    OFFSETS,
)
INTEGERS = st.one_of(
    st.integers(-(2**31), 2**31), st.integers(-(10**37), 10**37), st.sampled_from((0, 2**53 + 1))
)
# As many digits as a database keeps; NaN is equal to nothing, and infinity is no number there.
DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(places),
    st.integers(-(10**27), 10**27),
    st.integers(-20, 20),
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
)


def nested(scalars: Fields, names: st.SearchStrategy[str] = TEXT) -> Fields:
    """Those alone, and in lists and dicts of each other; faster to draw than `st.recursive`."""
    inner = scalars
    for _ in range(2):
        lists, dicts = st.lists(inner, max_size=2), st.dictionaries(names, inner, max_size=2)
        inner = st.one_of(scalars, lists, dicts)

    @st.composite  # what it is made of would fill pages of a report
    def value(draw: st.DrawFn) -> Any:
        return draw(inner)

    return value()


JSON = nested(_SCALARS)
ATTRIBUTE_NAMES = st.one_of(
    st.text("aZ9_.-", max_size=6).map("k{}".format),
    st.sampled_from(("id", "type", "traceparent", "Größe", "with space", "a/b", "x:y", "ключ")),
)
EXTENSION_NAMES = st.one_of(
    st.sampled_from(("traceparent", "partitionkey", "sequence")),
    st.text("az09", max_size=6).map("x{}".format),
)
KEYS = st.one_of(
    st.sampled_from(
        (
            "in/orders.csv",
            "a b+c.txt",
            "100%.csv",
            "%2F/%20",
            "Grüße/世界 🌍.png",
            "a//b/",
            "?x=1#y",
            "it's (1) & [2].txt",
            ".",
            "#",
            "dir/" * 20,
        )
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=16),
)
SIZES = st.none() | st.sampled_from((0, 1, 2**31, 2**53 + 1, 5 * 2**40)) | st.integers(0, 10**6)
ETAGS = st.none() | st.integers(0, 16**32 - 1).map("{:032x}".format) | st.just(f"{1:032x}-17")
NOTHING: Fields = st.just({})
