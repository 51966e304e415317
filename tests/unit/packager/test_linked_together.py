"""`together.txt` tells what ordinary functions of Lambda import after they have started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import vendor
from faasport.packager.linker import together
from faasport.runtime.request import Request
from faasport.testing.conformance.events.cases import samples
from faasport_aws.runtime import dynamodb, eventbridge, http_v2, kinesis, s3, schedule, sns, sqs

HERE = Path(__file__).with_name("ordinary")
ROOT = Path(vendor.location("faasport")).parent
ADAPTERS = Path(vendor.location("faasport_aws")).parent
# Lambda's runtime has loaded `decimal`; nothing else is loaded before a unit starts.
PROCESS = """
import decimal, json, sys
from importlib import import_module
sys.path[:0] = sys.argv[1:]
class Context:
    aws_request_id = "id"
    get_remaining_time_in_millis = staticmethod(lambda: 29000)
for target, route, codec, event in json.load(sys.stdin):
    codec = import_module(f"faasport_aws.runtime.{codec}")
    if route:
        from faasport.runtime.application import Application
        from faasport_aws.runtime import entry
        row = ((route[0],), route[1], target, 0, None)
        made = Application("orders", (row,), imports=[target.partition(":")[0]])
        handler = entry.http(made, codec, function="app")
    else:
        from faasport.runtime.consumer import Consumer
        from faasport.runtime.function import load
        from faasport_aws.runtime import event_entry
        handler = event_entry.handler(Consumer(load(target), 0), codec, function="app")
    try:
        handler(event, Context)
    except Exception as failure:
        if type(failure).__name__ != "DeliveryError":
            raise
print(json.dumps([name for name in sys.modules if ".runtime." in name]))
"""
Call = tuple[str, tuple[str, ...], str, Any]
"""The handler, its route, the codec, the event."""

BODY = json.dumps({"sku": "a", "quantity": 2})
HEADERS = {"host": "example.com", "content-type": "application/json", "user-agent": "curl"}


def asked(
    target: str, method: str, template: str, path: str, query: str = "", body: str = BODY
) -> Call:
    """One request, and who answers it."""
    octets = b"" if method == "GET" else body.encode()
    request = Request(method=method, raw_path=path, raw_query=query, headers=HEADERS, body=octets)
    return (target, (method, template), "http_v2", http_v2.encode_request(request))


def sent(target: str, codec: Any, *events: Any) -> Call:
    """Events, and who takes them."""
    name = codec.__name__.rpartition(".")[2]
    return (target, (), name, codec.encode_events(events))


QUEUED, CHANGED = samples.messages(BODY), samples.row("insert", new={"id": "1"})
ORDER = ("/orders/{id}", "/orders/7")
# What a need imports is told of the first that imports it.
NEEDS = {
    "http": [asked("answering:order", "GET", *ORDER, "expand=items")],
    "guests": [asked("visiting:site", "GET", *ORDER)],
    "events": [sent("consuming:queue_each", sqs, *QUEUED)],
    "models": [
        asked("modelling:model", "POST", "/models", "/models"),
        sent("modelling:queue_model", sqs, *QUEUED),
        sent("modelling:topic_model", sns, *QUEUED),
    ],
    "bodies": [
        asked("answering:create", "POST", "/orders", "/orders"),
        asked("answering:replace", "PUT", "/orders/{id}", "/orders/7"),
        asked("answering:seen", "GET", "/seen", "/seen"),
    ],
    "applications": [
        asked("visiting:wsgi", "GET", *ORDER),
        asked("visiting:asgi", "GET", *ORDER),
    ],
    "waiting": [
        asked("waiting:waiting", "GET", "/waiting/{id}", "/waiting/7", "expand=items"),
        sent("waiting:queue_waiting", sqs, *QUEUED),
    ],
    "faults": [
        asked("answering:missing", "GET", "/missing/{id}", "/missing/7"),
        asked("answering:order", "GET", "/orders/{id}", "/nowhere"),
        asked("modelling:model", "POST", "/models", "/models", body="{}"),
        sent("modelling:queue_model", sqs, *samples.messages("{}")),
        asked("answering:broken", "GET", "/broken", "/broken"),
        sent("consuming:queue_failing", sqs, *samples.messages("rejected", "failed")),
    ],
    "services": [
        sent("consuming:queue_batch", sqs, *samples.messages(BODY, BODY)),
        sent("consuming:topic_each", sns, *QUEUED),
        sent("consuming:schedule_tick", schedule, samples.tick()),
        sent("consuming:bucket_each", s3, samples.change()),
        sent("consuming:event_each", eventbridge, samples.event("e", data={"sku": "a"})),
        sent("consuming:table_each", dynamodb, CHANGED),
        sent("consuming:stream_each", kinesis, samples.record(BODY)),
    ],
    "values": [asked("answering:page", "GET", "/pages/{number}", "/pages/7", "size=3")],
}


def imported(calls: list[Call]) -> list[str]:
    """What of the shipped halves a process has that starts for these calls and takes them."""
    done = subprocess.run(
        [sys.executable, "-s", "-c", PROCESS, str(ROOT), str(ADAPTERS), str(HERE)],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_list_tells_what_is_imported_together():
    with ThreadPoolExecutor(2) as workers:
        found = dict(zip(NEEDS, workers.map(imported, NEEDS.values()), strict=True))

    text = together.told(found)

    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        together.LIST.write_text(text, "utf-8")
    assert together.LIST.read_text("utf-8") == text, "record anew with FAASPORT_UPDATE_GOLDEN=1"


def test_the_list_decides_what_is_packaged():
    assert "faasport/packager/linker/together.txt" in vendor.parts("faasport", "packager")


@pytest.mark.parametrize("first", ["models", "faults"])
def test_a_module_is_told_of_the_first_need(first):
    found = {first: ["b", "a"], "other": ["a", "c"]}

    assert together.told(found) == f"{first} a\n{first} b\nother c\n"
