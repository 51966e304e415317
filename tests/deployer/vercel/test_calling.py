"""What is deployed, called and heard."""

from __future__ import annotations

import json
import time
from typing import Any, ClassVar

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran
from tests.deployer.vercel.platform import Vercel

PROD = ("--stage", "prod")
HELLO = {
    "method": "POST",
    "target": "/hello/ada?x=1&x=2",
    "headers": [["x-a", "1"], ["x-a", "2"]],
    "body": "é",
}
BYPASS = "bypass-5d0c2b"


class TestCalling:
    platform_class: ClassVar[type[Platform]] = Vercel

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        packaged.platform.gate.open()
        packaged.platform.empty()
        _vercel(packaged).service.answers.clear()
        packaged.told(packaged.deploy("first", *PROD))
        return packaged

    # invoke --remote

    def test_a_wire_request_is_sent_as_it_is(self, bench: Bench) -> None:
        headers = {"content-type": "text/plain", "set-cookie": "a=1"}
        _vercel(bench).service.answers["/hello/ada"] = Answer(201, "ça va".encode(), headers)

        ran = _invoked(bench, "hello", HELLO)

        (call,) = _calls(bench)
        assert (call.method, call.query, call.body.decode()) == ("POST", "x=1&x=2", "é")
        assert ran.json["status"] == 201
        assert ran.json["body"] == "ça va"
        assert ["set-cookie", "a=1"] in ran.json["headers"]

    def test_an_event_of_the_older_runtime_has_an_answer_of_its_own(self, bench: Bench) -> None:
        _vercel(bench).service.answers["/hello/ada"] = Answer.of({"hello": "ada"})
        inner = {"method": "GET", "path": "/hello/ada", "headers": {}}

        ran = _invoked(bench, "hello", {"Action": "Invoke", "body": json.dumps(inner)})

        assert ran.json["statusCode"] == 200
        assert json.loads(ran.json["body"]) == {"hello": "ada"}

    def test_what_is_no_request_is_told(self, bench: Bench) -> None:
        ran = _invoked(bench, "hello", {"target": "/"})

        assert ran.code == 1
        assert ran.json["error"]["type"] == "PayloadError"
        assert _calls(bench) == []

    def test_the_projects_secret_goes_past_its_protection(self, bench: Bench) -> None:
        (project,) = _vercel(bench).account.projects.values()
        project.bypass = {
            "other": {"scope": "integration-automation-bypass"},
            BYPASS: {"scope": "automation-bypass"},
        }

        _invoked(bench, "hello", HELLO)

        (call,) = _calls(bench)
        assert call.headers["x-vercel-protection-bypass"] == BYPASS

    def test_protection_is_told(self, bench: Bench) -> None:
        headers = {"set-cookie": "_vercel_sso_nonce=x; Path=/"}
        _vercel(bench).service.answers["/hello/ada"] = Answer(401, b"<html>", headers)

        ran = _invoked(bench, "hello", HELLO)

        assert ran.codes == ["not-permitted"]
        assert "VERCEL_AUTOMATION_BYPASS_SECRET" in ran.problems[0]["fix"]

    def test_a_401_of_the_users_own_is_an_answer(self, bench: Bench) -> None:
        _vercel(bench).service.answers["/hello/ada"] = Answer.of({"no": 1}, 401)

        ran = _invoked(bench, "hello", HELLO)

        assert (ran.code, ran.json["status"]) == (0, 401)

    def test_a_schedule_in_utc_is_fired_with_its_secret(self, bench: Bench) -> None:
        path = "/_faasport/report/report"
        _vercel(bench).service.answers[path] = Answer.of({"verdict": "done"})
        event = {"method": "GET", "target": path, "headers": []}

        ran = _invoked(bench, "report", event, CRON_SECRET="s3cr3t-of-crons")

        (call,) = _calls(bench)
        assert call.headers["authorization"] == "Bearer s3cr3t-of-crons"
        assert ran.json["status"] == 200
        assert "s3cr3t-of-crons" not in ran.out + ran.err

    def test_a_private_function_cannot_be_called(self, bench: Bench) -> None:
        ran = _invoked(bench, "work", {"method": "POST", "target": "/"})

        assert ran.codes == ["not-supported"]
        assert "work has no address" in ran.problems[0]["message"]

    @pytest.mark.parametrize("kind", ["cut-before", "half"])
    def test_a_broken_connection_is_told(self, bench: Bench, kind: Any) -> None:
        broken = Fault(kind, where=lambda call: call.service == "deployed")

        ran = _invoked(bench, "hello", HELLO, faults=[broken])

        assert ran.codes == ["unreachable"]
        assert len(_calls(bench)) == 1  # the user's function may have done what it does

    def test_what_is_not_deployed_cannot_be_called(self, bench: Bench) -> None:
        bench.platform.empty()

        codes = [_invoked(bench, "hello", HELLO).codes, _logs(bench, "hello").codes]

        assert codes == [["not-deployed"], ["not-deployed"]]

    # logs

    def test_lines_are_those_of_the_function(self, bench: Bench) -> None:
        vercel = _vercel(bench)
        for path, line in (
            ("/hello/ada", "of hello"),
            ("/_faasport/report/report", "of report"),
            ("/hello", "of no route"),
            ("/_faasport/work", "of work"),
            ("", "of a start"),
            ("/hello/bob", "of hello again"),
        ):
            vercel.say_of(path, line)

        told = {name: _texts(_logs(bench, name)) for name in ("hello", "report", "work")}

        assert told == {
            "hello": ["of hello", "of a start", "of hello again"],
            "report": ["of report", "of a start"],
            "work": ["of work", "of a start"],
        }

    def test_older_lines_are_left_out(self, bench: Bench) -> None:
        vercel = _vercel(bench)
        vercel.say("hello", ["old"])
        vercel.account.rows[0]["startsAt"] -= 3_600_000
        vercel.say("hello", ["new"])

        assert _texts(_logs(bench, "hello")) == ["new"]
        assert _texts(_logs(bench, "hello", "--since", "2h"))[-1] == "new"

    def test_following_goes_on_where_a_stream_ends(self, bench: Bench) -> None:
        """The second stream tells the first one's last line again, and the third never comes."""
        vercel = _vercel(bench)
        vercel.say("hello", ["before"])
        streams = [["before", "one"], ["one", "two"], []]
        start = int(time.time() * 1000)
        vercel.service.streams = [[_row(start, text) for text in each] for each in streams]
        ended = Fault("stop", where=lambda call: not vercel.service.streams, times=None)
        cut = Fault("cut-before", where=lambda call: len(vercel.service.streams) == 2)

        ran = _logs(bench, "hello", "--follow", faults=[ended, cut])

        assert _texts(ran) == ["before", "one", "two"]
        assert cut.met == 1


