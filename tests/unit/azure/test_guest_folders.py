"""Functions of the older model: scripts with a function.json beside them."""

from __future__ import annotations

import json
import sys

import pytest

from faasport.runtime.errors import DeclarationError
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger
from faasport_azure.runtime.guest import Guest

HTTP = [
    {"type": "httpTrigger", "direction": "in", "name": "req"},
    {"type": "http", "direction": "out", "name": "$return"},
]
SAY = "def main(req):\n    return 'hello'\n"


def written(app, folder, source, *, script="__init__.py", **told):
    place = app / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / script).parent.mkdir(exist_ok=True)
    (place / script).write_text(source)
    (place / "function.json").write_text(json.dumps({"bindings": HTTP, **told}))


def answer(guest):
    asked = Request(method="GET", raw_path="/x", headers=Headers([("host", "h")]))
    return guest.answering(HttpTrigger(("GET",), "/x", None, None), {})(asked)


def test_a_folder_of_any_name_is_a_function(app):
    written(app, "Say-Hello", SAY)

    assert answer(Guest("Say-Hello/__init__.py:main", name="say")).body == b"hello"


def test_the_packages_of_the_app_are_found_from_it(app):
    written(app, "Say", "from ..shared import a\nfrom __app__.shared import b\nfrom . import c\n"
                        "import shared\n"
                        "def main(req):\n    return a.A + b.B + c.C + shared.D\n")  # fmt: skip
    (app / "Say" / "c.py").write_text("C = 'c'\n")
    (app / "shared").mkdir()
    (app / "shared" / "__init__.py").write_text("D = 'd'\n")
    (app / "shared" / "a.py").write_text("A = 'a'\n")
    (app / "shared" / "b.py").write_text("B = 'b'\n")

    try:
        assert answer(Guest("Say/__init__.py:main", name="say")).body == b"abcd"
    finally:
        sys.modules.pop("shared", None)


def test_the_script_and_the_entry_may_have_other_names(app):
    written(app, "Say", SAY.replace("main", "run"), script="handler.py",
            scriptFile="handler.py", entryPoint="run")  # fmt: skip

    assert answer(Guest("Say/handler.py:run", name="say")).body == b"hello"


def test_the_script_may_lie_in_another_folder(app):
    written(app, "Say", SAY, script="../code/say.py", scriptFile="../code/say.py")

    assert answer(Guest("code/say.py:main", name="say")).body == b"hello"


def test_an_app_may_have_a_root(app):
    written(app / "api", "Say", SAY)

    assert answer(Guest("api/Say/__init__.py:main", name="say", root="api")).body == b"hello"
    sys.path.remove(str(app / "api"))


def test_a_response_may_be_set_instead_of_returned(app):
    bindings = [HTTP[0], {"type": "http", "direction": "out", "name": "res"}]
    written(app, "Say", "def main(req, res):\n    res.set('set')\n", bindings=bindings)
    written(app, "Nothing", "def main(req, res): ...\n", bindings=bindings)

    assert answer(Guest("Say/__init__.py:main", name="say")).body == b"set"
    empty = answer(Guest("Nothing/__init__.py:main", name="nothing"))
    assert (empty.status, empty.body) == (200, b"")


@pytest.mark.parametrize("told", [{"entryPoint": "other"}, {"scriptFile": "other.py"}])
def test_a_function_json_that_tells_of_another_function_is_said(app, told):
    written(app, "Say", SAY, **told)

    with pytest.raises(
        DeclarationError, match=r"Say/function\.json does not tell of this function"
    ):
        Guest("Say/__init__.py:main", name="say")


def test_a_function_json_that_is_none_is_said(app):
    written(app, "Say", SAY)
    (app / "Say" / "function.json").write_text("{")

    with pytest.raises(DeclarationError, match=r"Say/function\.json is no JSON"):
        Guest("Say/__init__.py:main", name="say")


def test_folders_of_one_name_in_two_apps_are_refused(app):
    for root in ("one", "two"):
        written(app / root, "Say", SAY)
    Guest("one/Say/__init__.py:main", name="one", root="one")

    with pytest.raises(DeclarationError, match="Say is the name of a folder in two apps"):
        Guest("two/Say/__init__.py:main", name="two", root="two")
    for root in ("one", "two"):
        sys.path.remove(str(app / root))
