"""Handlers of Lambda as neutral ones: what is understood wholly is rewritten, all else is kept."""

from __future__ import annotations

import pytest

import faasport_aws.rewriter
from faasport.migrator.rewrite import module
from faasport.migrator.rewrite.subject import Kept, Subject

USERS = '''\
"""Users."""

from __future__ import annotations

import json
import os  # for the table

TABLE = os.environ.get("TABLE")


# finds one
def handler(event, context):
    """Find a user."""
    user = event["pathParameters"]["id"]  # a text
    query = event.get("queryStringParameters") or {}
    if query.get("full") == "no":
        return {"statusCode": 404, "body": ""}
    data = json.loads(event.get("body") or "{}")
    # found it
    return {
        "statusCode": 200,  # fine
        "isBase64Encoded": False,
        "headers": {
            "X-Kind": "user",
        },
        "body": json.dumps(
            {
                "user": user,
                "data": data,
                "by": event["headers"].get("x-by", "?"),
                "method": event["requestContext"]["http"]["method"],
            }
        ),
    }
'''
NEUTRAL = '''\
"""Users."""

from __future__ import annotations

import json
import os  # for the table
import faasport

TABLE = os.environ.get("TABLE")


# finds one
@faasport.http("GET", "/users/{id}")
@faasport.http(["GET", "POST"], "/people/{id}", cors=True)
def get_user(request: faasport.Request) -> faasport.Response:
    """Find a user."""
    user = request.path_params["id"]  # a text
    query = request.query
    if query.get("full") == "no":
        return faasport.Response(status=404)
    data = json.loads(request.body or "{}")
    # found it
    return faasport.Response(
        status=200,  # fine
        headers={
            "content-type": "text/plain;charset=UTF-8",
            "X-Kind": "user",
        },
        body=json.dumps(
            {
                "user": user,
                "data": data,
                "by": request.headers.get("x-by", "?"),
                "method": request.method,
            }
        ),
    )
'''
WORKER = """\
import json


def work(event, context):
    for record in event["Records"]:
        order = json.loads(record["body"])
        print(record["messageId"], record["body"], order)
"""
NEUTRAL_WORKER = """\
import json
import faasport


@faasport.queue("orders", batch_size=5)
def work(messages: faasport.Batch):
    for record in messages:
        order = json.loads(record.body)
        print(record.id, record.text(), order)
"""


def rewritten(given):
    """The module's text; or Kept is raised."""
    text, wanted = given
    found, kept = module.rewritten(text, [wanted], faasport_aws.rewriter, lambda _name: "")
    for reason in kept.values():
        raise reason
    return found


def guest(text, handler, name, payload, triggers):
    return text, Subject(handler, name, payload, triggers)


HTTP = (("http", {"path": "/users/{id}", "method": ["GET"]}, {}),)
OK = 'return {"statusCode": 200, "body": "ok"}'


def subject(body, triggers=HTTP, payload="http-api-2.0", before="", parameters="event, context"):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f"import json\n{before}\n\ndef handler({parameters}):\n{lines}"
    return guest(text, "handler", "handler", payload, triggers)


def test_an_http_handler_keeps_its_comments_and_its_layout():
    triggers = (
        *HTTP,
        ("http", {"path": "/people/{id}", "method": ["GET", "POST"], "cors": True}, {}),
    )

    assert rewritten(guest(USERS, "handler", "get_user", "http-api-2.0", triggers)) == NEUTRAL


def test_a_worker_takes_its_batch():
    triggers = (("queue", {"name": "orders", "batch_size": 5}, {}),)

    assert rewritten(guest(WORKER, "work", "work", "", triggers)) == NEUTRAL_WORKER


@pytest.mark.parametrize(
    ("expression", "decorator"),
    [
        ("0 6 * * *", '"0 6 * * *"'),
        (
            "every 5 minutes",
            'faasport.every("5 minutes")',
        ),
    ],
)
def test_a_scheduled_handler_that_ignores_its_event_is_rewritten(expression, decorator):
    told = {"expression": expression}

    text = rewritten(subject("print(1)", (("schedule", told, {"input": 1}),)))

    assert (
        f"@faasport.schedule({decorator})\ndef handler(tick: faasport.Tick):\n    print(1)\n"
        in text
    )


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("http-api-2.0", "text/plain;charset=UTF-8"),
        ("rest-api-1.0", "application/json"),
    ],
)
def test_the_type_that_the_front_would_add_is_written(payload, expected):
    told = f'faasport.Response(status=200, body="ok", headers={{"content-type": "{expected}"}})'

    assert told in rewritten(subject(OK, payload=payload))


