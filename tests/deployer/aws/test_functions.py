"""One function after another: its code alone, canaries, its log, calls; and what runs there."""

from __future__ import annotations

import json

from tests.deployer.aws.desk import PLAIN, Desk
from tests.deployer.harness.gate import Fault

NAME = "sample-dev-app"
LIVE = "live = true\n"
EVENT = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": "/hello/you",
    "rawQueryString": "",
    "headers": {"host": "example.com"},
    "requestContext": {
        "http": {"method": "GET", "path": "/hello/you", "sourceIp": "192.0.2.1"},
        "requestId": "1",
        "stage": "$default",
    },
    "isBase64Encoded": False,
}


def of_version(number: int) -> str:
    return PLAIN.replace('"version": 1', f'"version": {number}')


def alias(desk: Desk) -> tuple[str, dict[str, float]]:
    """The version that it names, and the weights of others."""
    found = desk.aws.client("lambda").get_alias(FunctionName=NAME, Name="live")
    routing = found.get("RoutingConfig") or {}
    return found["FunctionVersion"], routing.get("AdditionalVersionWeights") or {}


def answered(desk: Desk) -> dict[str, object]:
    """What the deployed function answers, run by AWS's runtime client."""
    ran = desk.run("invoke", "hello", "--remote", "--event", "-", stdin=json.dumps(EVENT))
    assert ran.code == 0, ran.out + ran.err
    found: dict[str, object] = json.loads(json.loads(ran.out)["body"])
    return found


def test_the_deployed_archive_runs_in_lambdas_own_runtime_client(desk: Desk) -> None:
    desk.done(desk.deploy())

    answer = answered(desk)

    packaged = desk.folder / "sample" / "dist" / "aws" / "code.zip"
    assert desk.aws.code(NAME) == packaged.read_bytes()
    assert answer == {"hello": "you", "version": 1}


def test_the_code_alone(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write(app=of_version(2))

    told = desk.done(desk.deploy("--function", "hello"))
    again = desk.done(desk.deploy("--function", "hello"))

    (change,) = told["changes"]
    assert (change["action"], change["name"], change["detail"]) == ("update", NAME, "code")
    assert again["changes"] == []
    assert answered(desk)["version"] == 2


def test_everything_after_the_code_alone(desk: Desk) -> None:
    desk.write(LIVE)
    desk.done(desk.deploy())
    desk.write(LIVE, of_version(2))
    desk.done(desk.deploy("--function", "hello"))
    assert alias(desk) == ("2", {})

    desk.done(desk.deploy())
    again = desk.done(desk.deploy())

    assert again["changes"] == []
    assert alias(desk) == ("3", {})
    assert answered(desk)["version"] == 2


def test_code_that_others_changed_is_put_back(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.write(app=of_version(2))
    desk.done(desk.deploy("--function", "hello"))
    desk.write(app=of_version(1))

    told = desk.done(desk.deploy())

    (change,) = told["changes"]
    assert (change["name"], change["detail"]) == (NAME, "code (changed by others)")
    assert answered(desk)["version"] == 1


def test_a_canary_gets_its_part_and_then_all(desk: Desk) -> None:
    desk.write(LIVE)
    desk.done(desk.deploy())
    desk.write(LIVE, of_version(2))

    desk.done(desk.deploy("--function", "hello", "--canary", "10"))
    tenth = alias(desk)
    same = desk.done(desk.deploy("--function", "hello", "--canary", "10"))
    desk.done(desk.deploy("--function", "hello", "--canary", "50"))
    half = alias(desk)
    desk.done(desk.deploy("--function", "hello"))

    assert tenth == ("1", {"2": 0.1})
    assert same["changes"] == []
    assert half == ("1", {"2": 0.5})
    assert alias(desk) == ("2", {})


def test_a_canary_is_taken_back(desk: Desk) -> None:
    desk.write(LIVE)
    desk.done(desk.deploy())
    desk.write(LIVE, of_version(2))
    desk.done(desk.deploy("--function", "hello", "--canary", "10"))

    status = desk.done(desk.run("status"))
    desk.done(desk.deploy("--function", "hello", "--canary", "0"))

    assert status["units"][0]["traffic"] == "version 2: 10%"
    assert alias(desk) == ("1", {})


def test_a_deployment_of_everything_takes_a_canary_back(desk: Desk) -> None:
    desk.write(LIVE)
    desk.done(desk.deploy())
    desk.write(LIVE, of_version(2))
    desk.done(desk.deploy("--function", "hello", "--canary", "10"))
    desk.write(LIVE)

    told = desk.done(desk.deploy())

    assert [each["detail"] for each in told["changes"]] == [
        "a canary is taken back (version 2: 10%)"
    ]
    assert alias(desk) == ("1", {})


def test_a_canary_needs_versions(desk: Desk) -> None:
    desk.done(desk.deploy())

    problem = desk.problem(desk.deploy("--function", "hello", "--canary", "10"))

    assert problem["code"] == "not-supported"
    assert "live = true" in problem["fix"]


def test_the_code_alone_of_what_is_not_there(desk: Desk) -> None:
    problem = desk.problem(desk.deploy("--function", "hello"))

    assert problem["code"] == "not-deployed"


def test_what_a_function_says_is_read(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.say("hello", ["one", "two"])

    ran = desk.run("logs", "hello")

    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [(each["text"], each["instance"][:4]) for each in lines] == [
        ("one", "0123"),
        ("two", "0123"),
    ]


def test_a_log_is_followed(desk: Desk) -> None:
    desk.done(desk.deploy())
    desk.aws.say("hello", ["one"])
    several = Fault("stop", where=lambda call: desk.aws.gate.count > 6)

    ran = desk.run("logs", "hello", "--follow", faults=[several])

    lines = [json.loads(line)["text"] for line in ran.out.splitlines()]
    assert lines == ["one"]
    assert desk.aws.gate.count > 6


def test_a_function_that_is_not_there_has_no_log_and_answers_nothing(desk: Desk) -> None:
    logs = desk.problem(desk.run("logs", "hello"))
    invoked = desk.problem(desk.run("invoke", "hello", "--remote", "--event", "-", stdin="{}"))

    assert (logs["code"], invoked["code"]) == ("not-deployed", "not-deployed")
