"""`faasport invoke`, as a command."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from faasport.runtime.request import Request
from faasport_aws.runtime import alb, http_v1, http_v2
from faasport_azure.runtime import http as azure_http

SHOP = """
import os
import faasport

print("noise of an import")

@faasport.http("GET", "/orders/{order_id}")
def get_order(order_id: str, request: faasport.Request):
    print("noise of a handler")
    os.system("echo noise of a child")
    os.write(1, b"noise of a descriptor")
    context = request.context
    return {"id": order_id, "platform": context.platform, "by": context.function}

@faasport.http("GET", "/fails")
@faasport.http("POST", "/fails")
def fails():
    raise RuntimeError("secret")

@faasport.http("GET", "/stream")
async def stream():
    async def pieces():
        yield "a"
        yield "b"
    return faasport.Response(pieces())
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    configure(tmp_path)
    return tmp_path


def configure(folder: Path, front: str = "http-api") -> None:
    (folder / "faasport.toml").write_text(
        f'name = "shop"\nmodules = ["shop"]\n[targets.aws]\nfront = "{front}"\n'
    )


def invoked(
    folder: Path, *arguments: str, events: Sequence[Any] = (), text: str | None = None
) -> subprocess.CompletedProcess[str]:
    given = "\n".join(json.dumps(event) for event in events) if text is None else text
    command = [sys.executable, "-m", "faasport.cli", "invoke", *arguments]
    if "--event" not in arguments:
        command += ["--event", "-"]
    return subprocess.run(
        [*command, "--project", str(folder)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def lines(done: subprocess.CompletedProcess[str]) -> list[Any]:
    return [json.loads(line) for line in done.stdout.splitlines()]


ORDER = Request(raw_path="/orders/7")
WIRE = {"method": "GET", "target": "/orders/7"}


def test_without_a_target_events_are_neutral(shop: Path) -> None:
    done = invoked(shop, "get_order", events=[WIRE])

    (answer,) = lines(done)
    assert (done.returncode, answer["status"]) == (0, 200)
    assert json.loads(answer["body"]) == {"id": "7", "platform": "neutral", "by": "get_order"}


def test_what_handlers_print_is_on_standard_error(shop: Path) -> None:
    done = invoked(shop, "get_order", events=[WIRE, WIRE])

    assert len(lines(done)) == 2
    for noise in ("an import", "a handler", "a child", "a descriptor"):
        assert f"noise of {noise}" in done.stderr


@pytest.mark.parametrize(
    ("front", "codec"),
    [("http-api", http_v2), ("function-url", http_v2), ("rest-api", http_v1), ("alb", alb)],
)
def test_aws_takes_the_payload_of_its_front(shop: Path, front: str, codec: Any) -> None:
    configure(shop, front)

    done = invoked(shop, "get_order", "--target", "aws", events=[codec.encode_request(ORDER)])

    (answer,) = lines(done)
    assert done.returncode == 0
    assert json.loads(answer["body"])["platform"] == "aws"


@pytest.mark.parametrize("target", ["gcp", "vercel"])
def test_http_as_http_is_the_wire_form(shop: Path, target: str) -> None:
    done = invoked(shop, "get_order", "--target", target, events=[WIRE])

    (answer,) = lines(done)
    assert json.loads(answer["body"])["platform"] == target


def test_vercel_takes_its_older_event_too(shop: Path) -> None:
    event = {"body": json.dumps({"method": "GET", "path": "/orders/7", "headers": {}})}

    (answer,) = lines(invoked(shop, "get_order", "--target", "vercel", events=[event]))

    assert answer["statusCode"] == 200


def test_azure_takes_an_invocation(shop: Path) -> None:
    events = [azure_http.encode_request(ORDER), WIRE]

    done = invoked(shop, "get_order", "--target", "azure", events=events)

    assert [answer["http"]["status_code"] for answer in lines(done)] == ["200", "200"]


def test_a_refused_payload_is_an_answer_and_exit_1(shop: Path) -> None:
    events = [http_v1.encode_request(ORDER), http_v2.encode_request(ORDER)]

    done = invoked(shop, "get_order", "--target", "aws", events=events)

    refused, answered = lines(done)
    assert done.returncode == 1
    assert refused["error"]["type"] == "PayloadError"
    assert "rest-api" in refused["error"]["message"]
    assert answered["statusCode"] == 200


def test_a_native_500_is_an_answer(shop: Path) -> None:
    event = http_v2.encode_request(Request(raw_path="/fails"))

    done = invoked(shop, "fails", "--target", "aws", events=[event])

    (answer,) = lines(done)
    assert (done.returncode, answer["statusCode"]) == (0, 500)
    assert "secret" not in done.stdout
    assert "RuntimeError: secret" in done.stderr


def test_a_route_of_another_function_is_answered_as_the_unit_would(shop: Path) -> None:
    done = invoked(shop, "get_order", events=[{"method": "GET", "target": "/stream"}])

    (answer,) = lines(done)
    assert (answer["status"], answer["body"]) == (200, "ab")


def test_values_follow_each_other_with_any_white_space(shop: Path) -> None:
    one = json.dumps(WIRE, indent=2)
    file = shop / "events.jsonl"
    file.write_text(f"\ufeff{one}{one}\n\n {one}", "utf-8")

    done = invoked(shop, "get_order", "--event", str(file))

    assert [answer["status"] for answer in lines(done)] == [200, 200, 200]


def test_several_files_are_answered_in_their_order(shop: Path) -> None:
    first, second = shop / "a.json", shop / "b.json"
    first.write_text(json.dumps({"method": "GET", "target": "/orders/1"}))
    second.write_text(json.dumps({"method": "GET", "target": "/orders/2"}))

    done = invoked(shop, "get_order", "--event", str(first), "--event", str(second))

    assert [json.loads(answer["body"])["id"] for answer in lines(done)] == ["1", "2"]


def test_one_event_is_printed_to_be_read_unless_json_is_asked_for(shop: Path) -> None:
    file = shop / "a.json"
    file.write_text(json.dumps(WIRE))

    to_read = invoked(shop, "get_order", "--event", str(file))
    to_parse = invoked(shop, "get_order", "--event", str(file), "--json")

    assert json.loads(to_read.stdout) == json.loads(to_parse.stdout)
    assert len(to_parse.stdout.splitlines()) == 1 < len(to_read.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "text", "code", "said"),
    [
        (["get_ordr"], "{}", "unknown-function", "get_order"),
        (["get_order", "--trigger", "queue"], "{}", "unknown-trigger", "http"),
        (["get_order", "--target", "gpc"], "{}", "unknown-target", "gcp"),
        (["get_order"], "{} {", "bad-event", "not JSON"),
        (["get_order"], "9" * 5000, "bad-event", "cannot be read"),
        (["get_order"], "[" * 200_000, "bad-event", "cannot be read"),
        (["get_order"], "", "bad-event", "no event"),
        (["get_order", "--event", "none.json"], "", "no-event", "cannot be read"),
    ],
)
def test_a_problem_is_said_once_and_clearly(
    shop: Path, arguments: list[str], text: str, code: str, said: str
) -> None:
    done = invoked(shop, *arguments, "--json", text=text)

    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["code"]) == (1, code)
    assert said in f"{problem['message']} {problem['fix']}"


