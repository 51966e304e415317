"""The events of a batch that are made when they are asked for."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from faasport.runtime.event import Event, Unmade, Unread, part


class Numbered(Unread):
    """An event that is a number."""

    __slots__ = ()
    id = part(lambda self: str(self._native))
    source = part(lambda self: "numbers")
    type = part(lambda self: "number")
    time = part(lambda self: None)


def unmade(*numbers: int) -> Any:
    return Unmade(Numbered, list(numbers))


def made(*numbers: int) -> tuple[Event, ...]:
    return tuple(Event(id=str(each), source="numbers", type="number") for each in numbers)


def test_it_is_a_sequence() -> None:
    events = unmade(1, 2, 3)

    assert len(events) == 3
    assert [each.id for each in events] == ["1", "2", "3"]
    assert [each.id for each in reversed(events)] == ["3", "2", "1"]
    assert (events[0].id, events[-1].id) == ("1", "3")
    assert made(2)[0] in events
    assert made(4)[0] not in events


def test_none_is_none() -> None:
    assert not unmade()
    assert unmade() == ()
    assert list(unmade()) == []


@pytest.mark.parametrize("place", [3, -4])
def test_what_is_not_there_is_an_index_error(place: int) -> None:
    with pytest.raises(IndexError):
        unmade(1, 2, 3)[place]


@pytest.mark.parametrize("part_of", [slice(1, None), slice(None, -1), slice(None, None, 2)])
def test_a_slice_is_one_too(part_of: slice) -> None:
    events = unmade(1, 2, 3)[part_of]

    assert type(events) is Unmade
    assert events == made(1, 2, 3)[part_of]


def test_each_is_made_anew() -> None:
    events = unmade(1)

    first, second = events[0], events[0]

    assert first is not second
    assert first == second
    assert first.native == second.native == 1


def test_it_is_equal_to_a_tuple_of_the_same_events() -> None:
    assert unmade(1, 2) == made(1, 2)
    assert made(1, 2) == unmade(1, 2)
    assert unmade(1, 2) == unmade(1, 2)
    assert unmade(1, 2) != unmade(2, 1)
    assert unmade(1, 2) != made(1)
    assert unmade(1) != [1]
    assert hash(unmade(1, 2)) == hash(made(1, 2))


def test_it_shows_its_events() -> None:
    assert repr(unmade(1)) == repr((unmade(1)[0],))
    assert "id='1'" in repr(unmade(1))


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda events: pickle.loads(pickle.dumps(events))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_holds_the_same(copied: Any) -> None:
    assert copied(unmade(1, 2)) == unmade(1, 2)


def test_what_is_told_nowhere_is_nothing() -> None:
    (event,) = unmade(1)

    assert (event.subject, event.attributes, event.order) == (None, {}, None)
    assert event.context.invocation_id == ""
