"""What is unchanged is told at once; whatever changes is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faasport.cli import program, unchanged
from faasport.packager import stamp
from faasport.project import seen

DIGEST = 32  # bytes at the head of an entry
PACKAGED = {"pkg/__init__.py": "", "pkg/data.json": "{}", ".env": "LEVEL=info\n"}
CONFIG = 'include = ["notes/*.txt"]\nenv = { LEVEL = "${LEVEL}", MODE = "${SHOP_MODE}" }\n'


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """What is kept by content alone is the same for all of these tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_cache(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SHOP_MODE", "a")
    for name in ("UV_FIND_LINKS", "UV_CONSTRAINT", "UV_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(make_project):
    return make_project(CONFIG, **PACKAGED, **{"notes/a.txt": "a"})


def arguments(root, *more):
    return ["package", "--project", str(root), "--target", "fake", *more]


def packaged(root, *more):
    """A run of the whole program, which leaves a stamp; gives the command line."""
    line = arguments(root, *more)
    assert program.run(line) == 0
    assert stamp.read(line) is not None
    return line


def edited(root: Path) -> None:
    """In as many bytes, with the times of before."""
    file = root / "app.py"
    before = file.stat()
    file.write_text(file.read_text().replace("order_id}", "order_ix}").replace("_id:", "_ix:"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def written(path: str, text: str = "x = 1\n"):
    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return write


def renamed(root: Path) -> None:
    (root / "pkg/data.json").rename(root / "pkg/other.json")


CHANGES = {
    "a source of the same size and time": edited,
    "a new module": written("more.py"),
    "a new file in a package": written("pkg/new.json", "{}"),
    "another name of a file": renamed,
    "a file less": lambda root: (root / "pkg/data.json").unlink(),
    "a new file that is included": written("notes/b.txt"),
    "a package in src": written("src/app.py"),
    "the configuration": lambda root: written(
        "pyproject.toml", (root / "pyproject.toml").read_text() + "memory = 512\n"
    )(root),
    "another configuration": written("faasport.toml", 'name = "x"\n'),
    "a variable of .env": written(".env", "LEVEL=debug\n"),
    "requirements": written("requirements.txt", "# none\n"),
    "a lock": written("uv.lock", "version = 1\n"),
    "settings of uv": written("uv.toml", "no-index = true\n"),
    "an artifact": lambda root: (root / "dist/fake/code.zip").write_bytes(b"other"),
    "a manifest that is gone": lambda root: (root / "dist/fake/manifest.json").unlink(),
    "a stranger in the folder": written("dist/fake/mine.txt"),
    "an empty folder in it": lambda root: (root / "dist/fake/empty").mkdir(),
    "rights": lambda root: (root / "dist/fake/code.zip").chmod(0o600),
    "no folder": lambda root: (root / "dist").rename(root / "away"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_on_the_disk_is_noticed(root, change):
    line = packaged(root)

    change(root)

    assert stamp.read(line) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOP_MODE", "b"),
        ("LEVEL", "shell"),
        ("UV_INDEX_URL", "https://a.example/simple"),
        ("UV_FIND_LINKS", "wheels"),
        ("XDG_CONFIG_HOME", "elsewhere"),
    ],
)
def test_a_variable_that_counts_is_noticed(root, monkeypatch, name, value):
    line = packaged(root)

    monkeypatch.setenv(name, value)

    assert stamp.read(line) is None


def test_a_value_of_a_secret_that_came_to_this_machine_is_noticed(make_project, monkeypatch):
    root = make_project('secrets = { KEY = "a/key" }\n')
    line = packaged(root)

    monkeypatch.setenv("KEY", "create_order")

    assert stamp.read(line) is None
    assert program.run(line) == 1


def test_settings_of_the_user_that_came_later_are_noticed(root, tmp_path):
    line = packaged(root)

    written("uv/uv.toml", 'resolution = "lowest"\n')(tmp_path / "home")

    assert stamp.read(line) is None


def test_a_distribution_that_was_installed_is_noticed(root, tmp_path, monkeypatch):
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    line = packaged(root)
    (site / "notes.txt").write_text("no distribution")
    still = stamp.read(line)

    (site / "adapter-1.0.dist-info").mkdir()

    assert still is not None
    assert stamp.read(line) is None


def test_another_folder_of_the_same_name_is_noticed(make_project, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(make_project(name="one"))
    line = packaged(link)
    link.unlink()

    link.symlink_to(make_project(name="two"))

    assert stamp.read(line) is None


def test_a_file_that_changed_while_it_was_packaged_is_noticed(make_project, tmp_path):
    other = tmp_path / "project/pkg/data.json"
    app = f"""\
import faasport
open({str(other)!r}, "w").write("later")

@faasport.http
def hello(): ...
"""
    root = make_project(app=app, **PACKAGED)
    line = arguments(root)

    assert program.run(line) == 0

    assert other.read_text() == "later"
    assert stamp.read(line) is None


def test_code_that_changed_is_another_and_that_which_just_did_is_none(tmp_path):
    file = tmp_path / "module.py"
    file.write_text("a = 1\n")
    young = stamp.code([str(tmp_path)])
    os.utime(file, (86400, 86400))
    # The system alone sets the third of its times.
    moments = file.stat().st_ctime_ns

    assert young == ""
    assert moments > 86400


@pytest.mark.parametrize("noise", ["README.md", "tests/test_new.py", ".git/HEAD", "notes/b.md"])
def test_what_does_not_ship_is_no_change(root, noise):
    line = packaged(root)

    written(noise)(root)

    assert stamp.read(line) is not None


def test_another_command_line_is_another_matter(root):
    line = packaged(root)

    assert stamp.read([*line, "--json"]) is None
    assert stamp.read(arguments(root, "--stage", "prod")) is None


def test_force_neither_asks_nor_leaves_a_stamp(root, capsys):
    line = arguments(root, "--force")
    program.run(line)
    program.run(line)

    assert stamp.read(line) is None
    assert "Unchanged" not in capsys.readouterr().out


@pytest.mark.parametrize("listed", ["--find-links wheels\n", "./local\n", "-c pins.txt\n"])
def test_a_folder_of_this_machine_takes_a_whole_run(root, listed):
    written("requirements.txt", listed)(root)
    written("wheels/a.txt")(root)
    written("pins.txt", "tiny==1.0\n")(root)
    written("local/pyproject.toml", '[project]\nname = "local"\nversion = "1"\n')(root)

    program.run(arguments(root))

    assert stamp.read(arguments(root)) is None


def test_the_same_is_told_as_by_a_whole_run(root, capsys):
    line = packaged(root)
    capsys.readouterr()
    program.run(line)
    whole = capsys.readouterr().out

    answered = unchanged.answers(line)

    assert answered
    assert capsys.readouterr().out == whole
    assert "Unchanged: nothing was written." in whole


def test_json_is_the_same_as_by_a_whole_run(root, capsys):
    line = packaged(root, "--json")
    capsys.readouterr()
    program.run(line)
    whole = capsys.readouterr().out

    assert unchanged.answers(line)
    assert json.loads(capsys.readouterr().out) == json.loads(whole)


def test_a_stamp_that_was_damaged_is_none(root, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    line = packaged(root)
    for file in (tmp_path / "cache/faasport/unchanged").glob("*/*"):
        file.write_bytes(file.read_bytes()[:-1])

    assert stamp.read(line) is None
    assert packaged(root) == line


def test_no_value_of_a_secret_is_in_a_stamp(make_project, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KEY", "a-value-that-nobody-sees")
    packaged(make_project('secrets = { KEY = "a/key" }\n'))

    every = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]

    assert every
    assert not any(b"nobody-sees" in file.read_bytes() for file in every)


def test_every_file_that_a_run_opens_is_in_its_stamp(root, tmp_path, monkeypatch):
    """An audit hook sees all of them, and stays for as long as its process."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    opened = tmp_path / "opened.json"
    code = f"""
import json, sys
seen = set()
def hook(event, given):
    if event == "open" and isinstance(given[0], (str, bytes)) and not (given[2] or 0) & 3:
        seen.add(given[0] if isinstance(given[0], str) else given[0].decode())
sys.path[:0] = {sys.path!r}
from faasport.cli import program
sys.addaudithook(hook)
program.run({arguments(root)!r})
json.dump(sorted(seen), open({str(opened)!r}, "w"))
"""
    written("requirements.txt", "")(root)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)

    (entry,) = (tmp_path / "cache/faasport/unchanged").glob("*/*")
    content = json.loads(entry.read_bytes()[DIGEST:])

    read = {path for path in json.loads(opened.read_text()) if path.startswith(str(root))}
    known = {*content["sights"], *content["sources"]["paths"]}
    assert {str(root / "app.py"), str(root / "pyproject.toml"), str(root / ".env")} <= read
    assert {path for path in read if not path.startswith(str(root / "dist"))} <= known


def test_another_interpreter_in_the_same_place_is_noticed(root, monkeypatch):
    line = packaged(root)

    monkeypatch.setattr(seen, "program", lambda path: f"{path} and another")

    assert stamp.read(line) is None
