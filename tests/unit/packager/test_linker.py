"""What is linked behaves as the modules that it was made from."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from faasport.packager import entry, vendor
from faasport.packager.linker import link
from faasport.packager.linker.bare import NotLinkable, bare
from faasport.packager.linker.module import read
from faasport.project.config import Config
from faasport.project.files import lay_out
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from tests.unit.packager.odd_adapter import ODD

HOME = DeclaredFunction("home", "app", (DeclaredTrigger("http", ("GET",), "/"),))
FULFIL = DeclaredFunction("fulfil", "shop", (DeclaredTrigger("queue", name="orders"),))
APP = b"""import faasport

@faasport.http("GET", "/")
def home(): return "home"
"""
SHOP = b"""import faasport

@faasport.queue("orders")
def fulfil(message): raise faasport.Reject(message.text())
"""
ENTRY = b"""from faasport_app import application
from faasport_odd.runtime import entry, whole

print(__import__("json").dumps(entry.told(application())))
"""


@pytest.fixture
def odd(tmp_path, monkeypatch):
    folder = tmp_path / "adapters" / "faasport_odd"
    lay_out({path: text.encode() for path, text in ODD.items()}, folder)
    monkeypatch.syspath_prepend(str(folder.parent))
    return folder


def made(
    folder: Path, *functions: DeclaredFunction, start: bytes = ENTRY, app: bytes = APP
) -> Path:
    """The code of an artifact, linked."""
    project = Project(folder, Config(name="shop", modules=["app"]), functions=functions)
    sources = {"app.py": app, "shop.py": SHOP}
    generated = {**entry.application(project), "start.py": start}
    files = link.linked(project, ("faasport", "faasport_odd"), generated, sources)
    lay_out({**sources, **generated, **files}, folder)
    return folder


def run(code: str, *path: Path) -> dict[str, object]:
    """What a fresh interpreter prints as JSON."""
    start = f"import sys; sys.path[:0] = {[str(each) for each in path]!r}\n"
    command = [sys.executable, "-I", "-S", "-c", start + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    printed: dict[str, object] = json.loads(done.stdout)
    return printed


def test_a_linked_adapter_tells_what_the_modules_tell(odd, tmp_path):
    linked = made(tmp_path / "linked", HOME)
    whole = tmp_path / "whole"
    lay_out(vendor.shipped("faasport", "faasport_odd"), whole)

    told = run("import start", linked)

    assert told == run("import start", whole, linked)
    assert told["line"] == 'raise Odd("odd")'
    assert told["again"] == 2


def test_only_what_is_reached_ships(odd, tmp_path):
    linked = made(tmp_path, HOME)

    files = {path.relative_to(linked).as_posix() for path in linked.rglob("*.py")}
    text = "".join(path.read_text() for path in (linked / "faasport").glob("*.py"))

    assert {each for each in files if each.startswith("faasport_odd")} == {
        "faasport_odd/__init__.py",
        "faasport_odd/runtime/whole.py",
    }
    assert "never_called" not in text
    assert "_faasport_odd__runtime__never" not in text
    assert "consumer" not in text
    assert "def told" in text


def test_a_module_that_needs_its_file_has_it(odd, tmp_path):
    linked = made(tmp_path, HOME)

    code = "import faasport_odd.runtime.whole as it, json; print(json.dumps([it.WHERE]))"

    assert run(code, linked) == [str(linked / "faasport_odd" / "runtime" / "whole.py")]


CURIOUS = """
import importlib, importlib.util, json, pickle, pkgutil, sys
import faasport
from faasport.runtime import errors
spec = importlib.util.find_spec("faasport.runtime.problems")
held = errors.PayloadError
again = importlib.reload(errors)
import faasport_odd.runtime as half
try:
    faasport.schedule
except AttributeError as error:
    said = str(error)
print(json.dumps({
    "spec": spec.name, "loaded": "faasport.runtime.problems" in sys.modules,
    "reloaded": again is errors and errors.PayloadError is not held,
    "pickled": pickle.loads(pickle.dumps(errors.Reject("x"))).reason,
    "listed": [each.name for each in pkgutil.iter_modules(half.__path__)],
    "said": said, "public": faasport.__all__, "dir": dir(faasport),
    "file": errors.__file__ == faasport.__file__,
    "none": importlib.util.find_spec("faasport.runtime.nothing"),
}))
"""


def test_the_import_system_finds_its_way(odd, tmp_path):
    told = run(CURIOUS, made(tmp_path, HOME))

    assert told["spec"] == "faasport.runtime.problems"
    assert not told["loaded"]
    assert told["reloaded"]
    assert told["pickled"] == "x"
    assert told["listed"] == ["whole"]
    assert "faasport' has no attribute 'schedule'" in told["said"]
    assert told["public"] == told["dir"] == ["Reject", "http", "queue"]
    assert told["file"]
    assert told["none"] is None


CROWD = """
import json, threading
start, seen, faults = threading.Barrier(8), [], []
def ask(name):
    start.wait()
    try:
        module = __import__(name, fromlist=["_"])
        seen.append([name, len(vars(module)) > 8])
        from faasport.runtime.application import Application
        Application("x", ())
    except Exception as error:
        faults.append(repr(error))
