"""What ships loads nothing that a cold start would pay for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = (ROOT, ROOT / "adapters")
# What each costs and who has it loaded already: a cold start imports these for nobody.
HEAVY = frozenset(
    {
        "asyncio",
        "importlib.metadata",
        "email",
        "http.client",
        "inspect",
        "dataclasses",
        "typing",
        "pydantic",
    }
)
CODECS = (
    "faasport.runtime.wire",
    "faasport.runtime.asgi",
    "faasport_aws.runtime.http_v2",
    "faasport_aws.runtime.http_v1",
    "faasport_aws.runtime.alb",
    "faasport_gcp.runtime.http",
    "faasport_azure.runtime.http",
    "faasport_vercel.runtime.http",
)
ENTRIES = (
    "faasport_aws.runtime.entry",
    "faasport_gcp.runtime.entry",
    "faasport_azure.runtime.entry",
    "faasport_vercel.runtime.entry",
)
# What only events need: who declares HTTP alone loads none of it.
EVENTS = tuple(
    f"faasport.runtime.{name}"
    for name in (
        "batch",
        "change_event",
        "cloudevent",
        "consumer",
        "delivery",
        "event",
        "event_binding",
        "event_chain",
        "event_options",
        "event_payload",
        "event_triggers",
        "event_usual",
        "every",
        "filters",
        "message",
        "misfits",
        "moments",
        "object_event",
        "outcome",
        "payloads",
        "record",
        "tick",
        "verdicts",
        "written_moments",
    )
)
CLASSES = {
    "Tick": "tick",
    "Message": "message",
    "ObjectEvent": "object_event",
    "ChangeEvent": "change_event",
    "CloudEvent": "cloudevent",
    "Record": "record",
}
PROBE = """
import sys
sys.path[:0] = {places!r}
before = set(sys.modules)
{program}
loaded = sorted(set(sys.modules) - before)
import json
import re
print(json.dumps(loaded))
"""
SERVED = """
import faasport
from types import ModuleType
from faasport_aws.runtime import entry, http_v2

@faasport.http("GET", "/hello/{name}")
def hello(name: str, page: int = 1, *, request):
    return {"hello": name, "page": page, "agent": request.headers.get("user-agent")}

module = ModuleType("app")
module.hello = hello
sys.modules["app"] = module
rows = [(("GET",), "/hello/{name}", "app:hello", 0, None)]
handler = entry.http(faasport.Application("app", rows, imports=["app"]), http_v2)
event = {
    "version": "2.0",
    "rawPath": "/hello/w%C3%B6rld",
    "rawQueryString": "page=2",
    "headers": {"host": "example.com", "user-agent": "probe"},
    "cookies": ["a=1"],
    "requestContext": {"http": {"method": "GET", "path": "/", "sourceIp": "203.0.113.7"}},
    "isBase64Encoded": False,
}
answer = handler(event, None)
assert answer["statusCode"] == 200, answer
assert answer["body"] == '{"hello":"w\\u00f6rld","page":2,"agent":"probe"}', answer
"""
CONSUMED = """
import faasport
from types import ModuleType
from faasport.runtime.consumer import Consumer
from faasport.runtime.function import functions_in

@{decorator}
def handler(event: faasport.{name}, context):
    assert context.invocation_id == "i"

