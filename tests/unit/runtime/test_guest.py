"""How a guest is declared, loaded and called, with a dialect of the tests' own."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from faasport.runtime import guest
from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport.runtime.context import Context
from faasport.runtime.errors import DeclarationError, HandlerMissing, SecretError
from faasport.runtime.function import functions_in
from faasport.runtime.message import Message
from faasport.runtime.request import Request
from faasport.runtime.tick import Tick

KINDS = [
    ("http", {"method": "GET", "path": "/users/{id}"}, {}),
    ("http", {"path": "/again"}, {}),
    ("queue", {"name": "jobs"}, {}),
    ("schedule", {"expression": "every 5 minutes"}, {"input": {"warm": True}}),
]


class Speaker:
    """Answers with what it was called with."""

    is_async = False

    def __init__(self) -> None:
        self.seen = []

    def answering(self, trigger, told):
        return lambda request: f"{trigger.path} {sorted(request.path_params)}"

    def consuming(self, trigger, told):
        def consume(subject):
            self.seen.append((trigger.kind, type(subject).__name__, told))
            for message in subject if trigger.kind == "queue" else ():
                if message.body == b"bad":
                    subject.retry(message)

        return consume

    def takes_batch(self, kind):
        return kind == "queue"


class Waiting(Speaker):
    is_async = True

    def answering(self, trigger, told):
        async def answer(request):
            return "waited"

        return answer

    def consuming(self, trigger, told):
        async def consume(subject):
            self.seen.append(type(subject).__name__)

        return consume


@pytest.fixture
def declared(monkeypatch):
    """`declared(speaker)`: a module that declares one guest by the name get-user."""

    def run(speaker, triggers=KINDS):
        module = ModuleType("guest_of_tests")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        guest.declare(vars(module), "get-user", speaker, triggers)
        return module

    return run


@pytest.mark.parametrize("speaker", [Speaker, Waiting])
def test_a_guest_is_one_function_with_all_of_its_triggers(declared, speaker):
    (function,) = functions_in(declared(speaker()))

    assert (function.name, function.is_async) == ("get-user", speaker.is_async)
    assert [each.kind for each in function.triggers] == ["http", "http", "queue", "schedule"]
    assert function.triggers[3].options["every"] == [5, "minutes"]


def test_each_route_knows_its_own_template(declared):
    application = Application.of("shop", declared(Speaker()))

    bodies = [application.call(Request(raw_path=path)).body for path in ("/users/7", "/again")]

    assert bodies == [b"/users/{id} ['id']", b"/again []"]


def test_an_async_guest_is_awaited(declared):
    application = Application.of("shop", declared(Waiting()))

    assert application.call(Request(raw_path="/again")).body == b"waited"


def test_a_batch_goes_whole_to_a_dialect_that_takes_it(declared):
    speaker = Speaker()
    (function,) = functions_in(declared(speaker))
    events = [Message(id="1", body=b"good"), Message(id="2", body=b"bad")]

    outcome = Consumer(function, 2).deliver(events, Context())
    Consumer(function, 3).deliver([Tick(id="3")], Context())

    assert [each.kind for each in outcome.verdicts] == ["done", "retry"]
    assert speaker.seen == [("queue", "Batch", {}), ("schedule", "Tick", {"input": {"warm": True}})]


def test_a_wrong_trigger_is_a_declaration_error(declared):
    with pytest.raises(DeclarationError, match="cron expression of five fields"):
        declared(Speaker(), [("schedule", {"expression": "cron(0 6 * * ? *)"}, {})])


def test_a_guest_is_called_by_its_triggers_alone(declared):
    with pytest.raises(DeclarationError, match="its triggers call it"):
        vars(declared(Speaker()))["get-user"]({"some": "event"})


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A folder of code on the path, whose modules are forgotten again."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("users_x.py", "users_x:get"),
        ("fns_x/users.py", "fns_x.users:get"),
        ("fns_x/users.py", "fns_x/users.py:get"),
        ("fns_x/__init__.py", "fns_x/__init__.py:get"),
        ("HTTP-trigger 1/run.py", "HTTP-trigger 1/run.py:get"),
        ("api_x/[id].py", "api_x/[id].py:get"),
        ("api_x/[...rest].py", "api_x/[...rest].py:get"),
        ("v1.2/users.py", "v1.2/users.py:get"),
    ],
)
def test_a_handler_is_found_wherever_it_stands(code, path, reference):
    write(code, path, "class Users:\n    get = 1\nget = object()\n")

    found = guest.loaded(reference)

    assert type(found) is object
    assert guest.loaded(reference) is found
    assert guest.loaded(reference.replace(":get", ":Users.get")) == 1


def test_a_handler_that_is_not_there_is_told_by_its_name(code):
    write(code, "users_x.py", "")

    with pytest.raises(HandlerMissing, match=r"users_x has no 'get'\."):
        guest.loaded("users_x:get")


def test_a_file_that_fails_is_tried_anew(code):
    write(code, "api_x/[...rest].py", "raise LookupError('now')")
    with pytest.raises(LookupError):
        guest.loaded("api_x/[...rest].py:get")
    write(code, "api_x/[...rest].py", "get = 1")

    assert guest.loaded("api_x/[...rest].py:get") == 1


STORE = "def fetch(reference):\n    return 'value of ' + reference\n"


def test_secrets_are_in_the_environment_before_the_handler_is_imported(code, monkeypatch):
    write(code, "store_x.py", STORE)
    write(code, "users_x.py", "import os\nget = os.environ['DB_KEY']\n")
    monkeypatch.setenv("FAASPORT_SECRET_DB_KEY", "store_x:db/key")
    monkeypatch.setenv("DB_KEY", "")  # so that it is taken out again
    monkeypatch.delenv("DB_KEY")

    assert guest.loaded("users_x:get") == "value of db/key"


def test_a_secret_that_the_store_withholds_is_no_empty_variable(code, monkeypatch):
    write(code, "store_x.py", "def fetch(reference):\n    return ''\n")
    write(code, "users_x.py", "get = 1")
    monkeypatch.setenv("FAASPORT_SECRET_DB_PIN", "store_x:db/pin")

    with pytest.raises(SecretError, match="DB_PIN is empty"):
        guest.loaded("users_x:get")
