"""Whatever a program does with what is public, it does with linked code as with whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from faasport.packager import build, entry, registry, vendor
from faasport.packager.linker import link
from faasport.project.files import lay_out
from tests.unit.targets.projects import function, http, project

APP = b"import faasport\n\n@faasport.http('GET', '/')\ndef order(): return 'x'\n"

# What a signature tells but annotations, which linked code has not.
SHAPE = """
import inspect, json, sys
import faasport

def shape(function):
    found = inspect.signature(function).parameters.values()
    return [
        [each.name, each.kind.name, repr(each.default).partition(" at 0x")[0]] for each in found
    ]

def of_class(kind):
    told = {}
    for name, member in sorted(vars(kind).items()):
        if name in {"__doc__", "__annotations__", "__static_attributes__", "__firstlineno__"}:
            continue
        raw = member
        if isinstance(member, (classmethod, staticmethod)):
            raw = member.__func__
        elif isinstance(member, property):
            raw = member.fget
        told[name] = type(member).__name__
        if inspect.isfunction(raw):
            code = raw.__code__
            told[name] = [type(member).__name__, raw.__name__, raw.__qualname__, raw.__module__]
            told[name] += [shape(raw), inspect.iscoroutinefunction(raw)]
    return told

found = {}
for name in faasport.__all__:
    value = getattr(faasport, name)
    if inspect.isclass(value):
        found[name] = [each.__name__ for each in value.__mro__], of_class(value)
    elif inspect.isfunction(value):
        found[name] = [value.__name__, value.__qualname__, value.__module__, shape(value)]
print(json.dumps(found))
"""

# Each step's result, or what it raises, is told; a step is the first to call what it calls.
STEPS = """
import copy, datetime, json, pickle, sys, threading, traceback
import faasport
from faasport import *

NOW = datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc)

def request(**more):
    said = {"method": "post", "raw_path": "/stage/a%20b", "raw_query": "x=1&x=2&y=%26",
            "headers": [("Host", "h"), ("Cookie", "a=1; b=2"), ("X-Forwarded-Proto", "https")],
            "body": b'{"a": 1}', "root_path": "/stage"}
    return Request(**{**said, **more})

class Own(Request):
    def _read_body(self): return b"own " + super()._read_body()
    @property
    def path(self): return "own " + super().path

class Teapot(HTTPError):
    def __init__(self, pot): super().__init__(418, "a " + pot, pot=pot)

class Answer(Response):
    @classmethod
    def json(cls, value, **more): return super().json([value], **more)

def answer(made):
    return [type(made).__name__, made.status, list(made.headers), made.body.decode()]

def message(**more):
    return Message(**{"id": "1", "source": "s", "body": b'{"a": 1}', "sent_at": NOW, **more})

FORM = (b"--x\\r\\nContent-Disposition: form-data; name=f; filename=a.txt\\r\\n"
        b"Content-Type: text/plain\\r\\n\\r\\nhi\\r\\n--x--\\r\\n")

def many_at_once():
    start, seen = threading.Barrier(8), []
    def work():
        one = request()
        start.wait()
        seen.append([one.query.get_all("x"), one.cookies, one.url, one.client_ip, one.text()])
    threads = [threading.Thread(target=work) for _ in range(8)]
    [each.start() for each in threads], [each.join() for each in threads]
    return len(seen), all(each == seen[0] for each in seen)

def raised():
    try:
        Response(b"", 99)
    except Exception as error:
        names = [each.name for each in traceback.extract_tb(error.__traceback__)]
        return type(error).__name__, str(error), names

