"""What the child tells, read: packages beside their modules, the run in the middle."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from faasport.profiler import trace
from faasport.profiler.start import Start
from faasport.profiler.trace import NOBODY, Trace, TraceError


def raw(module, parent, total, own):
    return {
        "module": module,
        "file": "",
        "parent": parent,
        "by": "",
        "line": 1,
        "total": total,
        "own": own,
    }


def test_a_package_belongs_beside_its_first_module():
    told = {
        "total": 100,
        "imports": [
            raw("a.b.c", NOBODY, 60, 10),
            raw("a.b", 0, 50, 20),
            raw("a", 1, 30, 30),
            raw("other", 0, 0, 0),
        ],
        "lines": {},
        "python": "3.13.0",
        "before": 1,
    }

    found = trace.read(told)

    assert [(each.module, each.parent, each.total) for each in found.imports] == [
        ("a.b.c", NOBODY, 10),
        ("a.b", NOBODY, 20),
        ("a", NOBODY, 30),
        ("other", 0, 0),
    ]


def test_the_run_in_the_middle_is_taken_whole():
    runs = [Trace(total, (), {}, "3.13.0", 0) for total in (5, 900, 1, 7, 6)]

    assert trace.median(runs) is runs[4]


@pytest.fixture
def started(tmp_path):
    """Starts a unit whose entry is this text, in this interpreter."""

    def run(text: str, entry: str = "entry", own=("entry.py",), **variables: str) -> Trace:
        (tmp_path / "entry.py").write_text(text, "utf-8")
        unit = Start("app", (), entry, tmp_path, (tmp_path,), ("colorsys",), variables)
        files = [tmp_path / each for each in own]
        return trace.once(unit, Path(sys.executable), files, {"GIVEN": "1"})

    return run


@pytest.mark.parametrize("entry", ["entry", "entry.py"])
def test_an_entry_is_a_module_or_a_file(started, entry):
    found = started("print('said')\nimport colorsys\nimport this\n", entry)

    # colorsys is the platform's own, and was there before.
    assert [(each.module, each.parent) for each in found.imports[:2]] == [
        ("entry", trace.NOBODY),
        ("this", 0),
    ]


def test_a_file_that_no_import_could_name_counts_as_imported(started, tmp_path):
    (tmp_path / "[slug].py").write_text("import this\n", "utf-8")
    loading = (
        "from importlib.util import module_from_spec, spec_from_file_location\n"
        f"spec = spec_from_file_location('_slug_', {str(tmp_path / '[slug].py')!r})\n"
        "spec.loader.exec_module(module_from_spec(spec))\n"
    )

    found = started(loading, own=["entry.py", "[slug].py"])

    modules = {each.module: each for each in found.imports}
    assert modules["_slug_"].line == 3
    assert found.imports[modules["this"].parent].module == "_slug_"
    assert modules["this"].by == str(tmp_path / "[slug].py")


def test_a_unit_has_its_variables_and_nothing_of_this_shell(started, monkeypatch):
    monkeypatch.setenv("OF_THE_SHELL", "1")

    started(
        "import os\nassert os.environ['GIVEN'] == os.environ['OWN'] == '1'\n"
        "assert 'OF_THE_SHELL' not in os.environ\n",
        OWN="1",
    )


def test_what_does_not_load_is_told_in_its_own_words_without_ours(started, tmp_path):
    with pytest.raises(TraceError) as raised:
        started("import nowhere_at_all\n")

    said = str(raised.value)
    assert said.endswith("ModuleNotFoundError: No module named 'nowhere_at_all'")
    assert 'File "entry.py", line 1' in said
    assert "trace_child" not in said
    assert str(tmp_path) not in said


def test_a_process_that_ends_meanwhile_is_told(started):
    with pytest.raises(TraceError, match="exit code 3"):
        started("import os\nos._exit(3)\n")
