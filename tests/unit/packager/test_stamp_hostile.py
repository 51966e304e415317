"""What comes between a run and the next one, and leaves few traces."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from faasport.cli import program
from faasport.packager import stamp

WHILE = """\
import faasport, pathlib
pathlib.Path({path!r}).write_text({text!r})

@faasport.http
def hello(): ...
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))


def arguments(root, *more):
    return ["package", "--project", str(root), "--target", "fake", *more]


def packaged(root, *more):
    line = arguments(root, *more)
    assert program.run(line) == 0
    assert stamp.read(line) is not None
    return line


@pytest.mark.parametrize("path", ["more.py", "pkg/more.json", "faasport.toml.py"])
def test_a_file_that_came_while_it_was_packaged_is_noticed(make_project, tmp_path, path):
    new = tmp_path / "project" / path
    root = make_project(app=WHILE.format(path=str(new), text="1"), **{"pkg/__init__.py": ""})
    line = arguments(root)

    assert program.run(line) == 0

    assert new.read_text() == "1"
    assert stamp.read(line) is None


def test_a_file_that_went_while_it_was_packaged_is_noticed(make_project, tmp_path):
    gone = tmp_path / "project/gone.py"
    app = f"import faasport, pathlib\npathlib.Path({str(gone)!r}).unlink(missing_ok=True)\n"
    root = make_project(app=app + "@faasport.http\ndef hello(): ...\n", **{"gone.py": "x = 1\n"})
    line = arguments(root)

    assert program.run(line) == 0

    assert stamp.read(line) is None


def test_the_program_at_another_place_is_another_program(make_project, monkeypatch):
    """As where PYTHONPATH names one clone of it, and then another."""
    line = packaged(make_project())

    monkeypatch.setattr(stamp, "__file__", "/elsewhere/faasport/packager/stamp.py")

    assert stamp.read(line) is None


def test_a_path_that_brings_another_adapter_is_noticed(make_project, tmp_path, monkeypatch):
    """Adapters need no metadata where they lie on the path."""
    line = packaged(make_project())
    folder = tmp_path / "nearer"
    fake = Path(__file__).with_name("fake")
    shutil.copytree(fake / "faasport_fake", folder / "faasport_fake")

    monkeypatch.syspath_prepend(str(folder))

    assert stamp.read(line) is None


def test_code_of_an_adapter_that_is_gone_is_no_error(make_project, tmp_path):
    line = packaged(make_project())
    found = stamp.kept(line)
    found["packages"] = [str(tmp_path / "gone")]
    stamp.keep(line, found)

    assert stamp.read(line) is None


def test_a_clock_that_was_put_back_hides_nothing(make_project, monkeypatch):
    root = make_project()
    app = root / "app.py"
    os.utime(app, ns=(app.stat().st_atime_ns, app.stat().st_mtime_ns + 10**15))
    line = packaged(root)
    before = app.stat()

    app.write_text(app.read_text().replace("order_id}", "order_ix}").replace("_id:", "_ix:"))
    os.utime(app, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert stamp.read(line) is None


def test_a_link_that_leads_elsewhere_is_noticed(make_project, tmp_path):
    root = make_project()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("x = 1\n")
    (root / "lib").symlink_to(tmp_path / "one")
    line = packaged(root)

    (root / "lib").unlink()
    (root / "lib").symlink_to(tmp_path / "two")

    assert stamp.read(line) is None


def test_a_file_that_runs_now_is_noticed(make_project):
    root = make_project()
    line = packaged(root)

    (root / "app.py").chmod(0o755)

    assert stamp.read(line) is None


def test_an_entry_of_somebody_else_serves_however_old_it_is(tmp_path, monkeypatch):
    """As where a cache is mounted, or was restored by another user: its times cannot be set."""
    name = stamp.store.key("x")
    stamp.store.put("kind", name, b"kept")
    (entry,) = (tmp_path / "cache/faasport/kind").glob("*/" + name)
    os.utime(entry, (86400, 86400))

    def denied(*_given, **_more):
        raise PermissionError

    monkeypatch.setattr(os, "utime", denied)

    assert stamp.store.get("kind", name) == b"kept"


def test_the_interpreter_counts(make_project, monkeypatch):
    line = packaged(make_project())

    monkeypatch.setattr(sys, "executable", "/usr/bin/other")

    assert stamp.read(line) is None
