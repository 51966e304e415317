"""Asking again, by a clock that nobody waits for."""

from __future__ import annotations

from itertools import islice

import pytest

from faasport.deployer import waiting


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(waiting, "sleep", pauses.append)
    monkeypatch.setattr(waiting, "clock", lambda: sum(pauses))
    return pauses


def test_pauses_grow_to_a_limit() -> None:
    first = list(islice(waiting.pauses(), 12))

    assert first == sorted(first)
    assert (first[0], first[-1]) == (waiting.FIRST, waiting.LONGEST)


def test_an_answer_at_once_takes_no_time(slept: list[float]) -> None:
    assert waiting.until(lambda: "done", within=10) == "done"
    assert slept == []


def test_a_late_answer_is_waited_for(slept: list[float]) -> None:
    answers = iter([None, None, None, "done"])

    assert waiting.until(lambda: next(answers), within=60) == "done"
    assert len(slept) == 3


def test_what_is_false_is_an_answer(slept: list[float]) -> None:
    assert waiting.until(lambda: 0, within=1) == 0


def test_without_an_answer_it_ends_in_time(slept: list[float]) -> None:
    assert waiting.until(lambda: None, within=20) is None
    assert 10 < sum(slept) <= 20


def test_it_is_asked_once_at_least(slept: list[float]) -> None:
    asked: list[int] = []

    assert waiting.until(lambda: asked.append(1), within=0) is None
    assert asked == [1]
