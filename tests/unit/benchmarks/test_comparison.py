"""What the benchmarks make of their samples."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from benchmarks import charts, events, goals, tables
from benchmarks.comparison import against
from benchmarks.goals import GOALS, Goal
from benchmarks.jobs import JOBS, MADE, ORDER
from benchmarks.peers import BUNDLES, OURS, PEERS
from benchmarks.pins import PINS, lock
from benchmarks.plot.bars import Row, bars
from benchmarks.plot.lines import Line, lines
from benchmarks.session import shuffled
from benchmarks.table import figure, table


def test_a_ratio_is_that_of_the_same_round():
    floor, mine = [10.0, 1.0, 10.0], [20.0, 2.0, 20.0]

    found = against(floor, mine)

    assert (found["times"], found["more"], found["median"]) == (2.0, 10.0, 20.0)


def test_rounds_that_do_not_pair_are_no_comparison():
    with pytest.raises(ValueError, match="zip"):
        against([1.0, 2.0], [1.0])


def test_every_round_has_everybody_once_and_in_the_same_order_in_every_run():
    first, again = list(shuffled(3, "abcde")), list(shuffled(3, "abcde"))

    assert first == again
    for number in range(3):
        assert sorted(each for turn, each in first if turn == number) == list("abcde")


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        ("v2_get", {"status": 200, "body": {**ORDER, "status": "closed"}}),
        ("v2_get", {"status": 404, "body": ORDER}),
        ("v2_model", {"status": 200, "body": MADE}),
        ("v2_bad", {"status": 400, "body": {"detail": ["customer", "quantity", "price"]}}),
        ("v2_bad", {"status": 422, "body": {"detail": ["customer", "quantity"]}}),
        ("sqs", {"failures": [events.message_id(3), events.message_id(6)]}),
        ("s3", {"seen": ["uploads", "in/r%C3%A9sum%C3%A9+1.csv", 1024]}),
        ("schedule", {"seen": []}),
    ],
)
def test_another_answer_is_a_fault(job, answer):
    assert JOBS[job].fault(answer) != ""


@pytest.mark.parametrize(
    ("job", "answer"),
    [
        ("azure_get", {"status": 200, "body": ORDER}),
        ("gcp_model", {"status": 201, "body": MADE}),
        ("v1_bad", {"status": 422, "body": {"detail": ["customer", "quantity", "price"]}}),
        ("sqs_logged", {"failures": [events.message_id(number) for number in (3, 6, 8)]}),
    ],
)
def test_the_right_answer_is_none(job, answer):
    assert JOBS[job].fault(answer) == ""


def test_every_job_has_a_floor_that_does_it_and_is_done_by_faasport():
    for job in JOBS.values():
        assert job.entry in PEERS[job.floor].entries
        assert job.entry in PEERS[OURS].entries


def test_every_entry_is_in_a_bundle_whose_platform_is_its_jobs():
    of = {job.entry: job.platform for job in JOBS.values()}

    found = {
        (entry, BUNDLES[bundle].platform)
        for peer in PEERS.values()
        for entry, (bundle, _) in peer.entries.items()
    }

    assert found == set(of.items())


@pytest.mark.parametrize("name", PINS)
def test_a_lock_has_what_is_pinned(name):
    locked = lock(name).read_text("utf-8").splitlines()

    for requirement in PINS[name].requirements:
        assert re.sub(r"\[.*\]", "", requirement) in locked


def test_what_is_locked_names_no_index_and_no_path():
    for name in PINS:
        text = lock(name).read_text("utf-8")
        assert "://" not in text
        assert " @ " not in text


def of_one_warm_row(more: float) -> dict:
    row = {"peer": OURS, "job": "v2_get", "median": 7.0, "times": 1.4, "more": more}
    return {"parts": {"warm": {"measured": "2026-01-01", "rows": [row]}}}


def test_a_goal_is_met_or_missed_by_the_worst():
    goal = Goal("about", "us", 3.0, goals.select("warm", "more", peer=OURS))

    assert goal.is_met(of_one_warm_row(2.9)) is True
    assert goal.is_met(of_one_warm_row(3.1)) is False
    assert goal.is_met({"parts": {}}) is None


def test_goals_name_jobs_that_there_are():
    assert goals.unknown_jobs() == set()


def test_the_table_of_goals_has_them_all():
    text = tables.goals(of_one_warm_row(2.0))

    assert len(text.splitlines()) == len(GOALS) + 2
    assert "| warm: HTTP on Lambda, over hand-written | 2.00 µs | at most 3.00 µs | yes |" in text


def test_what_was_not_measured_has_no_picture():
    assert charts.drawn({"parts": {}}) == {}
    assert set(charts.drawn(of_one_warm_row(2.0))) == {"warm-get.svg"}


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "—"), (0.123, "0.12"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")],
)
def test_a_figure_has_three_digits_that_count(value, words):
    assert figure(value) == words


def test_a_table_is_of_markdown():
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |\n"


def test_bars_are_as_long_as_their_values():
    text = bars("T <", "s & t", [Row("a", [(1.0, "1", 0)]), Row("b", [(4.0, "4", 1)])])

    picture = ET.fromstring(text)
    found = [float(each.get("width", "")) for each in picture if "bar" in each.get("class", "")]
    assert found[1] == pytest.approx(4 * found[0], rel=0.01)


def test_lines_rise_as_their_values_do():
    text = lines("T", "s", [Line("a", [(1, 1.0), (10, 10.0), (100, 100.0)], 0)], "n", str)

    (drawn,) = [each for each in ET.fromstring(text) if each.tag.endswith("polyline")]
    points = [tuple(map(float, each.split(","))) for each in drawn.get("points", "").split()]
    (x1, y1), (x2, y2), (x3, y3) = points
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert y1 > y2
