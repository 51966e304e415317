from __future__ import annotations

import ast

import pytest

from faasport.migrator.applications import application
from faasport.migrator.literal import UNKNOWN, Setting, literal
from faasport.migrator.naming import Names, kebab
from faasport.migrator.plain import looks_secret
from faasport.migrator.python_source import root_of, sources

LITERALS = {
    "'a'": "a",
    "NAME": "shop",
    "f'{NAME}-x'": "shop-x",
    "'a' + NAME": "ashop",
    "os.environ['Q']": Setting("Q"),
    "os.getenv('Q', 'd')": Setting("Q", "d"),
    "func.AuthLevel.FUNCTION": "FUNCTION",
    "['GET', NAME]": ["GET", "shop"],
    "other()": UNKNOWN,
    "f'{other()}'": UNKNOWN,
}


@pytest.mark.parametrize("text", LITERALS)
def test_an_expression_says_what_is_plain(text):
    node = ast.parse(text, mode="eval").body

    assert literal(node, {"NAME": "shop"}) == LITERALS[text]


def _sources(folder, **files):
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return sources(folder)


APPLICATIONS = {
    "from flask import Flask\napp = Flask(__name__)": "wsgi",
    "import fastapi\napp: object = fastapi.FastAPI()": "asgi",
    "def app(environ, start_response): ...": "wsgi",
    "async def app(scope, receive, send): ...": "asgi",
    "from made import create\napp = create()": "asgi",
    "from made import api as app": "asgi",
    "try:\n    from made import api\nexcept ImportError:\n    raise\napp = api": "asgi",
}


@pytest.mark.parametrize("text", APPLICATIONS)
def test_an_application_is_known_by_what_makes_it(text, tmp_path):
    made = "from starlette.applications import Starlette\n\n\ndef create():\n    return Starlette()"
    found = _sources(tmp_path, main=text, made=f"{made}\n\n\napi = create()\n")

    app = application(found, found.get("main.py"), "app")

    assert app is not None
    assert app.standard == APPLICATIONS[text]


@pytest.mark.parametrize("text", ["app = make()", "class app: ...", "app = 3", ""])
def test_what_is_not_plain_is_no_application(text, tmp_path):
    found = _sources(tmp_path, main=text)

    assert application(found, found.get("main.py"), "app") is None


def test_a_module_that_imports_its_neighbours_has_its_folder_as_root(tmp_path):
    found = _sources(tmp_path, a__main="import near", a__near="", b__main="import json", far="")

    roots = {file.path: root_of(found, file) for file in found.files}
    assert roots == {"far.py": "", "a/main.py": "a", "a/near.py": "", "b/main.py": ""}


def test_python_2_is_told_with_its_line(tmp_path):
    found = _sources(tmp_path, old="x = 1\nprint 'x'\n")

    (old,) = found.unreadable
    assert (old.path, old.line, old.is_old) == ("old.py", 2, True)


def test_names_are_kebab_and_unique():
    names = Names()

    assert [names.of(each) for each in ("getUser", "get_user", "Get User", "1st", "?")] == [
        "get-user",
        "get-user-2",
        "get-user-3",
        "function-1st",
        "function",
    ]
    assert kebab("HTTPTrigger1") == "httptrigger1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "x"),
        ("StripeApiKey", "x"),
        ("URL", "https://user:pass@example.com/"),
        ("STORE", "DefaultEndpointsProtocol=https;AccountKey=x=="),
        ("A", "-----BEGIN PRIVATE KEY-----"),
    ],
)
def test_a_secret_shows(name, value):
    assert looks_secret(name, value)


@pytest.mark.parametrize(("name", "value"), [("KEYBOARD", "de"), ("MONKEY", "x"), ("URL", "/a")])
def test_what_is_plain_is_no_secret(name, value):
    assert not looks_secret(name, value)