def test_a_second_handler_of_one_module_shares_the_import():
    once = rewritten(
        guest(
            USERS + "\n\ndef other(event, context):\n    " + OK + "\n", "other", "other", "", HTTP
        )
    )

    twice = rewritten(guest(once, "handler", "handler", "", HTTP))

    assert twice.count("import faasport\n") == 1


QUEUE = (("queue", {"name": "orders"}, {}),)
SCHEDULE = (("schedule", {"expression": "0 6 * * *"}, {}),)
KEPT = {
    "event as a whole": (subject(f"print(event)\n{OK}"), "as a whole", 5),
    "unknown key": (subject(f'print(event["cookies"])\n{OK}'), "cookies", 5),
    "key worked out": (subject(f"print(event[KEY])\n{OK}"), "worked out", 5),
    "body as text": (subject(f'print(event["body"])\n{OK}'), "other than by json.loads", 5),
    "query without default": (
        subject(f'print(event["queryStringParameters"].get("a"))\n{OK}'),
        "would fail",
        5,
    ),
    "query as a whole": (subject(f'print(event["headers"])\n{OK}'), "as a whole", 5),
    "header by capitals": (subject(f'print(event["headers"]["X-A"])\n{OK}'), "capitals", 5),
    "cookie": (subject(f'print(event["headers"]["cookie"])\n{OK}'), "front", 5),
    "unknown path parameter": (subject(f'print(event["pathParameters"]["x"])\n{OK}'), "'x'", 5),
    "map that changes": (
        subject(f'a = event.get("headers", {{}})\na = 1\nprint(a["b"])\n{OK}'),
        "changed later",
        6,
    ),
    "context": (subject(f"print(context.aws_request_id)\n{OK}"), "context", 5),
    "try": (
        subject(f'try:\n    a = json.loads(event["body"])\nexcept KeyError:\n    a = 1\n{OK}'),
        "by its kind",
        7,
    ),
    "no answer": (subject("if KEY:\n    " + OK), "without an answer", 4),
    "answer of a call": (subject("return answer(200)"), "other than by a literal", 5),
    "answer by key": (subject('return {"statusCode": 200, "cookies": []}'), "other than", 5),
    "answer in base64": (
        subject('return {"statusCode": 200, "body": "YQ==", "isBase64Encoded": True}'),
        "Base64",
        5,
    ),
    "status worked out": (subject('return {"statusCode": STATUS, "body": "a"}'), "STATUS", 5),
    "body worked out": (subject('return {"statusCode": 200, "body": text}'), "text", 5),
    "headers worked out": (
        subject('return {"statusCode": 200, "headers": HEADERS, "body": "a"}'),
        "HEADERS",
        5,
    ),
    "header that is no text": (
        subject('return {"statusCode": 200, "headers": {"A": True}, "body": "a"}'),
        "headers",
        5,
    ),
    "decorated": (
        guest(f"@logged\ndef handler(event, context):\n    {OK}\n", "handler", "a", "", HTTP),
        "decorated",
        1,
    ),
    "coroutine": (
        guest(f"async def handler(event, context):\n    {OK}\n", "handler", "a", "", HTTP),
        "coroutine",
        1,
    ),
    "inner function": (subject(f"def inner(): ...\n{OK}"), "another function", 5),
    "other parameters": (subject(OK, parameters="event, context, more=1"), "parameters", 4),
    "used elsewhere": (subject(OK, before="def main():\n    handler({}, None)\n"), "elsewhere", 3),
    "name in use": (subject(f"request = 1\n{OK}"), "request is in use", 5),
    "our name in use": (subject(OK, before="faasport = 1"), "faasport is in use", 2),
    "no such function": (
        guest("handler = make()\n", "handler", "handler", "", HTTP),
        "not one plain function",
        0,
    ),
    "other payload": (subject(OK, payload="alb"), "payload alb", 0),
    "several kinds": (subject(OK, HTTP + QUEUE), "http, queue", 0),
    "topic": (subject(OK, (("topic", {"name": "a"}, {}),)), "topic", 0),
    "schedule with an event": (subject("print(event)", SCHEDULE), "reads the event", 5),
    "record as a whole": (
        subject('for each in event["Records"]:\n    print(each)', QUEUE),
        "more is",
        6,
    ),
    "records as a whole": (subject('print(event["Records"])', QUEUE), "looped over", 5),
    "failed items": (
        subject('for each in event["Records"]:\n    pass\nreturn {"batchItemFailures": []}', QUEUE),
        "answers something",
        7,
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_understood_wholly_is_kept(name):
    given, reason, line = KEPT[name]

    with pytest.raises(Kept) as kept:
        rewritten(given)

    assert reason in kept.value.reason
    assert kept.value.line == line


RESPONSE = """\
import json

HEADERS = {"A": "b"}


def response(status, body="none", kind="a"):
    return {"statusCode": status, "headers": HEADERS, "body": json.dumps(body)}
"""
READ = 'json.loads(event.get("body") or "{}")'
UNDERSTOOD = {
    "a helper": (f"{RESPONSE}", "return response(200)", "    return response(200)\n"),
    "a variable": ("", 'a = {"statusCode": 200}\nreturn a', "a = faasport.Response(status=200)"),
    "a status": ("", 's = 200\nif KEY:\n    s = 201\nreturn {"statusCode": s}', "status=s"),
    "a body": (
        "",
        (
            "b = json.dumps(1)\n"
            'return {"statusCode": 200, "headers": {"Content-Type": "a"}, "body": b}'
        ),
        'headers={"Content-Type": "a"}, body=b',
    ),
    "either": ("", 'return {"statusCode": 200} if KEY else {"statusCode": 201}', "status=201)"),
    "a try": (
        "",
        f"try:\n    a = {READ}\nexcept ValueError as e:\n    raise\n{OK}",
        "request.body",
    ),
    "whether": ("", f'if not event.get("body"):\n    raise KeyError\n{OK}', "not request.body"),
    "its default": ("", f'a = json.loads(event.get("body", "1"))\n{OK}', 'request.body or "1"'),
    "in an f-string": (
        "",
        f"print(f\"{{event['pathParameters']['id']!r:>3}}\")\n{OK}",
        "{request.path_params['id']!r:>3}",
    ),
    "a try at the end": (
        "",
        f"try:\n    {OK}\nexcept OSError:\n    {OK}\nfinally:\n    print(1)",
        "finally:",
    ),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_common_ways_are_understood(name):
    before, body, expected = UNDERSTOOD[name]

    assert expected in rewritten(subject(body, before=before))


ALMOST = {
    "a helper that others call": (f"{RESPONSE}\nresponse(1)\n", "return response(200)"),
    "a helper whose headers change": (
        f'{RESPONSE}\nHEADERS["Content-Type"] = "a"\n',
        "return response(200)",
    ),
    "a helper's status": (RESPONSE, "return response(KEY)"),
    "a helper's status among many": (RESPONSE, "return response(*KEY)"),
    "a helper that is decorated": (
        f"{RESPONSE.replace('def', '@cached' + chr(10) + 'def')}",
        "return response(1)",
    ),
    "a helper of another module": ("from lib import response", "return response(200)"),
    "answer that changes": ("", 'a = {"statusCode": 200}\na["body"] = "b"\nreturn a'),
    "status as a text": ("", 'return {"statusCode": "200", "body": "a"}'),
    "body of bytes": ("", 'return {"statusCode": 200, "body": b"a"}'),
    "body that may be empty": ("", 'return {"statusCode": 200, "body": f"{KEY}"}'),
    "dumps of something else": (
        "import orjson as json",
        'return {"statusCode": 200, "body": json.dumps(1)}',
    ),
    "length by hand": (
        "",
        'return {"statusCode": 200, "headers": {"Content-Length": "1"}, "body": "a"}',
    ),
    "two spellings": (
        "",
        'return {"statusCode": 200, "headers": {"A": "1", "a": "2"}, "body": "a"}',
    ),
    "more parts": ("", 'return {"statusCode": 200, "body": "a", **KEY}'),
    "body that is missing": ("", f'print(json.loads(event["body"] or "{{}}"))\n{OK}'),
    "default that is no text": ("", f'print(json.loads(event.get("body", {{}})))\n{OK}'),
    "body as a keyword": ("", f'print(json.loads(s=event["body"]))\n{OK}'),
    "body in another try": (
        "",
        f"try:\n    a = {READ}\nexcept json.JSONDecodeError:\n    raise\n{OK}",
    ),
    "body by walrus": ("", f'if b := event.get("body"):\n    print(b)\n{OK}'),
    "event by another name": ("", f'e = event\nprint(e["body"])\n{OK}'),
    "event handed on": ("", f"print(parse(event))\n{OK}"),
    "event bound anew": ("", f"event = dict(event)\n{OK}"),
    "event in a lambda": ("", f"print(lambda event: event)\n{OK}"),
    "event written to": ("", f'event["headers"]["a"] = "b"\n{OK}'),
    "event taken from": ("", f'del event["headers"]["a"]\n{OK}'),
    "all that is local": ("", f"print(locals())\n{OK}"),
    "several values": ("", f'print(event["multiValueHeaders"]["A"])\n{OK}'),
    "base64": ("", f'print(event["isBase64Encoded"])\n{OK}'),
    "query that is null in a try": (
        "",
        f'try:\n    a = event["queryStringParameters"]["a"]\nexcept KeyError:\n    a = 1\n{OK}',
    ),
    "host": ("", f'print(event["headers"]["host"])\n{OK}'),
    "a star": ("from lib import *", OK),
    "exported": ('__all__ = ["handler"]', OK),
    "called when run": ("", f'{OK}\n\n\nif __name__ == "__main__":\n    print(handler({{}}, 0))'),
    "types in a comment": ("", f"# type: (dict, object) -> dict\n{OK}"),
    "comment in what goes": ("", f'a = event[  # why\n    "httpMethod"]\n{OK}'),
    "comment of a part that goes": (
        "",
        (
            'return {\n    "statusCode": 200,\n    "isBase64Encoded": False,  # no\n'
            '    "body": "a",\n}'
        ),
    ),
    "yields": ("", f"yield 1\n{OK}"),
    "a with at the end": ("", f"with KEY:\n    {OK}"),
}


@pytest.mark.parametrize("name", ALMOST)
def test_what_is_understood_almost_is_kept(name):
    before, body = ALMOST[name]

    with pytest.raises(Kept):
        rewritten(subject(body, before=before))


@pytest.mark.parametrize(
    "body",
    [
        f'print(event["body"])\n{OK}',
        f'print(event.get("queryStringParameters", {{}}).get("a"))\n{OK}',
        f'print(event["headers"]["X-A"])\n{OK}',
        f'from urllib.parse import unquote\nprint(unquote(event["pathParameters"]["id"]))\n{OK}',
    ],
)
def test_what_is_null_in_payload_1_is_kept(body):
    with pytest.raises(Kept):
        rewritten(subject(body, payload="rest-api-1.0"))


def test_a_name_that_is_taken_is_kept():
    text, _ = subject(OK, before="def get_user(): ...\n")

    with pytest.raises(Kept, match="get_user"):
        rewritten(guest(text, "handler", "get_user", "", HTTP))


def test_a_loop_over_something_else_is_kept():
    body = 'for a in event["Records"]:\n    print(a["body"])\nfor a in KEY:\n    print(a["body"])'

    with pytest.raises(Kept):
        rewritten(subject(body, QUEUE))


def test_handlers_that_share_a_helper_are_rewritten_together_or_not_at_all():
    text = f"{RESPONSE}\n\ndef one(event, context):\n    return response(200)\n"
    text += "\n\ndef two(event, context):\n    print(context)\n    return response(201)\n"
    wanted = [Subject(name, name, "", HTTP) for name in ("one", "two")]

    found, kept = module.rewritten(text, wanted, faasport_aws.rewriter, lambda _name: "")

    assert found == text
    assert {name: each.line for name, each in kept.items()} == {"one": 16, "two": 15}