names = ["faasport.runtime." + each for each in ("errors", "application", "request", "problems")]
threads = [threading.Thread(target=ask, args=(each,)) for each in names * 2]
[each.start() for each in threads], [each.join() for each in threads]
print(json.dumps([len(seen), faults]))
"""


def test_threads_that_import_at_once_see_whole_modules(odd, tmp_path):
    linked = made(tmp_path, HOME)

    for _ in range(3):
        assert run(CROWD, linked) == [8, []]


def test_units_of_one_kind_load_nothing_of_the_other(odd, tmp_path):
    consuming = b"""import os
if os.environ.get("UNIT") == "events":
    from faasport_app import consumer
    SERVE = consumer("fulfil")
if os.environ.get("UNIT") != "events":
    from faasport_app import application
    SERVE = application("app")
"""
    linked = made(tmp_path, HOME, FULFIL, start=consuming)
    code = "import os, json, sys; os.environ['UNIT'] = {!r}; import start; "
    code += "print(json.dumps(list(sys.modules)))"

    http, events = (run(code.format(kind), linked) for kind in ("http", "events"))

    assert "faasport.runtime.consumer" in events
    assert "faasport.runtime.application" in http
    assert {"faasport.runtime.application", "faasport.runtime.endpoint", "app"}.isdisjoint(events)
    assert {"faasport.runtime.consumer", "faasport.runtime.event_triggers"}.isdisjoint(http)


@pytest.mark.parametrize(
    "source",
    [
        b"import faasport\nfor name in ('queue',): getattr(faasport, name)\n",
        b"from faasport import *\n",
        b"import sys\nsys.modules['faasport']\n",
        b"import faasport as f\nshow(f)\n",
        b"import faasport\nif x = 1:\n",
    ],
)
def test_who_asks_for_what_cannot_be_read_gets_every_name(odd, tmp_path, source):
    linked = made(tmp_path, HOME, app=APP + source.replace(b"if x = 1:", b"def"))
    (linked / "app.py").write_bytes(APP)

    told = run("import faasport, json; print(json.dumps(faasport.__all__))", linked)

    assert set(told) == set(link.HOMES)


def test_a_module_that_somebody_imports_by_its_name_is_there(odd, tmp_path):
    wanting = APP + b"from faasport.runtime.moments import parsed_moment as moment\n"
    source = vendor.shipped("faasport")["faasport/runtime/moments.py"].decode()
    name = next(each.name for each in ast.parse(source).body if isinstance(each, ast.FunctionDef))
    linked = made(tmp_path, HOME, app=wanting.replace(b"parsed_moment", name.encode()))

    told = run("import app, json; print(json.dumps(app.moment.__module__))", linked)

    assert told == "faasport.runtime.moments"


def test_the_same_code_gives_the_same_octets(odd, tmp_path):
    one, two = (made(tmp_path / each, HOME, FULFIL) for each in ("one", "two"))

    files = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.py")}
        for root in (one, two)
    ]

    assert files[0] == files[1]


@pytest.mark.parametrize(
    "source",
    [
        "from os import *\n",
        "x = __file__\n",
        "x = globals()\n",
        "x = eval('1')\n",
        "x = 1; y = 2\n",
        "from __future__ import generator_stop\n",
        "import typing\n@typing.final\ndef f(x: int): ...\n",
        "if x = 1:\n",
    ],
)
def test_what_cannot_be_linked_says_why(source):
    assert read("a.b", "a/b.py", source.encode()).why


EVERY = vendor.shipped(
    "faasport", "faasport_aws", "faasport_azure", "faasport_gcp", "faasport_vercel"
)


@pytest.mark.parametrize(
    "package", ["faasport", "faasport_aws", "faasport_azure", "faasport_gcp", "faasport_vercel"]
)
def test_every_module_of_ours_can_be_linked_and_means_the_same(package):
    own = {path: text for path, text in EVERY.items() if path.startswith(f"{package}/runtime/")}

    unlinked = [path for path, text in own.items() if read(path, path, text).why]
    changed = [
        path for path, text in own.items() if meaning(bare(text.decode())) != meaning(text.decode())
    ]

    assert not unlinked
    assert not changed


def meaning(source: str) -> str:
    """The tree of a source without what no program reads."""
    return ast.dump(_Plain().visit(ast.parse(source)))


class _Plain(ast.NodeTransformer):
    def visit_arg(self, node):
        node.annotation = None
        return node

    def visit_AnnAssign(self, node):
        return ast.Assign([node.target], node.value) if node.value else None

    def visit_If(self, node):
        self.generic_visit(node)
        if getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = []
            return node if node.orelse else None
        return node

    def visit_ImportFrom(self, node):
        return None if node.module == "__future__" else node

    def generic_visit(self, node):
        body = getattr(node, "body", None)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if ast.get_docstring(node, clean=False) is not None:
                body.pop(0)
            node.returns = None
        if isinstance(body, list):
            node.body = [each for each in body if not isinstance(each, ast.Pass)]
        return super().generic_visit(node)


def test_a_text_that_is_no_python_is_refused():
    with pytest.raises(NotLinkable):
        bare("def\n")
