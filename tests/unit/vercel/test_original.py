"""What starts an original handler: its own file, and nothing of faasport's."""

from __future__ import annotations

import ast

import pytest

from faasport.project.guests import Guest
from faasport_vercel.original import _written


def written(handler, dialect="vercel", payload="", root="", *, is_subscriber=False):
    guest = Guest("get-user", handler, dialect, payload, root, (), ())
    return _written(guest, "start", is_subscriber=is_subscriber)


def told(text: str) -> dict[str, str]:
    (call,) = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and any(each.arg for each in node.keywords)
    ]
    names = {"__VC_HANDLER_MODULE_NAME", "__VC_HANDLER_ENTRYPOINT", "__VC_HANDLER_VARIABLE_NAME"}
    return {
        each.arg.removeprefix("__VC_HANDLER_"): each.value.value
        for each in call.keywords
        if each.arg in names
    }


@pytest.mark.parametrize(
    ("handler", "module", "file", "variable"),
    [
        ("api/users/[id].py:handler", "api.users.[id]", "api/users/[id].py", "handler"),
        ("api.index:app", "api.index", "api/index.py", "app"),
    ],
)
def test_a_file_of_api_is_started_itself(handler, module, file, variable):
    ((name, text),) = written(handler).items()

    assert name == "start"
    assert told(text) == {"MODULE_NAME": module, "ENTRYPOINT": file, "VARIABLE_NAME": variable}


@pytest.mark.parametrize(
    "made",
    [
        written("app.main:app", "asgi"),
        written("app/main.py:create_app", "wsgi", "factory"),
        written("src/app.py:site.app", root="src"),
        written("jobs.bills:bill", is_subscriber=True),
    ],
    ids=["asgi", "factory", "attribute", "subscriber"],
)
def test_others_are_brought_by_a_file_that_is_none_of_ours(made):
    assert list(made) == ["start_app", "start"]
    assert told(made["start"]) == {
        "MODULE_NAME": "start_app",
        "ENTRYPOINT": "start_app.py",
        "VARIABLE_NAME": "app",
    }
    for text in made.values():
        ast.parse(text)
        assert "faasport" not in text


def test_a_root_is_left_out_of_the_module_and_put_on_the_path():
    made = written("src/app.py:app", "asgi", root="src")

    assert "import_module('app')" in made["start_app"]
    assert "os.path.join(HERE, 'src')" in made["start"]
