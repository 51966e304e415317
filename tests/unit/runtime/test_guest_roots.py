"""Folders that come first on guests' import paths, several of them in one process."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

CORE = Path(__file__).parents[3]

APP = """
import json
import shared
import deep.inner as inner
from deep import other
from shared import NAME as again


def late():
    import rarely

    return rarely.NAME, __import__("shared").NAME, json.dumps([inner.NAME, other.NAME, again])
"""


def write(root: Path, folder: str) -> None:
    files = {
        "app.py": APP,
        "shared.py": f"NAME = '{folder}'",
        "rarely.py": f"NAME = 'rarely {folder}'",
        "deep/__init__.py": "",
        "deep/inner.py": "from . import other\nimport shared\nNAME = 'inner ' + shared.NAME",
        "deep/other.py": f"NAME = 'other {folder}'",
    }
    for name, text in files.items():
        path = root / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def run(root: Path, program: str) -> str:
    """What a program prints in a process of its own, with the root as its code."""
    paths = f"import sys; sys.path[:0] = [{str(root)!r}, {str(CORE)!r}]\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", paths + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_modules_of_one_name_in_two_roots_are_told_apart(tmp_path):
    for folder in ("orders", "users"):
        write(tmp_path, folder)
    told = run(
        tmp_path,
        """
        from faasport.runtime.guest import loaded
        calls = [loaded(f"{root}/app.py:late", root) for root in ("orders", "users")]
        # Imported late, after both are there.
        for call in (*calls, calls[0]):
            print(*call())
        """,
    )
    rows = [
        f'rarely {name} {name} ["inner {name}", "other {name}", "{name}"]'
        for name in ("orders", "users", "orders")
    ]
    assert told.splitlines() == rows


def test_a_root_does_not_hide_the_modules_of_the_code_itself(tmp_path):
    write(tmp_path, "orders")
    (tmp_path / "shared.py").write_text("NAME = 'at the top'", "utf-8")
    told = run(
        tmp_path,
        """
        from faasport.runtime.guest import loaded
        late = loaded("orders.app:late", "orders")
        import shared
        print(shared.NAME, late()[1])
        """,
    )
    assert told == "at the top orders\n"


def test_a_lone_root_is_simply_on_the_path(tmp_path):
    write(tmp_path, "orders")
    told = run(
        tmp_path,
        """
        from importlib import import_module
        from faasport.runtime.guest import loaded
        late = loaded("orders/app.py:late", "orders")
        print(late.__module__, import_module("rarely").NAME)
        """,
    )
    assert told == "app rarely orders\n"


def test_an_error_in_a_module_of_a_root_is_its_own(tmp_path):
    write(tmp_path, "orders")
    write(tmp_path, "users")
    (tmp_path / "users" / "shared.py").write_text("raise LookupError('here')", "utf-8")
    told = run(
        tmp_path,
        """
        from faasport.runtime.guest import loaded
        loaded("orders/app.py:late", "orders")
        try:
            loaded("users/app.py:late", "users")
        except LookupError as error:
            print(error)
        """,
    )
    assert told == "here\n"


@pytest.mark.parametrize("reference", ["gone/app.py:late", "gone.app:late"])
def test_a_root_that_is_not_there_is_told(tmp_path, reference):
    told = run(
        tmp_path,
        f"""
        from faasport.runtime.guest import loaded
        try:
            loaded({reference!r}, "gone")
        except ModuleNotFoundError as error:
            print(error)
        """,
    )
    assert told == "There is no folder 'gone' beside the code.\n"


def test_layers_come_after_the_code(tmp_path):
    write(tmp_path, "orders")
    for folder, text in (("common", "common"), ("more", "more")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "shared.py").write_text(f"NAME = '{text}'", "utf-8")
        (tmp_path / folder / "extra.py").write_text(f"NAME = '{text}'", "utf-8")
    told = run(
        tmp_path,
        """
        from faasport.runtime.guest import layered, loaded
        layered(("common", "more"))
        late = loaded("orders/app.py:late", "orders")
        import extra
        print(late()[1], extra.NAME)
        """,
    )
    assert told == "orders common\n"
