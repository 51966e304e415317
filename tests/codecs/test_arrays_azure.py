"""The metadata of a batch: an array for each name, read once."""

from __future__ import annotations

from faasport_azure.runtime.arrays import Arrays

INVOCATION = {
    "trigger_metadata": {
        "ToldArray": {"json": '[{"a": 1}, {"a": 2}]'},
        "ShortArray": {"collection_string": {"string": ["a"]}},
        "OddArray": {"string": "ab"},
    }
}


def test_an_array_is_read_once_however_many_ask() -> None:
    arrays = Arrays(INVOCATION, 2)

    first, again = arrays.of(0)("Told"), arrays.of(0)("Told")

    assert first == {"a": 1}
    assert first is again
    assert arrays.of(1)("Told") == {"a": 2}


def test_an_array_that_is_short_tells_nothing_where_each_event_must_have_a_value() -> None:
    value = Arrays(INVOCATION, 2).of(0)

    assert (value("Short"), value("Odd"), value("Missing")) == (None, None, None)


def test_without_a_count_an_array_tells_of_the_first_events() -> None:
    arrays = Arrays(INVOCATION)

    assert [arrays.of(index)("Short") for index in (0, 1)] == ["a", None]
