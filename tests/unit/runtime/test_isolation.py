"""What one call sets in a context variable, no later one sees: not even if the first of them was
the first to have such variables at all, which takes a process that has none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
START = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "adapters")!r}]
from types import ModuleType
import faasport
seen = []

def keeps(who):
    from contextvars import ContextVar
    global USER
    if "USER" not in globals():
        USER = ContextVar("USER", default="nobody")
    seen.append(USER.get())
    USER.set(who)

def counts(who):
    from decimal import getcontext
    seen.append(getcontext().prec)
    getcontext().prec = 3

module = ModuleType("app")
sys.modules["app"] = module
"""
HTTP = """
@faasport.http("GET", "/{who}")
def serve(who: str): WHAT(who)
module.serve = serve
serve.__module__ = "app"
from faasport.runtime.application import Application
from faasport.runtime.request import Request
application = Application.of("app", module)
def call(who): application.call(Request(raw_path="/" + who))
"""
EVENTS = """
@faasport.queue("users")
def serve(message: faasport.Message): WHAT(message.text())
serve.__module__ = "app"
from faasport.runtime.consumer import Consumer
from faasport.runtime.context import Context
from faasport.runtime.function import Function
from faasport.runtime.message import Message
consumer = Consumer(Function(module, "serve", serve), 0)
def call(*who): consumer.deliver([Message(id=each, body=each.encode()) for each in who], Context())
"""
EACH = "call('alice'); call('bob'); call('carol')\n"
TOGETHER = "call('alice', 'bob'); call('carol')\n"
TELL = "import json; print(json.dumps(['contextvars' in sys.modules, seen]))"
FEW = "assert 'contextvars' not in sys.modules and '_decimal' not in sys.modules\n"


@pytest.mark.parametrize(
    ("way", "calls"),
    [(HTTP, EACH), (EVENTS, EACH), (EVENTS, TOGETHER)],
    ids=["http", "events", "a batch"],
)
@pytest.mark.parametrize(("what", "first"), [("keeps", "nobody"), ("counts", 28)])
def test_the_first_call_that_has_variables_leaves_none(way, calls, what, first):
    code = START + way.replace("WHAT", what) + FEW + calls + TELL

    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)[1] == [first] * 3, done.stderr


LAMBDA = """
import decimal
decimal.getcontext().prec = 50  # by a module, as it is imported: for all calls
"""


@pytest.mark.parametrize(
    ("way", "calls"),
    [(HTTP, EACH), (EVENTS, EACH), (EVENTS, TOGETHER)],
    ids=["http", "events", "a batch"],
)
def test_where_the_decimals_alone_are_loaded_they_are_put_back(way, calls):
    code = START + LAMBDA + way.replace("WHAT", "counts") + calls + TELL

    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)[1] == [50] * 3, done.stderr
