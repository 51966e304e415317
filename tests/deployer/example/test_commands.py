"""The commands themselves, on a platform that does as it is told."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.example.cloud import Cloud
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import ROOT, Ran

PLACES = [ROOT, ROOT / "adapters", *Cloud.places]


class OnExample:
    platform_class: ClassVar[type[Platform]] = Cloud

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        packaged.platform.gate.open()
        packaged.platform.empty()
        return packaged

    @pytest.fixture
    def cloud(self, bench: Bench) -> Cloud:
        assert isinstance(bench.platform, Cloud)
        return bench.platform


def root(bench: Bench, version: str = "first") -> str:
    return str(bench.folder / version)


def problem(ran: Ran) -> dict[str, str]:
    assert ran.code == 1, ran.out + ran.err
    (found,) = ran.problems
    return found


class TestDeploy(OnExample):
    def test_people_are_shown_what_changes_and_where_it_answers(self, bench: Bench) -> None:
        line = ("deploy", "--target", "example", "--project", root(bench), "--no-verify", "--yes")

        first = bench.run(*line)
        again = bench.run(*line)

        assert (first.code, again.code) == (0, 0), first.err + again.err
        for told in ("add", "unit", "sample-dev-hello", "queue", "sample-dev-jobs"):
            assert told in first.out
        assert "example: example, sample-dev is deployed.\n" in first.out
        assert "  hello: https://sample-dev.example/hello\n" in first.out
        assert "nothing changes" in again.out
        assert "hello: https://sample-dev.example/hello" in again.out

    def test_without_a_terminal_it_wants_yes(self, bench: Bench, cloud: Cloud) -> None:
        ran = bench.run(*bench.line("deploy", "first", "--no-verify"))

        assert problem(ran)["code"] == "not-agreed"
        assert cloud.things == {}

    def test_what_went_wrong_first_is_told(self, bench: Bench) -> None:
        clearing = Fault("denied", where=lambda call: call.method == "DELETE", times=None)

        ran = bench.run(*bench.line("deploy", "first", "--no-verify"), faults=[clearing])

        assert problem(ran)["code"] == "not-agreed"

    def test_where_nothing_changes_nobody_is_asked(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        told = bench.told(bench.run(*bench.line("deploy", "first", "--no-verify")))

        assert told["applied"]

    def test_what_does_not_answer_as_it_should_is_not_deployed(
        self, bench: Bench, cloud: Cloud
    ) -> None:
        case = '[[case]]\nname = "a job"\nfunction = "work"\nevent = { data = { a = 1 } }\n'
        file = bench.folder / "first" / "faasport.verify.toml"

        file.write_text(case + 'expected = { verdicts = ["reject"] }\n')
        wrong = bench.run(*bench.line("deploy", "first", "--yes"))
        before = dict(cloud.things)
        file.write_text(case + 'expected = { verdicts = ["done"] }\n')
        right = bench.run(*bench.line("deploy", "first", "--yes"))
        file.unlink()

        assert problem(wrong)["code"] == "not-verified"
        assert "reject" in wrong.err
        assert before == {}
        bench.told(right)

    def test_data_is_not_lost_unless_that_is_allowed(self, bench: Bench, cloud: Cloud) -> None:
        bench.told(bench.deploy())
        # As if somebody had made it in another way, which cannot be changed.
        cloud.things["sample-dev-jobs"]["sorted"] = "by size"

        refused = bench.deploy()
        there = dict(cloud.things["sample-dev-jobs"])
        allowed = bench.deploy("first", "--allow-data-loss")

        assert problem(refused)["code"] == "data-loss"
        assert problem(refused)["where"] == "example: queue sample-dev-jobs"
        assert there == {"kind": "queue", "sorted": "by size"}
        assert bench.told(allowed)["changes"][0]["action"] == "replace"
        assert cloud.things["sample-dev-jobs"] == {"kind": "queue"}

    def test_a_setting_that_nobody_knows_is_refused(self, bench: Bench, cloud: Cloud) -> None:
        ran = bench.deploy("first", "--set", "zon=north")

        assert problem(ran)["code"] == "bad-setting"
        assert "zone (where it runs)" in problem(ran)["message"]
        assert problem(ran)["fix"] == "Did you mean 'zone'?"

    @pytest.mark.parametrize("given", ["zone=north", "example.zone=north"])
    def test_a_setting_may_name_its_target(self, bench: Bench, given: str) -> None:
        bench.told(bench.deploy("first", "--set", given))

    def test_an_adapter_need_not_deploy(self, bench: Bench, cloud: Cloud) -> None:
        line = bench.line("deploy", "first", "--target", "fake", "--yes", "--no-verify")

        ran = bench.run(*line)

        assert problem(ran)["code"] == "not-supported"
        assert problem(ran)["where"] == "target fake"
        assert cloud.things == {}

    def test_a_canary_is_of_one_function(self, bench: Bench) -> None:
        ran = bench.run(*bench.line("deploy", "first", "--canary", "10"))

        assert ran.code == 2
        assert "--canary goes with --function." in ran.err

    @pytest.mark.parametrize("at", [3, 4, 5, 6])
    def test_whoever_breaks_off_is_told_what_is_left(self, bench: Bench, at: int) -> None:
        bench.told(bench.deploy())
        wanted = bench.platform.state()
        bench.platform.empty()

        ran = bench.deploy("first", faults=[Fault("stop", at=at)])
        again = bench.deploy()

        assert ran.code == 130
        assert "example is deployed in part (example, sample-dev)" in ran.err
        assert "faasport status --target example" in ran.err
        assert ran.err.endswith("Interrupted.\n")
        bench.told(again)
        assert bench.platform.state() == wanted

    def test_a_refusal_says_how_long_to_wait_and_it_is_waited(self, bench: Bench) -> None:
        ran = bench.deploy("first", faults=[Fault("throttled", at=1)])

        bench.told(ran)
        assert 7.0 in ran.slept

    def test_without_credentials_it_says_which(self, bench: Bench) -> None:
        run = bench.process.begin(
            bench.line("deploy", "first", "--yes", "--no-verify"), {"EXAMPLE_TOKEN": ""}
        )

        ran = run.result()

        assert problem(ran)["code"] == "no-credentials"
        assert "EXAMPLE_TOKEN" in problem(ran)["fix"]


class TestSeveral(OnExample):
    LINE = ("--target", "example", "--target", "other", "--yes", "--no-verify", "--json")

    @pytest.mark.parametrize("bad", ["other", "example"])
    def test_all_are_planned_before_any_is_changed(self, bench: Bench, bad: str) -> None:
        before = bench.platform.state()
        line = ("deploy", "--project", root(bench), *self.LINE)

        one = bench.run(*line, "--set", f"{bad}.zone=nowhere")
        both = bench.run(*line, "--set", "zone=nowhere")

        assert one.codes == both.codes == ["no-such-service"]
        assert bench.platform.state() == before

    def test_each_is_deployed_in_its_turn(self, bench: Bench, cloud: Cloud) -> None:
        ran = bench.run("deploy", "--project", root(bench), *self.LINE)

        assert list(ran.json["targets"]) == ["example", "other"]
        assert {"sample-dev-hello", "other-sample-dev-hello"} < set(cloud.things)

    def test_one_that_fails_leaves_the_first_and_does_not_begin_the_rest(
        self, bench: Bench, cloud: Cloud
    ) -> None:
        bench.told(bench.deploy())
        cloud.spoil()

        ran = bench.run("deploy", "--project", root(bench, "memory"), *self.LINE)

        assert ran.codes == ["deployment-failed", "done-in-part"]
        assert "example failed; other was not begun." in ran.problems[1]["message"]
        assert [name for name in cloud.things if name.startswith("other")] == []


class TestTold(OnExample):
    def test_status_is_told_to_people(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        same = bench.run("status", "--target", "example", "--project", root(bench))
        other = bench.run("status", "--target", "example", "--project", root(bench, "code"))

        assert "which is what is packaged here." in same.out
        assert "sample-dev-hello" in same.out
        assert "What a deployment would change:" not in same.out
        assert "; packaged here: " in other.out
        assert "What a deployment would change:" in other.out

    def test_logs_are_lines_that_steer_no_terminal(self, bench: Bench, cloud: Cloud) -> None:
        bench.told(bench.deploy())
        cloud.say("hello", ["plain", "\x1b[2Jgone"])

        ran = bench.run("logs", "hello", "--target", "example", "--project", root(bench))

        lines = ran.out.splitlines()
        assert [line.partition(" ")[2] for line in lines] == ["plain", "\\x1b[2Jgone"]
        assert all(line.partition(" ")[0].endswith("Z") for line in lines)

    @pytest.mark.parametrize("since", ["ten", "10", "10w", "yesterday", "", "999999999d"])
    def test_since_is_a_length_of_time_or_a_moment(self, bench: Bench, since: str) -> None:
        line = ("logs", "hello", "--target", "example", "--project", root(bench))

        assert bench.run(*line, "--since", since).code == 2
        for good in (
            "30s",
            "2h",
            "1d",
            "2026-01-31T12:00:00Z",
            "2026-01-31",
            "30000d",
            "1066-10-14",
        ):
            assert bench.run(*line, "--since", good).code == 0

    def test_a_function_that_is_none_is_refused(self, bench: Bench) -> None:
        for command in (
            ["logs", "helo"],
            ["invoke", "helo", "--remote", "--event", "-"],
            ["deploy", "--function", "helo", "--no-verify"],
        ):
            run = bench.run(*command, *bench.line("", "first")[1:])

            assert problem(run)["code"] == "unknown-function"
            assert problem(run)["fix"] == "Did you mean 'hello'?"

    def test_what_is_deployed_is_invoked(self, bench: Bench, cloud: Cloud, tmp_path: Path) -> None:
        bench.told(bench.deploy())
        cloud.answers("hello", 42)
        event = tmp_path / "event.json"
        event.write_text('{"a": 1}')

        ran = bench.run(
            "invoke", "hello", "--remote", "--event", str(event), *bench.line("", "first")[1:]
        )

        told = {"of": "sample-dev-hello", "event": {"a": 1}, "answer": 42}
        assert (ran.code, json.loads(ran.out)) == (0, told), ran.err

    def test_remote_wants_a_target(self, bench: Bench) -> None:
        ran = bench.run("invoke", "hello", "--remote", "--event", "-", "--project", root(bench))

        assert ran.code == 2
        assert "--remote goes with --target." in ran.err


class TestAsked(OnExample):
    """Command lines at a terminal."""

    @pytest.mark.parametrize(("answer", "code", "deployed"), [("y", 0, True), ("n", 1, False)])
    def test_deploy_asks(
        self, bench: Bench, cloud: Cloud, answer: str, code: int, deployed: bool
    ) -> None:
        line = ["deploy", "--target", "example", "--project", root(bench), "--no-verify"]

        ended, shown = at_terminal(bench, line, "Apply this?", answer)

        assert (ended, bool(cloud.things)) == (code, deployed), shown

    @pytest.mark.parametrize(
        ("answer", "code", "left"), [("sample-dev", 0, False), ("sample", 1, True), ("", 1, True)]
    )
    def test_destroy_wants_the_name(
        self, bench: Bench, cloud: Cloud, answer: str, code: int, left: bool
    ) -> None:
        bench.told(bench.deploy())
        line = ["destroy", "--target", "example", "--project", root(bench)]

        ended, shown = at_terminal(bench, line, "Type sample-dev to destroy it", answer)

        assert (ended, "sample-dev-hello" in cloud.things) == (code, left), shown
        assert "sample-dev-jobs" in shown


def at_terminal(bench: Bench, line: list[str], question: str, answer: str) -> tuple[int, str]:
    """Give the answer when that is asked: the exit code, and all that the terminal shows."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, **bench.variables, "TERM": "dumb", "COLUMNS": "200"}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, PLACES))
    with subprocess.Popen(
        [sys.executable, "-m", "faasport.cli", *line],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        shown = _read(ours, question)
        os.write(ours, answer.encode() + b"\n")
        shown += _read(ours)
        os.close(ours)
    return process.returncode, shown


def _read(terminal: int, wanted: str = "") -> str:
    """What is shown until that is, or until nobody writes any more."""
    shown = b""
    while not (wanted and wanted.encode() in shown):
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, shown
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # Linux says so of a terminal without a process
            piece = b""
        if not piece:
            break
        shown += piece
    return shown.decode()
