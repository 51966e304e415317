"""The generated module: what it holds, and what importing it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from faasport.packager import entry, vendor
from faasport.project.config import Config
from faasport.project.files import lay_out
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project

APP = """\
import faasport

@faasport.http("GET", "/")
def home():
    return "home"
"""
EVENTS = """\
import faasport

@faasport.queue("orders")
@faasport.http("POST", "/orders")
def fulfil(order: dict): ...

@faasport.topic("signups")
async def welcome(message: faasport.Message):
    raise faasport.Reject(message.text())
"""
OPTIONS = {"max_attempts": 5, "on_reject": "dead-letter"}
HOME = DeclaredFunction("home", "app", (DeclaredTrigger("http", ("GET",), "/"),))
FULFIL = DeclaredFunction(
    "fulfil",
    "shop_events",
    (
        DeclaredTrigger("queue", name="orders", options=OPTIONS),
        DeclaredTrigger("http", ("POST",), "/orders"),
    ),
)
WELCOME = DeclaredFunction(
    "welcome", "shop_events", (DeclaredTrigger("topic", name="signups", options=OPTIONS),)
)
EVENT_MODULES = ("consumer", "event", "message", "event_triggers", "delivery", "outcome", "batch")


def laid_out(folder: Path, *functions: DeclaredFunction) -> Path:
    project = Project(folder, Config(name="shop", modules=["app"]), functions=functions)
    sources = {"app.py": APP.encode(), "shop_events.py": EVENTS.encode()}
    shipped = vendor.shipped(vendor.CORE)
    lay_out({**shipped, **sources, **entry.application(project)}, folder)
    return folder


def run(folder: Path, code: str) -> dict[str, object]:
    """What a fresh interpreter prints as JSON, with nothing but the artifact on its path."""
    start = f"import json, sys; sys.path.insert(0, {str(folder)!r})\n"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start + code], capture_output=True, text=True, check=True
    )
    printed: dict[str, object] = json.loads(done.stdout)
    return printed


def test_a_project_of_http_loads_no_event_module(tmp_path):
    folder = laid_out(tmp_path, HOME)

    loaded = run(
        folder,
        "from faasport_app import application\n"
        "from faasport.runtime.request import Request\n"
        "answer = application().call(Request(raw_path='/')).body.decode()\n"
        "print(json.dumps({'answer': answer, 'modules': list(sys.modules)}))",
    )

    assert loaded["answer"] == "home"
    names = {f"faasport.runtime.{name}" for name in EVENT_MODULES}
    assert names.isdisjoint(loaded["modules"])


def test_a_consumer_settles_events_and_loads_no_http(tmp_path):
    folder = laid_out(tmp_path, HOME, FULFIL, WELCOME)

    told = run(
        folder,
        "from faasport_app import consumer\n"
        "from faasport.runtime.context import Context\n"
        "from faasport.runtime.message import Message\n"
        "events = [Message(id='1', body=b'no')]\n"
        "outcome = consumer('welcome').deliver(events, Context())\n"
        "print(json.dumps({'verdicts': [[each.kind, each.reason] for each in outcome.verdicts],"
        " 'modules': list(sys.modules)}))",
    )

    assert told["verdicts"] == [["reject", "no"]]
    assert "faasport.runtime.application" not in told["modules"]
    assert "app" not in told["modules"]


def test_the_tables_hold_what_each_unit_needs(tmp_path):
    folder = laid_out(tmp_path, HOME, FULFIL, WELCOME)

    told = run(
        folder,
        "import faasport_app as it\n"
        "print(json.dumps({'routes': it.ROUTES, 'modules': it.MODULES,"
        " 'consumers': it.CONSUMERS}))",
    )

    assert told["consumers"] == {
        "fulfil-queue": ["shop_events:fulfil", 0],
        "welcome": ["shop_events:welcome", 0],
    }
    assert told["modules"] == ["app", "shop_events"]
    assert told["routes"] == [
        [["GET"], "/", "app:home", 0, None],
        [["POST"], "/orders", "shop_events:fulfil", 1, None],
    ]


def test_a_module_of_events_alone_is_none_that_the_application_imports(tmp_path):
    folder = laid_out(tmp_path, HOME, WELCOME)

    told = run(folder, "import faasport_app as it; print(json.dumps({'modules': it.MODULES}))")

    assert told["modules"] == ["app"]
