"""What is kept between runs is what would be made, or is made anew."""

from __future__ import annotations

import io
import json
import marshal
import os
import random
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from faasport.packager import archive, bytecode, pipeline, registry
from faasport.packager.kept import packs, trees
from faasport.packager.target import WheelTarget
from faasport.packager.wheels import keeping
from faasport.project import store, uv
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound

INTERPRETER = Path(sys.executable).resolve()
SOURCES = {
    "app.py": b"x = {'b', 'a', 'c'}\n",
    "one/__init__.py": b"def f(a, *, key=None): return (a, key)\n",
    "one/bad.py": b"def f(:\n",
    "two/__init__.py": b"NAME = 'app.py'\n",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/faasport"


def entries(folder: Path, kind: str) -> list[Path]:
    return sorted(path for path in (folder / kind).glob("*/*") if path.is_file())


def test_what_was_put_is_there(own_cache):
    store.put("kind", store.key("a", "b"), b"content")

    assert store.get("kind", store.key("a", "b")) == b"content"
    assert store.get("kind", store.key("ab")) is None
    assert store.get("other", store.key("a", "b")) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 32 + b"content"])
def test_what_is_damaged_is_not_there(own_cache, damage):
    store.put("kind", store.key("a"), b"content")
    (file,) = entries(own_cache, "kind")

    file.write_bytes(damage)

    assert store.get("kind", store.key("a")) is None


def test_many_may_put_the_same_at_once(own_cache):
    name, content = store.key("a"), os.urandom(1 << 16)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: store.put("kind", name, content), range(40)))

    assert store.get("kind", name) == content
    assert [each.name for each in entries(own_cache, "kind")] == [name]