module = ModuleType("app")
module.handler = handler
(function,) = functions_in(module)
consumer = Consumer(function, 0)
outcome = consumer.deliver([faasport.{name}({arguments})], faasport.Context(invocation_id="i"))
assert [verdict.kind for verdict in outcome.verdicts] == ["done"], outcome
"""
CONSUMERS = (
    ("Tick", 'faasport.schedule("0 6 * * *")', ""),
    ("Message", 'faasport.queue("q")', 'body=b"x"'),
    ("Message", 'faasport.topic("t")', 'body=b"x"'),
    ("ObjectEvent", 'faasport.bucket("b", on="created")', 'kind="created", bucket="b", key="k"'),
    ("ChangeEvent", 'faasport.table("t", on="insert")', 'kind="insert", table="t", key={}'),
    ("CloudEvent", 'faasport.event("a.*")', 'type="a.b"'),
    ("Record", 'faasport.stream("s")', 'value=b"x"'),
)


def loaded_by(program: str) -> set[str]:
    """The modules that a bare interpreter loads for this program."""
    source = PROBE.format(places=[str(place) for place in PLACES], program=program)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=True
    )
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(modules)


def heavy_or_strange(modules: set[str]) -> set[str]:
    tops = {name.partition(".")[0] for name in modules}
    strange = {
        top for top in tops if not top.startswith("faasport") and top not in sys.stdlib_module_names
    }
    return strange | (modules & HEAVY)


def shipped_modules() -> list[str]:
    folders = [
        (place, folder) for place in PLACES for folder in sorted(place.glob("faasport*/runtime"))
    ]
    return [
        path.relative_to(place).with_suffix("").as_posix().replace("/", ".")
        for place, folder in folders
        for path in sorted(folder.rglob("*.py"))
        if path.name != "__init__.py"
    ]


@pytest.mark.parametrize("codec", CODECS + ENTRIES)
def test_the_package_and_a_codec_are_light(codec: str) -> None:
    loaded = loaded_by(f"import faasport\nfaasport.Application\nimport {codec}")

    assert codec in loaded
    assert heavy_or_strange(loaded) == set()


def test_the_package_alone_loads_nothing_else() -> None:
    assert loaded_by("import faasport") <= {"faasport", "__future__"}


def test_every_public_name_is_light() -> None:
    loaded = loaded_by("import faasport\nfor name in faasport.__all__: getattr(faasport, name)")

    assert heavy_or_strange(loaded) == set()


# Loaded by the first request or message of a guest that has brought the same modules itself.
OF_GUESTS = {
    "faasport.runtime.asgi_call": "asyncio, of every ASGI application",
    "faasport.runtime.asgi_lifespan": "asyncio, of every ASGI application",
    "faasport_vercel.runtime.guest_handler": "http.server, which the guest's class derives from",
    "faasport_vercel.runtime.guest_queue": "typing, of vercel.queue",
}


def test_every_shipped_module_is_light() -> None:
    modules = [name for name in shipped_modules() if name not in OF_GUESTS]

    loaded = loaded_by("\n".join(f"import {name}" for name in modules))

    assert len(modules) > 40
    assert heavy_or_strange(loaded) == set()


def test_a_plain_handler_is_still_light_after_its_first_request() -> None:
    loaded = loaded_by(SERVED)

    assert "faasport.runtime.binding" in loaded
    assert heavy_or_strange(loaded - {"app"}) == set()


@pytest.mark.parametrize(
    "program",
    [
        "import faasport",
        "import faasport\nfaasport.http\nfaasport.Application\nfaasport.Request",
        "import faasport.runtime.function\nimport faasport.runtime.application",
        *[f"import {module}" for module in CODECS + ENTRIES],
        SERVED,
    ],
)
def test_http_alone_loads_nothing_of_events(program: str) -> None:
    loaded = loaded_by(program)

    assert loaded & set(EVENTS) == set()
    assert not [name for name in loaded if re.search("event|neutral|tagged|consumer", name)]


@pytest.mark.parametrize("program", ["import faasport\nfaasport.Application", SERVED])
def test_who_asks_for_no_secret_loads_nothing_of_secrets(program: str) -> None:
    assert "faasport.runtime.secrets" not in loaded_by(program)


def test_asking_for_a_secret_is_light() -> None:
    program = "import os, faasport\nos.environ['KEY'] = 'x'\nassert faasport.secret('KEY') == 'x'"

    loaded = loaded_by(program)

    assert "faasport.runtime.secrets" in loaded
    assert heavy_or_strange(loaded) == set()


def test_what_only_events_need_is_there() -> None:
    assert set(EVENTS) < set(shipped_modules())


@pytest.mark.parametrize(("name", "decorator", "arguments"), CONSUMERS)
def test_a_consumer_and_one_class_of_events_are_light(
    name: str, decorator: str, arguments: str
) -> None:
    loaded = loaded_by(CONSUMED.format(name=name, decorator=decorator, arguments=arguments))

    others = {f"faasport.runtime.{CLASSES[each]}" for each in CLASSES if each != name}
    assert "faasport.runtime.consumer" in loaded
    assert heavy_or_strange(loaded - {"app"}) == set()
    assert loaded & {*others, "faasport.runtime.request", "faasport.runtime.structure"} == set()