def test_a_trigger_is_named_by_its_kind_or_with_a_number(shop: Path) -> None:
    for name in ("http", "http-2", "fails-http", "fails-http-1"):
        done = invoked(shop, "fails", "--trigger", name, events=[WIRE])

        assert done.returncode == 0, done.stderr


def test_a_function_has_its_own_variables(tmp_path: Path):
    (tmp_path / "shop.py").write_text(
        "import os, faasport\nAT_IMPORT = os.environ['TABLE']\n"
        "@faasport.http('GET', '/')\ndef home(): return [AT_IMPORT, os.environ['TABLE']]\n"
    )
    (tmp_path / "faasport.toml").write_text(
        'name = "shop"\nmodules = ["shop"]\nenv = { TABLE = "all" }\n'
        'functions.home.env = { TABLE = "home" }\n'
    )

    done = invoked(tmp_path, "home", events=[{"method": "GET", "target": "/"}])

    assert json.loads(json.loads(done.stdout)["body"]) == ["home", "home"]


def test_what_is_told_to_end_cleans_up_first(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "import sys, time, faasport\n"
        "@faasport.schedule('0 6 * * *')\n"
        "def waits():\n"
        "    try:\n"
        "        print('waiting', flush=True)\n"
        "        time.sleep(600)\n"
        "    finally:\n"
        "        print('cleaned up', flush=True)\n"
    )
    configure(tmp_path)
    command = [sys.executable, "-m", "faasport.cli", "invoke", "waits", "--event", "-"]
    with subprocess.Popen(
        [*command, "--project", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("{}")
        process.stdin.close()
        before = process.stderr.readline()

        process.terminate()

        after = process.stderr.read()
    assert (before, process.returncode) == ("waiting\n", 130)
    assert "cleaned up" in after
    assert "Traceback" not in after