def test_a_cache_that_cannot_be_written_is_none(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    store.put("kind", store.key("a"), b"content")

    assert store.get("kind", store.key("a")) is None


def test_of_too_much_the_oldest_goes(own_cache, monkeypatch):
    monkeypatch.setattr(store, "MOST", 100)
    for age, name in enumerate("abc"):
        store.put("kind", store.key(name), bytes(30))
        os.utime(own_cache / "kind" / store.key(name)[:2] / store.key(name), (1e9 - age, 1e9 - age))
    (own_cache / "kind/.trimmed").unlink()

    store.put("kind", store.key("d"), bytes(30))

    left = {name for name in "abcd" if store.get("kind", store.key(name)) is not None}
    assert left == {"d"}


def test_only_what_lies_with_a_change_is_made_again():
    made: list[str] = []

    def make(files):
        made.extend(files)
        return {path: data.upper() for path, data in files.items()}

    packs.made("kind", "1", {"a/x": b"x", "a/y": b"y", "b/z": b"z"}, make)
    made.clear()
    again = packs.made("kind", "1", {"a/x": b"x", "a/y": b"other", "b/z": b"z"}, make)
    others = packs.made("kind", "2", {"b/z": b"z"}, make)

    assert again == {"a/x": b"X", "a/y": b"OTHER", "b/z": b"Z"}
    assert others == {"b/z": b"Z"}
    assert made == ["a/x", "a/y", "b/z"]


def test_bytecode_is_the_same_kept_or_made_alone_or_with_others():
    together = bytecode.compile_all(SOURCES, INTERPRETER)
    kept = bytecode.compile_all(SOURCES, INTERPRETER)
    alone = [
        bytecode.compile_all({path: data + b"#", "app.py": SOURCES["app.py"]}, INTERPRETER)
        for path, data in SOURCES.items()
    ]

    assert kept == together
    assert [fault.path for fault in kept.faults] == ["one/bad.py"]
    assert len(kept.files) == 3
    for each in alone:
        for path in each.files.keys() & {name for name in together.files if "app" in name}:
            assert each.files[path][16:] == together.files[path][16:]


HEAD = 16  # https://peps.python.org/pep-0552/
AS_PY_COMPILE = """
import json, py_compile, sys
for path in json.load(sys.stdin):
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(path, f"{path}c", sys.intern(path), doraise=True, invalidation_mode=mode)
"""


def test_bytecode_is_that_of_py_compile(tmp_path):
    sources = {path: text for path, text in SOURCES.items() if "bad" not in path}
    sources |= {"latin.py": "# coding: latin-1\nx = 'é'\n".encode("latin-1"), "ü.py": b"x = 1\n"}
    lay_out(sources, tmp_path)
    command = [INTERPRETER, "-s", "-S", "-B", "-c", AS_PY_COMPILE]
    environment = {"PYTHONHASHSEED": "0"}
    given = json.dumps([*sources])
    subprocess.run(command, input=given, cwd=tmp_path, env=environment, text=True, check=True)

    made = bytecode._share_compiled(INTERPRETER, sources, [*sources])

    for path in sources:
        name, _, content = made[path].partition(b"\n")
        expected = (tmp_path / f"{path}c").read_bytes()
        # Which of its parts refer to one another depends, in Python 3.10, on what else is loaded.
        assert content[:HEAD] == expected[:HEAD]
        assert marshal.loads(content[HEAD:]) == marshal.loads(expected[HEAD:])
        assert name.decode().endswith(f".{sys.implementation.cache_tag}.pyc")


def test_the_order_of_compiling_does_not_show():
    folder = Path(packs.__file__).parents[1]
    sources = {
        f"{top}{path.name}": path.read_bytes() for top in ("", "x/") for path in folder.glob("*.py")
    }
    paths = sorted(sources)
    shuffled = random.Random(1).sample(paths, len(paths))

    one = bytecode._share_compiled(INTERPRETER, sources, paths)
    two = bytecode._share_compiled(INTERPRETER, sources, shuffled)

    assert one == two


def test_an_archive_is_as_zipfile_writes_it():
    files = {
        "empty": b"",
        "pkg/data.bin": os.urandom(5000),
        "pkg/grüße.txt": "Grüße".encode() * 100,
        "run.sh": b"#!/bin/sh\n",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as expected:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100000 | archive.mode(path, content)) << 16
            expected.writestr(info, content)

    first, kept = archive.archived(files), archive.archived(files)

    assert first == kept == buffer.getvalue()


def test_a_folder_is_kept_with_all_that_is_in_it(own_cache, tmp_path):
    (tmp_path / "made/pkg").mkdir(parents=True)
    (tmp_path / "made/pkg/a.py").write_bytes(b"a")
    (tmp_path / "made/b.txt").write_bytes(b"b")

    place = trees.put("kind", store.key("a"), tmp_path / "made", ["pkg/a.py"])
    found = trees.get("kind", store.key("a"))

    assert found == trees.Tree(place, {"pkg/a.py": b"a"})
    assert (place / "b.txt").read_bytes() == b"b"
    assert trees.get("kind", store.key("a"), oldest=1e12) is None


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"x"), Path.unlink])
def test_a_folder_that_was_damaged_is_not_there(tmp_path, damage):
    (tmp_path / "made").mkdir()
    (tmp_path / "made/a.py").write_bytes(b"a")
    place = trees.put("kind", store.key("a"), tmp_path / "made", ["a.py"])

    damage(place / "a.py")

    assert trees.get("kind", store.key("a")) is None


@pytest.fixture
def runs(monkeypatch):
    """What uv is asked to do; it does it."""
    said: list[str] = []
    real = uv.run

    def run(arguments, **options):
        said.append(arguments[0] if arguments[0] != "pip" else " ".join(arguments[:2]))
        return real(arguments, **options)

    monkeypatch.setattr(uv, "run", run)
    return said


def package(root, **options):
    (output,) = pipeline.package(root, registry.select(["fake"]), **options).outputs
    return output.artifacts[0].sha256


def ensure(root):
    (output,) = pipeline.ensure(root, registry.select(["fake"])).outputs
    return output.artifacts[0].sha256


@pytest.fixture
def root(make_project, make_wheel):
    listed = f"--no-index\n--find-links {make_wheel('tiny')}\ntiny\n"
    return make_project(**{"requirements.txt": listed})


