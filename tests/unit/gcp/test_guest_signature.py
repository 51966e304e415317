"""Which of the framework's signatures a function has."""

from __future__ import annotations

import pytest

from faasport.runtime.errors import DeclarationError
from faasport.runtime.triggers import HttpTrigger
from tests.unit.gcp.guest_modules import Make, guest as guest

SEVERAL = """
import functools
import functions_framework
import functions_framework.aio

def plain(request): ...
def of_two(event, context): ...

@functions_framework.http
def http(request): ...

@functions_framework.cloud_event
def event(cloud_event): ...

def noted(function):
    @functools.wraps(function)
    def wrapper(*args): return function(*args)
    return wrapper

def hiding(function):
    def wrapper(*args): return function(*args)
    return wrapper

@noted
@functions_framework.cloud_event
def noted_event(cloud_event): ...

@hiding
@functions_framework.cloud_event
def hidden_event(cloud_event): ...

@functions_framework.aio.cloud_event
async def aio(cloud_event): ...
"""
FOUND = {
    "plain": "http",
    "of_two": "event",
    "http": "http",
    "event": "cloudevent",
    "noted_event": "cloudevent",
    "hidden_event": "cloudevent",
    "aio": "cloudevent",
}


@pytest.mark.parametrize("target", FOUND)
def test_a_decorator_tells(target: str, guest: Make) -> None:
    made = guest(SEVERAL, target)

    assert made._framed.signature == FOUND[target]
    assert made.is_async is (target == "aio")


def test_without_a_decorator_the_payload_tells(guest: Make) -> None:
    assert guest(SEVERAL, "plain", payload="cloudevent")._framed.signature == "cloudevent"
    assert guest(SEVERAL, "plain", payload="background")._framed.signature == "event"
    assert guest(SEVERAL, "event", payload="http")._framed.signature == "cloudevent"


def test_functions_of_one_name_are_told_apart(guest: Make) -> None:
    decorated = "import functions_framework\n@functions_framework.cloud_event\ndef f(event): ...\n"

    first = guest(decorated, module="first")
    second = guest("def f(request): ...\n", module="second")

    assert first._framed.signature == "cloudevent"
    assert second._framed.signature == "http"


def test_a_wrong_payload_is_refused(guest: Make) -> None:
    with pytest.raises(DeclarationError, match=r"payload 'http-api-2.0' is none.*Use \"http\""):
        guest(SEVERAL, "plain", payload="http-api-2.0")


def test_what_is_no_function_is_refused(guest: Make) -> None:
    with pytest.raises(DeclarationError, match="theirs:F is no function"):
        guest("class F:\n    def __call__(self, request): ...\n", "F")


def test_a_function_of_events_takes_no_requests(guest: Make) -> None:
    route = HttpTrigger(("ANY",), "/x", None, None)

    with pytest.raises(DeclarationError, match=r"f takes events.*/x brings it requests"):
        guest("def f(event, context): ...").answering(route, {})


def test_the_framework_is_asked_for_by_its_requirement(
    guest: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "functions_framework", None)

    with pytest.raises(DeclarationError, match=r'add "functions-framework>=3"'):
        guest("def f(request): ...")


def test_the_platforms_variables_are_there_and_none_is_made_up(guest: Make) -> None:
    text = "import os\nSEEN = dict(os.environ)\ndef f(request): ...\n"

    guest(text)

    import sys

    seen = sys.modules["theirs"].SEEN
    assert (seen["K_SERVICE"], seen["FUNCTION_TARGET"]) == ("f", "f")
    assert "FUNCTION_SIGNATURE_TYPE" not in seen
    assert not {"GOOGLE_CLOUD_PROJECT", "GCP_PROJECT", "FUNCTION_REGION"} & seen.keys()


def test_a_target_of_ours_is_no_target_of_theirs(
    guest: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNCTION_TARGET", "faasport_entry")
    monkeypatch.setenv("K_SERVICE", "deployed")
    text = "import os\nSEEN = dict(os.environ)\ndef f(event, context): ...\n"

    guest(text, payload="background")

    import sys

    seen = sys.modules["theirs"].SEEN
    assert (seen["FUNCTION_TARGET"], seen["K_SERVICE"]) == ("f", "deployed")
    assert seen["FUNCTION_SIGNATURE_TYPE"] == "event"