STEPS = {
    "raised": raised,
    "threads": many_at_once,
    "request": lambda: [getattr(request(), name) for name in (
        "method", "raw_path", "root_path", "routing_path", "path", "body", "client_ip", "scheme",
        "host", "url", "cookies", "path_params", "platform", "user", "time", "notes")],
    "json": lambda: request().json(),
    "no json": lambda: request(body=b"{").json(),
    "no text": lambda: request(body=b"\\xff").text(),
    "form": lambda: [(name, each) for name, each in request(
        body=b"a=1&b=%20", headers={"content-type": "application/x-www-form-urlencoded"}
    ).form().items()],
    "upload": lambda: [repr(each) for each in request(
        body=FORM, headers={"content-type": "multipart/form-data; boundary=x"}
    ).form().get_all("f")],
    "no form": lambda: request(body=b"x", headers={"content-type": "text/plain"}).form(),
    "equal": lambda: [request() == request(), request() == 1, request() != request(body=b"")],
    "hash": lambda: hash(request()),
    "repr": lambda: [repr(request()), repr(Headers([("Cookie", "x"), ("a", "b")])),
                     repr(QueryParams([("a", "b")])), repr(message()), repr(Response(b"x"))],
    "copy": lambda: [copy.copy(request()) == request(), copy.deepcopy(message()) == message(),
                     pickle.loads(pickle.dumps(request())) == request(),
                     pickle.loads(pickle.dumps(Headers([("a", "b")]))) == Headers([("A", "b")])],
    "own": lambda: [Own().body, Own(raw_path="/x").path, Own().headers.items(), Own().scheme],
    "query": lambda: [request().query.get("x"), request().query.get_all("x"),
                      list(request().query), request().query.get("z", "none"),
                      "x" in request().query, len(request().query)],
    "no query": lambda: request().query["z"],
    "headers": lambda: [request().headers.get("HOST"), request().headers.names(),
                        request().headers.with_set("a", "b").items(),
                        request().headers.without("host").items(),
                        hash(Headers({"A": 1})) == hash(Headers({"a": 1}))],
    "responses": lambda: list(map(answer, [
        Response("x"), Response(b"x", 201, {"a": "b"}), Response.json({"a": NOW}, status=202),
        Response.redirect("/a b"), Answer.json(1), Response("x", cookies=["a=1"])])),
    "html answer": lambda: answer(Response.html("x")),
    "cookie": lambda: answer((lambda it: (it.set_cookie("a", "b", max_age=5), it)[1])(
        Response(b""))),
    "set header": lambda: answer((lambda it: (it.set_header("content-type", "x/y"), it)[1])(
        Response(b"x"))),
    "same answers": lambda: [Response("x") == Response("x"), Response("x") == 1],
    "added header": lambda: answer((lambda it: (it.add_header("a", "b"), it)[1])(Response(b""))),
    "bad header": lambda: Response(b"", headers={"a b": "c"}),
    "bad body": lambda: Response(object()),
    "bad json": lambda: Response.json(object()),
    "bad redirect": lambda: Response.redirect("/", 200),
    "teapot": lambda: [str(Teapot("pot")), Teapot("pot").status, Teapot("pot").members],
    "errors": lambda: [[kind.__name__, kind("d").status, kind("d").detail, str(kind())]
                       for kind in (BadRequest, Conflict, Forbidden, NotFound, PayloadTooLarge,
                                    TooManyRequests, Unauthorized, UnprocessableContent)],
    "reject": lambda: [Reject("r").reason, Retry(after=5).after, str(Retry()),
                       repr(PayloadError("p"))],
    "bad retry": lambda: [Retry(5), Retry(after=-1)],
    "message": lambda: [message().json(), message().text(), message(body=b"").body,
                        message() == message(), hash(message()) == hash(message()),
                        message().context.invocation_id, message().delivery_count],
    "no message": lambda: message(body=b"{").json(),
    "events": lambda: list(map(repr, [
        Tick(scheduled_at=NOW, name="n"), Event(id="1", type="t"),
        ChangeEvent(kind="insert", table="t", key={"id": 1}, new={"id": 1}),
        ObjectEvent(kind="created", bucket="b", key="k"), CloudEvent(type="t", data={"a": 1}),
        Record(value=b"{}", key=b"k")])),
    "record": lambda: [Record(value=b"[1]").json(), Record(value=b"t").text()],
    "batch": lambda: [len(Batch([message()], Context())), list(Batch([message()], Context())),
                      Batch([message()], Context())[0], repr(Batch([message()], Context()))],
    "context": lambda: [getattr(Context(invocation_id="i"), each) for each in (
        "invocation_id", "function", "platform", "deadline", "trace_id", "cold_start")],
    "time left": lambda: Context().remaining(),
    "cors": lambda: [CORS(origins=["https://a.example"]).origins, CORS().origins],
    "bad cors": lambda: CORS(origins=("*",), credentials=True),
    "every": lambda: repr(every("5m")),
    "bad every": lambda: every(),
    "secret": lambda: secret("NO_SUCH_SECRET"),
    "bad route": lambda: http("GET", "no-slash")(lambda: None),
    "bad declaration": lambda: queue("")(lambda: None),
    "parameters": lambda: [repr(kind("n")) for kind in (Query, Header, Cookie, Path)],
}
told = {}
for name, step in STEPS.items():
    try:
        told[name] = step()
    except BaseException as error:
        told[name] = [type(error).__name__, str(error), getattr(error, "status", None)]
print(json.dumps(told, default=repr))
"""


@pytest.fixture(scope="module", params=["aws", "azure", "gcp", "vercel"])
def ways(request, tmp_path_factory):
    """Two import paths: of linked code, and of whole."""
    folder = tmp_path_factory.mktemp(request.param)
    (target,) = registry.select([request.param])
    one = project(function("order", http("GET", "/"), module="app"))
    halves = build.packages(target, one)
    generated = {**entry.application(one), **target.entries(one)}
    sources = {"app.py": APP, "steps.py": STEPS.encode()}
    ours = link.linked(one, halves, generated, sources)
    lay_out({**generated, **ours}, folder / "linked")
    lay_out(vendor.shipped(*halves), folder / "whole")
    return folder / "linked", folder / "whole"


def told(code, folder):
    start = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    command = [sys.executable, "-I", "-S", "-c", start + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("code", [SHAPE, STEPS], ids=["shape", "steps"])
def test_what_is_public_is_the_same(ways, code):
    linked, whole = (told(code, each) for each in ways)

    different = {key: (linked.get(key), whole[key]) for key in whole if linked[key] != whole[key]}

    assert different == {}