def test_a_changed_source_asks_for_no_wheels(root, runs):
    ensure(root)
    runs.clear()
    (root / "app.py").write_text((root / "app.py").read_text() + "# more\n")

    changed = ensure(root)

    assert "pip install" not in runs
    assert changed == package(root)


def test_force_chooses_anew_what_is_not_pinned(root, runs):
    first = package(root)
    runs.clear()

    assert package(root) == first
    assert runs.count("pip install") == 1


def test_what_was_chosen_yesterday_is_chosen_anew(root, runs, monkeypatch):
    ensure(root)
    runs.clear()
    (root / "app.py").write_text((root / "app.py").read_text() + "# more\n")
    now = trees.time.time()
    monkeypatch.setattr("faasport.packager.wheels.keeping.time.time", lambda: now + 25 * 60 * 60)

    ensure(root)

    assert "pip install" in runs


def test_a_new_release_where_wheels_lie_is_found(root, make_wheel, runs):
    first = ensure(root)
    make_wheel("tiny", version="2.0")

    assert ensure(root) != first
    assert runs.count("pip install") == 2


def test_wheels_that_were_damaged_are_unpacked_again(root, runs, own_cache):
    first = ensure(root)
    (file,) = (own_cache / "trees").glob("*/files/tiny.py")
    file.write_text("VALUE = 'tampered'\n")
    (root / "app.py").write_text((root / "app.py").read_text() + "# more\n")
    runs.clear()

    ensure(root)
    (root / "app.py").write_text((root / "app.py").read_text().removesuffix("# more\n"))

    assert "pip install" in runs
    assert ensure(root) == first


def test_a_failure_is_not_kept(make_project, runs, monkeypatch):
    root = make_project(**{"requirements.txt": "missing-package-of-nobody\n"})
    monkeypatch.setenv("UV_NO_INDEX", "1")

    for _ in range(2):
        with pytest.raises(ProblemsFound):
            ensure(root)

    assert runs.count("pip install") == 2


@pytest.mark.parametrize("line", ["./local", "local @ git+https://git.example/local"])
def test_what_is_built_from_a_source_is_not_kept(make_project, line):
    table = '[project]\nname = "local"\nversion = "1"\n'
    root = make_project(**{"local/pyproject.toml": table})
    target = WheelTarget("3.13", "x86_64-manylinux_2_34")

    names = [keeping.name([each], (), target, root, None) for each in (line, "tiny==1.0")]

    assert names[0] is None
    assert names[1] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"lines": ["tiny==1.1"]},
        {"pins": ["other==1"]},
        {"wheels": WheelTarget("3.12", "x86_64-manylinux_2_34")},
        {"wheels": WheelTarget("3.13", "aarch64-manylinux_2_34")},
        {"interpreter": INTERPRETER},
    ],
)
def test_all_that_decides_wheels_is_in_their_name(make_project, change):
    told = {
        "lines": ["tiny==1.0"],
        "pins": [],
        "wheels": WheelTarget("3.13", "x86_64-manylinux_2_34"),
        "root": make_project(),
        "interpreter": None,
    }

    before, again = keeping.name(**told), keeping.name(**told)

    assert before == again != keeping.name(**{**told, **change})


def test_where_packages_come_from_is_in_their_name(make_project, monkeypatch):
    root, target = make_project(), WheelTarget("3.13", "x86_64-manylinux_2_34")
    names = [keeping.name(["tiny"], [], target, root, None)]
    monkeypatch.setenv("UV_INDEX_URL", "https://a.example/simple")
    names.append(keeping.name(["tiny"], [], target, root, None))
    (root / "uv.toml").write_text("no-index = true\n")
    names.append(keeping.name(["tiny"], [], target, root, None))

    assert len(set(names)) == 3


def test_only_what_has_every_hash_holds_longer_than_a_day():
    hashed = "tiny==1.0 --hash=sha256:00"

    assert keeping.oldest([hashed, "--no-index"], anew=True) == 0
    assert keeping.oldest([hashed, "other==1.0"], anew=False) > 0