def _row(start: int, text: str) -> dict[str, Any]:
    order = ("before", "one", "two")
    return {
        "rowId": text,
        "level": "info",
        "source": "serverless",
        "timestampInMs": start + (order.index(text) * 60_000 if text != "before" else -3_600_000),
        "message": text,
        "requestMethod": "GET",
        "requestPath": "/hello/ada",
    }


def _invoked(
    bench: Bench, function: str, event: Any, faults: list[Fault] | None = None, **variables: str
) -> Ran:
    file = bench.folder / "event.json"
    file.write_text(json.dumps(event))
    line = bench.line("invoke", "first", "--remote", "--event", str(file), *PROD)
    bench.platform.gate.open(*(faults or ()))
    run = bench.process.begin([line[0], function, *line[1:]], variables)
    return run.result()


def _logs(bench: Bench, function: str, *more: str, faults: list[Fault] | None = None) -> Ran:
    line = bench.line("logs", "first", *PROD, *more)
    return bench.run(line[0], function, *line[1:], faults=faults or ())


def _texts(ran: Ran) -> list[str]:
    return [json.loads(line)["text"] for line in ran.out.splitlines() if line.startswith("{")]


def _calls(bench: Bench) -> list[Call]:
    return [call for call in bench.platform.gate.journal if call.service == "deployed"]


def _vercel(bench: Bench) -> Vercel:
    assert isinstance(bench.platform, Vercel)
    return bench.platform
