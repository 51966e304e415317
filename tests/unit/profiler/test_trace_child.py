"""What the child counts, on a clock that moves when a module says so."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

import pytest

from faasport.profiler.trace_child import Tracer

BOOTSTRAP = sys.modules["_frozen_importlib"]
FILES = {
    "first_app.py": """\
from ticking import spend
spend(1)
import first_heavy.inner
spend(2)

def late():
    import first_late

late()
try:
    import first_missing
except ImportError:
    spend(3)
""",
    "first_heavy/__init__.py": "from ticking import spend\nspend(10)\n",
    "first_heavy/inner.py": "from ticking import spend\nspend(5)\nimport first_late\n",
    "first_late.py": "from ticking import spend\nspend(7)\n",
}


@pytest.fixture
def traced(tmp_path, monkeypatch):
    """The tracer, after it has seen `first_app` imported."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    now = [0]
    ticking = ModuleType("ticking")
    ticking.spend = lambda count: now.__setitem__(0, now[0] + count)
    monkeypatch.setitem(sys.modules, "ticking", ticking)
    monkeypatch.syspath_prepend(str(tmp_path))
    with monkeypatch.context() as patched:
        tracer = Tracer(BOOTSTRAP._find_and_load, lambda: now[0])
        patched.setattr(BOOTSTRAP, "_find_and_load", tracer)
        tracer.total = tracer.timed(lambda: importlib.import_module("first_app"))
    yield tracer
    for name in [each for each in sys.modules if each.startswith("first_")]:
        del sys.modules[name]


def told(tracer, *keys):
    return [tuple(each[key] for key in keys) for each in tracer.told()]


def test_every_module_is_counted_once_with_and_without_what_it_imports(traced):
    found = told(traced, "module", "total", "own")

    assert traced.total == 28
    assert found == [
        ("first_app", 28, 6),
        ("first_heavy.inner", 22, 5),
        ("first_heavy", 10, 10),
        ("first_late", 7, 7),
        ("first_missing", 0, 0),
    ]


def test_each_is_told_with_the_line_that_imports_it(traced, tmp_path):
    found = told(traced, "module", "by", "line")

    app, inner = str(tmp_path / "first_app.py"), str(tmp_path / "first_heavy/inner.py")
    assert found[0][1] == __file__
    assert found[1:] == [
        ("first_heavy.inner", app, 3),
        ("first_heavy", app, 3),
        ("first_late", inner, 3),
        ("first_missing", app, 11),
    ]


def test_what_is_missing_has_no_file(traced):
    assert {module for module, file in told(traced, "module", "file") if not file} == {
        "first_missing"
    }
