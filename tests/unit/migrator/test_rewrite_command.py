"""`faasport import --rewrite`: the same answers before and after."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from faasport.cli.program import run

CONFIG = """\
# The shop.
name = "shop"
memory = 256

# Finds one.
[functions.get-user]
handler = "src.users:get"
dialect = "aws"
payload = "http-api-2.0"
http = "GET /users/{id}"
timeout = 10

[functions.add-user]
handler = "src.users:add"
dialect = "aws"
http = "POST /users"

[functions.tell]
handler = "src.users:tell"
dialect = "aws"
http = "GET /tell"

[functions.shared]
handler = "src.shared:main"
dialect = "aws"
http = "GET /shared"

[functions.site]
handler = "src.site:app"
dialect = "wsgi"
http = "/site"

[targets.aws.functions]
get-user = { memory = 512 }
"""
USERS = """\
import json


def get(event, context):
    user = event["pathParameters"]["id"]
    query = event.get("queryStringParameters") or {}
    if user == "0":
        return {"statusCode": 404, "body": ""}
    return {"statusCode": 200, "body": json.dumps({"id": user, "full": query.get("full")})}


def add(event, context):
    user = json.loads(event["body"])
    return {
        "statusCode": 201,
        "headers": {"Content-Type": "application/json", "X-By": "us"},
        "body": json.dumps({"added": user, "by": event["headers"].get("x-by")}),
    }


def tell(event, context):
    return {"statusCode": 200, "body": json.dumps(sorted(event))}
"""
SHARED = "def main(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n"
SITE = "from src.shared import main\n\n\ndef app(environ, start_response): ...\n"
FILES = {
    "faasport.toml": CONFIG,
    "src/users.py": USERS,
    "src/shared.py": SHARED,
    "src/site.py": SITE,
}
ADD = {"method": "POST", "target": "/users", "headers": []}
REQUESTS = [
    ("get-user", {"method": "GET", "target": "/users/7?full=yes", "headers": []}),
    ("get-user", {"method": "GET", "target": "/users/a%20b", "headers": []}),
    ("get-user", {"method": "GET", "target": "/users/0", "headers": []}),
    (
        "add-user",
        {"method": "POST", "target": "/users", "headers": [["X-By", "me"]], "body": "[1]"},
    ),
    ("add-user", {"method": "POST", "target": "/users", "headers": [], "body": "no JSON"}),
    ("add-user", {"method": "POST", "target": "/users", "headers": []}),
]


@pytest.fixture
def shop(make_folder):
    return make_folder(FILES)


def answers(root, symbol):
    """What the functions answer, each set of requests in a process of its own."""
    found = []
    for name in ("get-user", "add-user"):
        events = [json.dumps(request) for function, request in REQUESTS if function == name]
        command = [sys.executable, "-m", "faasport.cli", "invoke", symbol(name), "--event", "-"]
        done = subprocess.run(
            command,
            input="\n".join(events),
            cwd=root,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        told = [json.loads(line) for line in done.stdout.splitlines()]
        found += [(each["status"], sorted(_lower(each["headers"])), each["body"]) for each in told]
    return found


def _lower(headers):
    return [(name.lower(), value) for name, value in headers]


def test_what_is_rewritten_answers_as_before(shop, capsys):
    before = answers(shop, str)

    code = run(["import", str(shop), "--rewrite", "--yes"])

    assert code == 0
    assert answers(shop, lambda name: name.replace("-", "_")) == before
    assert [status for status, _, _ in before] == [200, 200, 404, 201, 500, 500]


def test_the_configuration_follows(shop, capsys):
    run(["import", str(shop), "--rewrite", "--yes"])

    text = (shop / "faasport.toml").read_text("utf-8")
    assert text.startswith('# The shop.\nname = "shop"\nmodules = ["src.users"]\nmemory = 256\n')
    assert "# Finds one.\n[functions.get_user]\ntimeout = 10\n" in text
    assert "add" not in text
    assert text.endswith("[targets.aws.functions]\nget_user = { memory = 512 }\n")
    assert '[functions.tell]\nhandler = "src.users:tell"\n' in text


def test_cases_call_the_functions_by_their_new_names(shop, capsys):
    case = '[[case]]\nfunction = "get-user"  # one\n[[case]]\nfunction = "tell"\n'
    (shop / "faasport.verify.toml").write_text(case, "utf-8")

    run(["import", str(shop), "--rewrite", "--yes"])

    text = (shop / "faasport.verify.toml").read_text("utf-8")
    assert text == case.replace("get-user", "get_user")


def test_who_stays_a_guest_is_told_with_the_reason(shop, capsys):
    run(["import", str(shop), "--rewrite", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["rewritten"] == ["get-user", "add-user"]
    assert told["kept"] == {
        "tell": "src/users.py:22: the event is used as a whole, or by a key that is worked out.",
        "shared": "src/site.py may use it.",
        "site": "handlers of wsgi are not rewritten.",
    }
    assert told["written"] == []
    assert "+def get_user(request: faasport.Request) -> faasport.Response:\n" in told["diff"]


@pytest.mark.parametrize(
    ("arguments", "answer"), [([], "n\n"), ([], "y\n"), ([], ""), (["--dry-run"], "y\n")], ids=str
)
def test_nothing_is_written_unasked(shop, capsys, monkeypatch, arguments, answer):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))

    run(["import", str(shop), "--rewrite", *arguments])

    assert "-def get(event, context):\n" in capsys.readouterr().out
    assert {path: (shop / path).read_text("utf-8") for path in FILES} == FILES


def test_a_project_without_such_guests_is_exit_1(make_folder, capsys):
    text = CONFIG[: CONFIG.index("# Finds")] + '[functions.tell]\nhandler = "src.users:tell"\n'
    root = make_folder({**FILES, "faasport.toml": f'{text}dialect = "aws"\nhttp = "/tell"\n'})

    code = run(["import", str(root), "--rewrite", "--yes"])

    assert code == 1
    assert (root / "src/users.py").read_text("utf-8") == USERS


def test_an_import_may_rewrite_at_once(make_folder, capsys):
    acme = "app: shop\nfunctions: {get-user: {handler: 'src.users:get', http: 'GET /users/{id}'}}\n"
    root = make_folder({"acme.yml": acme, "src/users.py": USERS})

    code = run(["import", str(root), "--rewrite", "--yes"])

    assert code == 0
    assert 'modules = ["src.users"]' in (root / "faasport.toml").read_text("utf-8")
    assert "def get_user(request" in (root / "src/users.py").read_text("utf-8")
