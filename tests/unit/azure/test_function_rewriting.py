"""Functions of Azure Functions as neutral handlers: what is understood wholly is rewritten."""

from __future__ import annotations

import pytest

import faasport_azure.rewriter
from faasport.migrator.rewrite import module
from faasport.migrator.rewrite.subject import Kept, Subject

HTTP = (("http", {"path": "/api/users/{id}", "method": ["GET"]}, {}),)
QUEUE = (("queue", {"name": "jobs"}, {}),)
SCHEDULE = (("schedule", {"expression": "0 6 * * *"}, {}),)
START = "import azure.functions as func\n\napp = func.FunctionApp()\n"
OK = 'return func.HttpResponse("a")'


def rewritten(text, triggers=HTTP, elsewhere=""):
    wanted = [Subject("f", "f", "", triggers)]
    found, kept = module.rewritten(text, wanted, faasport_azure.rewriter, lambda _name: elsewhere)
    for reason in kept.values():
        raise reason
    return found


def function(body, decorator='route(route="users/{id}")', parameters="req: func.HttpRequest"):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{START}\n\n@app.{decorator}\ndef f({parameters}):\n{lines}"


def queue(body):
    told = 'queue_trigger(arg_name="msg", queue_name="jobs", connection="X")'
    return function(body, told, "msg: func.QueueMessage")


def timer(body):
    told = 'timer_trigger(arg_name="timer", schedule="0 0 6 * * *")'
    return function(body, told, "timer: func.TimerRequest")


PLAIN = 'headers={"content-type": "text/plain; charset=utf-8"}'
UNDERSTOOD = {
    "text": (function(OK), f'return faasport.Response("a", {PLAIN})'),
    "bare text": (function('return "a"'), 'return faasport.Response("a")'),
    "nothing": (function("return func.HttpResponse()"), f"faasport.Response({PLAIN})"),
    "status": (
        function('return func.HttpResponse("a", status_code=201)'),
        f'faasport.Response("a", status=201, {PLAIN})',
    ),
    "type": (
        function('return func.HttpResponse("a", mimetype="text/html", status_code=201)'),
        '"a", headers={"content-type": "text/html; charset=utf-8"}, status=201)',
    ),
    "headers": (
        function('return func.HttpResponse("a", headers={"A": "b"}, mimetype="application/json")'),
        'faasport.Response("a", headers={"content-type": "application/json", "A": "b"})',
    ),
    "own type": (
        function('return func.HttpResponse("a", headers={"Content-Type": "b"})'),
        'faasport.Response("a", headers={"Content-Type": "b"})',
    ),
    "parameter": (function(f'a = req.params.get("b")\n{OK}'), 'a = request.query.get("b") or None'),
    "default": (
        function(f'print(req.params.get("b", "c"))\n{OK}'),
        'print((request.query.get("b") or "c"))',
    ),
    "whether": (function(f'if req.params.get("b"):\n    {OK}\n{OK}'), 'if request.query.get("b"):'),
    "route": (function(f'print(req.route_params.get("id"))\n{OK}'), 'path_params.get("id")'),
    "header": (function(f'print(req.headers.get("X-A"))\n{OK}'), 'request.headers.get("X-A")'),
    "JSON": (function(f"print(req.get_json())\n{OK}"), "print(json.loads(request.body.decode()))"),
    "body": (function("return func.HttpResponse(req.get_body())"), f"(request.body, {PLAIN})"),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_requests_and_answers_are_rewritten(name):
    text, expected = UNDERSTOOD[name]

    found = rewritten(text)

    assert expected in found
    assert '@faasport.http("GET", "/api/users/{id}")\ndef f(request: faasport.Request)' in found
    assert "func" not in found
    assert "app =" not in found


@pytest.mark.parametrize(
    ("text", "triggers", "expected"),
    [
        (
            queue("print(msg.get_body().decode(), msg.id)"),
            QUEUE,
            "message.body.decode(), message.id",
        ),
        (queue("print(msg.get_json())"), QUEUE, "print(json.loads(message.body))"),
        (queue("print(msg.dequeue_count)"), QUEUE, "print(message.delivery_count)"),
        (timer("print(timer.past_due)"), SCHEDULE, "print(tick.is_late)"),
    ],
    ids=["body", "JSON", "count", "timer"],
)
def test_events_are_rewritten(text, triggers, expected):
    assert expected in rewritten(text, triggers)


def test_an_app_that_others_name_stays():
    assert "app = func.FunctionApp()\n" in rewritten(function(OK), elsewhere="users.py")


KEPT = {
    "whole request": function(f"print(req)\n{OK}"),
    "form": function(f"print(req.form)\n{OK}"),
    "an item that may be empty": function(f'print(req.params["a"])\n{OK}'),
    "another parameter of the route": function(f'print(req.route_params["a"])\n{OK}'),
    "host": function(f'print(req.headers["Host"])\n{OK}'),
    "context": function(OK, parameters="req: func.HttpRequest, context: func.Context"),
    "output": function(OK, 'route(route="a")\n@app.queue_output(arg_name="out", queue_name="a")'),
    "coroutine": function(OK).replace("def f", "async def f"),
    "an answer that changes": function(
        'a = func.HttpResponse("a")\na.headers["b"] = "c"\nreturn a'
    ),
    "an answer of a call": function("return g()"),
    "no answer": function("print(1)"),
    "a status by name": function("return func.HttpResponse(status_code=HTTPStatus.OK)"),
    "a charset": function('return func.HttpResponse("a", charset="latin-1")'),
    "a body of anything": function("return func.HttpResponse(g())"),
    "json of something else": "import ujson as json\n" + function(f"print(req.get_json())\n{OK}"),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_understood_wholly_is_kept(name):
    with pytest.raises(Kept):
        rewritten(KEPT[name])


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        (queue("print(msg.pop_receipt)"), QUEUE),
        (queue("return 1"), QUEUE),
        (timer("print(timer.schedule)"), SCHEDULE),
        (timer("print(1)"), QUEUE),
        (queue("print(1)").replace('connection="X"', 'cardinality="many"'), QUEUE),
    ],
    ids=["receipt", "an answer", "the schedule", "another trigger", "many"],
)
def test_events_that_tell_more_are_kept(text, triggers):
    with pytest.raises(Kept):
        rewritten(text, triggers)
