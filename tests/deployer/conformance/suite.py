"""What holds for every platform: subclass it as `TestMyPlatform`, and give `platform_class`."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.deployer.conformance import scenarios, sweep
from tests.deployer.conformance.bench import NAME, STAGE, Bench
from tests.deployer.conformance.platform import Platform

_PATIENCE = 60.0  # seconds, after which a test fails rather than hang


class DeploySuite:
    platform_class: ClassVar[type[Platform]]

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        """In a new account."""
        packaged.platform.gate.open()
        packaged.platform.empty()
        return packaged

    # What is deployed

    def test_a_deployment_creates_and_tells_where_it_answers(self, bench: Bench) -> None:
        told = bench.told(bench.deploy())

        assert told["applied"]
        assert {change["action"] for change in told["changes"]} == {"add"}
        assert told["endpoints"]
        assert bench.platform.state() != _empty(bench)

    def test_the_same_again_changes_nothing(self, bench: Bench) -> None:
        first = bench.told(bench.deploy())
        before = bench.platform.state()

        again = bench.told(bench.deploy())

        assert [each for each in again["changes"] if each["action"] != "keep"] == []
        assert again["endpoints"] == first["endpoints"]
        assert [str(call) for call in _writes(bench)] == []
        assert bench.platform.state() == before

    @pytest.mark.parametrize("version", ["first", "code"])
    def test_a_dry_run_shows_the_same_and_changes_nothing(self, bench: Bench, version: str) -> None:
        if version != "first":
            bench.told(bench.deploy())
        before = bench.platform.state()

        shown = bench.told(bench.deploy(version, "--dry-run"))
        after = bench.platform.state()
        applied = bench.told(bench.deploy(version))

        assert after == before
        assert not shown["applied"]
        assert shown["changes"] == applied["changes"] != []

    @pytest.mark.parametrize("version", ["code", "memory"])
    def test_a_change_is_shown_and_made(self, bench: Bench, version: str) -> None:
        bench.told(bench.deploy(version))
        wanted = bench.platform.state()
        bench.platform.empty()
        bench.told(bench.deploy("first"))
        before = bench.platform.state()

        told = bench.told(bench.deploy(version))

        assert "update" in {change["action"] for change in told["changes"]}
        assert before != wanted
        assert bench.platform.state() == wanted

    def test_a_change_and_its_way_back_leave_nothing(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        before = bench.platform.state()

        bench.told(bench.deploy("code"))
        bench.told(bench.deploy("first"))

        assert bench.platform.state() == before

    def test_a_failed_update_is_rolled_back(self, bench: Bench) -> None:
        bench.told(bench.deploy("memory"))
        wanted = bench.platform.state()
        bench.platform.empty()
        bench.told(bench.deploy("first"))
        before = bench.platform.state()
        bench.platform.spoil()

        failed = bench.deploy("memory")
        after = bench.platform.state()
        again = bench.deploy("memory")

        assert failed.code == 1
        assert failed.codes == ["deployment-failed"]
        assert after == before
        bench.told(again)
        assert bench.platform.state() == wanted

    def test_a_function_that_went_leaves_its_data(self, bench: Bench) -> None:
        bench.told(bench.deploy("first"))
        data = list(bench.platform.data())
        before = bench.platform.state()

        shown = bench.deploy("small")

        if shown.code == 0:
            assert list(bench.platform.data()) == data
        else:
            assert set(shown.codes) == {"data-loss"}
            assert bench.platform.state() == before

    # What is told

    def test_status_tells_what_is_deployed_and_how_it_differs(self, bench: Bench) -> None:
        nothing = bench.told(bench.run(*bench.line("status", "first")))
        bench.told(bench.deploy("first"))

        same = bench.told(bench.run(*bench.line("status", "first")))
        other = bench.told(bench.run(*bench.line("status", "code")))

        assert not nothing["is_deployed"]
        assert same["is_deployed"]
        assert same["digest"] == same["local"] != ""
        assert same["drift"] == []
        assert same["units"]
        assert same["endpoints"]
        assert other["digest"] == same["digest"] != other["local"]
        assert other["drift"]

    def test_what_others_changed_is_drift_and_put_right(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        try:
            bench.platform.tamper()
        except NotImplementedError:
            return
        assert bench.platform.state() != before

        drift = bench.told(bench.run(*bench.line("status", "first")))["drift"]
        bench.told(bench.deploy())

        assert drift
        assert bench.platform.state() == before

    def test_logs_are_read(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        try:
            bench.platform.say("hello", ["one", "two"])
        except NotImplementedError:
            return

        ran = bench.run("logs", "hello", *bench.line("", "first")[1:])

        assert ran.code == 0, ran.out + ran.err
        texts = [line.partition('"text": "')[2].partition('"')[0] for line in ran.out.splitlines()]
        assert texts[-2:] == ["one", "two"]

    # What goes

    def test_destroy_keeps_data_and_names_it(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        data = list(bench.platform.data())

        told = bench.told(bench.destroy())

        kept = [change for change in told["changes"] if change["action"] == "keep"]
        assert bool(data) == bench.platform.has_data
        assert list(bench.platform.data()) == data
        assert bool(kept) == bench.platform.has_data
        assert not bench.told(bench.run(*bench.line("status", "first")))["is_deployed"]

    def test_destroy_with_data_leaves_nothing(self, bench: Bench) -> None:
        empty = _empty(bench)
        bench.told(bench.deploy())

        bench.told(bench.destroy("--with-data"))
        again = bench.told(bench.destroy("--with-data"))

        assert bench.platform.state() == empty
        assert [each for each in again["changes"] if each["action"] != "keep"] == []

    def test_data_that_was_kept_can_be_removed_later(self, bench: Bench) -> None:
        empty = _empty(bench)
        bench.told(bench.deploy())

        bench.told(bench.destroy())
        bench.told(bench.destroy("--with-data"))

        assert bench.platform.state() == empty

    def test_destroy_needs_neither_code_nor_artifact(self, bench: Bench) -> None:
        empty = _empty(bench)
        bench.told(bench.deploy())
        bare = bench.folder / "bare"
        bare.mkdir()
        config = (bench.folder / "first" / "faasport.toml").read_text()
        (bare / "faasport.toml").write_text(config)

        bench.told(bench.destroy("--with-data", version="bare"))

        assert bench.platform.state() == empty

    def test_destroy_asks_for_the_name(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()

        ran = bench.run(*bench.line("destroy", "first", "--confirm", "another"))

        assert (ran.code, ran.codes) == (1, ["not-confirmed"])
        assert bench.platform.state() == before

    def test_after_destroy_it_can_be_deployed_again(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        bench.told(bench.destroy())

        bench.told(bench.deploy())

        assert bench.platform.state() == before

    def test_another_stage_is_another_deployment(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()

        bench.told(bench.deploy("first", "--stage", "prod"))
        both = bench.platform.state()
        line = bench.line("destroy", "first", "--stage", "prod", "--with-data")
        bench.told(bench.run(*line, "--confirm", f"{NAME}-prod"))

        assert both != before
        assert bench.platform.state() == before

    # What goes wrong

    def test_what_is_not_ours_is_left_alone(self, bench: Bench) -> None:
        bench.platform.take_name()
        before = bench.platform.state()

        refused = bench.deploy()
        after = bench.platform.state()
        removed = bench.destroy("--with-data")

        assert (refused.code, refused.codes) == (1, ["name-taken"])
        assert after == before
        assert removed.code in (0, 1)
        assert bench.platform.state() == before

    def test_killed_after_any_call_the_next_run_creates(self, bench: Bench) -> None:
        scenario = scenarios.creation(bench)

        wrong = list(sweep.killed(scenario))

        assert wrong == []

    def test_killed_after_any_call_the_next_run_updates(self, bench: Bench) -> None:
        scenario = scenarios.update(bench)

        wrong = list(sweep.killed(scenario))

        assert wrong == []

    def test_killed_after_any_call_the_next_run_destroys(self, bench: Bench) -> None:
        scenario = scenarios.destruction(bench)

        wrong = list(sweep.killed(scenario))

        assert wrong == []

    def test_faults_of_a_creation_are_got_over_or_told(self, bench: Bench) -> None:
        scenario = scenarios.creation(bench)

        wrong = list(sweep.met(scenario))

        assert wrong == []

    def test_faults_of_an_update_are_got_over_or_told(self, bench: Bench) -> None:
        scenario = scenarios.update(bench)

        wrong = list(sweep.met(scenario))

        assert wrong == []

    def test_faults_of_a_destruction_are_got_over_or_told(self, bench: Bench) -> None:
        scenario = scenarios.destruction(bench)

        wrong = list(sweep.met(scenario))

        assert wrong == []

    def test_faults_that_last_are_told(self, bench: Bench) -> None:
        scenario = scenarios.update(bench)

        wrong = list(sweep.lasting(scenario))

        assert wrong == []

    def test_a_second_deployment_is_refused_while_one_goes_on(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        wanted = _state_of(bench, "code")
        bench.told(bench.deploy())
        number = _first_write(bench, "code")
        bench.told(bench.deploy())
        gate = bench.platform.gate
        line = bench.line("deploy", "code", "--yes", "--no-verify")

        gate.signal = None
        gate.open()
        with gate.holding(number) as reached:
            first = bench.beside(*line)
            assert reached.wait(_PATIENCE)
            second = bench.beside(*bench.line("deploy", "memory", "--yes", "--no-verify")).result()
        done = first.result()

        bench.look_at(second)
        assert (second.code, second.codes) == (1, ["busy"]), second
        assert str(first.pid) in second.problems[0]["message"]
        bench.told(done)
        assert bench.platform.state() == wanted

    def test_a_second_deployment_may_wait(self, bench: Bench) -> None:
        wanted = _state_of(bench, "code")
        bench.told(bench.deploy())
        number = _first_write(bench, "code")
        bench.told(bench.deploy())
        gate = bench.platform.gate
        line = bench.line("deploy", "code", "--yes", "--no-verify", "--wait")

        gate.signal = None
        gate.open()
        with gate.holding(number) as reached:
            first = bench.beside(*line)
            assert reached.wait(_PATIENCE)
            second = bench.beside(*line, pause="0.05")
            while gate.count < number + 3:  # until it has asked
                assert not second.ended.wait(0.01), second.result()
        ran = second.result()

        bench.told(first.result())
        bench.told(ran)
        assert bench.platform.state() == wanted


def _empty(bench: Bench) -> object:
    bench.platform.empty()
    return bench.platform.state()


def _writes(bench: Bench) -> list[object]:
    return [call for call in bench.platform.gate.journal if bench.platform.is_write(call)]


def _state_of(bench: Bench, version: str) -> object:
    bench.platform.empty()
    bench.told(bench.deploy(version))
    return bench.platform.state()


def _first_write(bench: Bench, version: str) -> int:
    """The number of the first call of a deployment that changes something."""
    bench.told(bench.deploy(version))
    journal = bench.platform.gate.journal
    return next(n for n, call in enumerate(journal, 1) if bench.platform.is_write(call))


__all__ = ["NAME", "STAGE", "DeploySuite"]
