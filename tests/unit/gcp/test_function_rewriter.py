"""Functions of Google Cloud as neutral handlers: what is understood wholly is rewritten."""

from __future__ import annotations

import pytest

import faasport_gcp.rewriter
from faasport.migrator.rewrite import module
from faasport.migrator.rewrite.subject import Kept, Subject

HTTP = (("http", {"path": "/hello", "method": ["GET"]}, {}),)
TOPIC = (("topic", {"name": "jobs"}, {}),)
BUCKET = (("bucket", {"name": "uploads"}, {}),)
SCHEDULE = (("schedule", {"expression": "0 6 * * *"}, {}),)


def rewritten(text, triggers=HTTP, payload=""):
    wanted = [Subject("f", "f", payload, triggers)]
    found, kept = module.rewritten(text, wanted, faasport_gcp.rewriter, lambda _name: "")
    for reason in kept.values():
        raise reason
    return found


def http(body, before="", parameter="request"):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    start = "import base64\nimport flask\nimport functions_framework\nfrom flask import jsonify\n"
    return f"{start}{before}\n\n@functions_framework.http\ndef f({parameter}):\n{lines}"


def event(body):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    start = "import base64\nimport functions_framework\n"
    return f"{start}\n\n@functions_framework.cloud_event\ndef f(cloud_event):\n{lines}"


HTML = 'headers={"content-type": "text/html; charset=utf-8"}'
JSON = 'sort_keys=True, separators=(",", ":")) + "\\n"'
UNDERSTOOD = {
    "text": (http('return "a"'), f'return faasport.Response("a", {HTML})'),
    "status": (http('return "a", 201'), f'faasport.Response("a", status=201, {HTML})'),
    "format": (http('return "{}".format(request.method)'), '"{}".format(request.method), '),
    "another name": (http('return f"a{r.method}"', parameter="r"), 'f"a{request.method}"'),
    "annotated": (http('return "a"', parameter="request: flask.Request"), "f(request: faasport.R"),
    "map": (http('return {"a": request.args.get("b", "c")}'), f'get("b", "c")}}, {JSON}'),
    "list": (http('return [request.headers.get("x-a")], 201'), f'get("x-a")], {JSON}, status=201'),
    "jsonify": (http('return jsonify({"a": 1})'), f'json.dumps({{"a": 1}}, {JSON}'),
    "a variable": (http('a = {"b": 1}\nreturn jsonify(a)'), f"json.dumps(a, {JSON}"),
    "flask.jsonify": (http("return flask.jsonify([1])"), f"json.dumps([1], {JSON}"),
    "own type": (
        http('return "a", 200, {"Content-Type": "b"}'),
        'status=200, headers={"Content-Type": "b"})',
    ),
    "bytes": (http("print(request.get_data())\nreturn 'a'"), "print(request.body)"),
    "text of it": (
        http("print(request.get_data(as_text=True))\nreturn 'a'"),
        'print(request.body.decode(errors="replace"))',
    ),
    "looked for": (
        http('if "a" in request.args:\n    return f"b{request.args["a"]}"\nreturn "c"'),
        'f"b{request.query["a"]}"',
    ),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_requests_and_answers_are_rewritten(name):
    text, expected = UNDERSTOOD[name]
    if name == "looked for":
        text = text.replace("""f"b{request.args["a"]}\"""", """f"b{request.args['a']}\"""")
        expected = expected.replace('["a"]', "['a']")

    found = rewritten(text)

    assert expected in found
    assert "functions_framework" not in found
    assert "import base64\n" in found


def test_imports_of_the_platform_go_when_nothing_needs_them():
    text = http('return flask.jsonify({"a": 1})', parameter="r: flask.Request")

    found = rewritten(text.replace(" import jsonify", " import g, jsonify"))

    assert "import flask\n" not in found
    assert "from flask import g\n" in found, "what was of no use before is not ours"


def test_silent_json_is_read_as_flask_does():
    found = rewritten(http('told = request.get_json(silent=True)\nreturn {"a": told}'))

    assert "def json_of(request: faasport.Request):" in found
    assert "told = json_of(request)" in found


@pytest.mark.parametrize(
    ("body", "triggers", "expected"),
    [
        (
            'print(base64.b64decode(cloud_event.data["message"]["data"]).decode())',
            TOPIC,
            "print(message.body.decode())",
        ),
        ('print(cloud_event["id"])', TOPIC, "print(message.id)"),
        (
            'm = cloud_event.data["message"]\nprint(base64.b64decode(m["data"]), m["messageId"])',
            TOPIC,
            "m = message\n    print(m.body, m.id)",
        ),
        (
            'data = cloud_event.data\nprint(data["bucket"], data["name"])',
            BUCKET,
            "data = change\n    print(data.bucket, data.key)",
        ),
        ("print(1)", SCHEDULE, "def f(tick: faasport.Tick):\n    print(1)"),
    ],
    ids=["body", "id", "a name on the way", "an object", "a schedule"],
)
def test_events_are_rewritten(body, triggers, expected):
    assert expected in rewritten(event(body), triggers)


def test_the_first_generation_is_rewritten():
    text = "import base64\n\n\ndef f(event, context):\n    print(base64.b64decode(event['data']))\n"

    assert "print(message.body)" in rewritten(text, TOPIC)


KEPT = {
    "whole request": (http('print(request)\nreturn "a"'), HTTP),
    "form": (http('return f"a{request.form}"'), HTTP),
    "json that is answered for": (http('a = request.get_json()\nreturn "a"'), HTTP),
    "item that is answered for": (http('return f"a{request.args}"'), HTTP),
    "a missing item": (http('a = request.args["b"]\nreturn "a"'), HTTP),
    "all arguments": (http('a = request.args.to_dict()\nreturn "a"'), HTTP),
    "a typed argument": (http('a = request.args.get("b", type=int)\nreturn "a"'), HTTP),
    "host": (http('a = request.headers.get("Host")\nreturn "a"'), HTTP),
    "abort": (http('flask.abort(404)\nreturn "a"'), HTTP),
    "a context elsewhere": (
        http('return "a"', "\ndef g():\n    return flask.request.args\n"),
        HTTP,
    ),
    "an errorhandler": (
        http('return "a"', "\n@functions_framework.errorhandler(ValueError)\ndef g(e): ...\n"),
        HTTP,
    ),
    "unknown answer": (http("return g()"), HTTP),
    "unknown JSON": (http('return {"a": g()}'), HTTP),
    "changed JSON": (http('a = {}\na["b"] = g()\nreturn jsonify(a)'), HTTP),
    "text or JSON": (http('return "a" if request.args else {}'), HTTP),
    "no answer": (http("print(1)"), HTTP),
    "None": (http("return None"), HTTP),
    "status that is worked out": (http('return "a", g()'), HTTP),
    "another decorator": (http('return "a"').replace("def f", "@logged\ndef f"), HTTP),
    "typed": (http('return "a"').replace("framework.http", "framework.typed"), HTTP),
    "a request of Scheduler's": (http('return "a"'), SCHEDULE),
    "whole event": (event("print(cloud_event)"), TOPIC),
    "attributes": (event('print(cloud_event.data["message"]["attributes"])'), TOPIC),
    "data in Base64": (event('print(cloud_event.data["message"]["data"])'), TOPIC),
    "size": (event('print(cloud_event.data["size"])'), BUCKET),
    "an answer": (event("return 1"), TOPIC),
    "context": ("def f(event, context):\n    print(context.event_id)\n", TOPIC),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_understood_wholly_is_kept(name):
    text, triggers = KEPT[name]

    with pytest.raises(Kept):
        rewritten(text, triggers)
