"""The logs of one function, through the real query client."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.gate import Fault, Kind


class TestLogs:
    @pytest.fixture
    def bench(self, bench: Bench) -> Bench:
        bench.told(bench.deploy())
        bench.platform.say("hello", ["one", "two"])
        bench.platform.say("work", ["another's"])
        return bench

    def test_they_are_of_that_function_alone_and_in_order(self, bench: Bench) -> None:
        ran = bench.run(*_line(bench))

        lines = [json.loads(line) for line in ran.out.splitlines()]
        assert [line["text"] for line in lines] == ["one", "two"]
        assert lines[0]["instance"] == "instance-1"

    @pytest.mark.parametrize(
        "kind", ["cut-before", "cut-after", "error", "unavailable", "throttled"]
    )
    def test_what_passes_is_got_over(self, bench: Bench, kind: Kind) -> None:
        ran = bench.run(*_line(bench), faults=[Fault(kind, where=_is_query)])

        assert (ran.code, len(ran.out.splitlines())) == (0, 2)

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            ("cut-before", "unreachable"),
            ("unavailable", "unreachable"),
            ("throttled", "throttled"),
            ("expired", "expired-credentials"),
            ("denied", "not-permitted"),
        ],
    )
    def test_what_lasts_is_told(self, bench: Bench, kind: Kind, code: str) -> None:
        ran = bench.run(*_line(bench), faults=[Fault(kind, where=_is_query, times=None)])

        bench.look_at(ran)
        assert ran.codes == [code]

    def test_following_tells_each_line_once_until_it_is_stopped(self, bench: Bench) -> None:
        stop = Fault("stop", at=6)

        ran = bench.run(*_line(bench), "--follow", faults=[stop])

        texts = [json.loads(line)["text"] for line in ran.out.splitlines()]
        assert texts == ["one", "two"]
        assert stop.met == 1

    def test_without_application_insights_there_are_none(self, bench: Bench) -> None:
        cloud: Any = bench.platform
        state = next(
            each for key, each in cloud.account.deployments.items() if key.endswith("-state")
        )
        state["parameters"]["deployed"]["value"]["resources"] = []

        ran = bench.run(*_line(bench))

        assert ran.codes == ["not-supported"]


def _line(bench: Bench) -> list[str]:
    return ["logs", "hello", *bench.line("", "first")[1:]]


def _is_query(call: Any) -> bool:
    return bool(call.path.startswith("/v1/"))
