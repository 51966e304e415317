from __future__ import annotations

import os

import pytest

from faasport.project import sources
from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.problem import ProblemsFound


def lay(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")


def collect(root, *modules, out=None, **keys):
    config = Config(name="shop", modules=list(modules), **keys)
    return sources.collect(root, ConfigFile(config, "faasport.toml", ""), out)


def test_code_and_the_data_in_its_packages_ship(tmp_path):
    lay(tmp_path, "app.py", "shop/__init__.py", "shop/pages/home.html", "setup.py", "data.json",
        "infra/main.tf", "space/inner/mod.py")  # fmt: skip

    found = collect(tmp_path, "app", "space.inner.mod")

    assert set(found.files) == {
        "app.py",
        "shop/__init__.py",
        "shop/pages/home.html",
        "space/inner/mod.py",
    }


def test_tests_builds_environments_and_hidden_things_stay_at_home(tmp_path):
    lay(tmp_path, "app.py", "tests/x.py", "shop/__init__.py", "shop/tests/x.py", "shop/.env",
        "shop/conftest.py", "shop/a_test.py", "dist/x.py", "venv/pyvenv.cfg", "venv/x.py",
        ".git/x.py", "shop/__pycache__/x.pyc", "made/.faasport.json", "made/x.py", "out/aws/x.py",
        "shop.egg-info/x.py", "node_modules/x.py", "shop/README.md", "shop/uv.lock")  # fmt: skip

    found = collect(tmp_path, "app", out=tmp_path / "out")

    assert set(found.files) == {"app.py", "shop/__init__.py"}


def test_include_adds_and_exclude_has_the_last_word(tmp_path):
    lay(tmp_path, "app.py", "data/a.json", "data/b.json", "README.md", "old/x.py", "old/deep/y.py")

    found = collect(
        tmp_path, "app", include=["data", "README.md"], exclude=["old/", "data/b*", "nothing"]
    )

    assert set(found.files) == {"app.py", "data/a.json", "README.md"}


@pytest.mark.parametrize("pattern", ["../secrets", "/etc/passwd", ""])
def test_patterns_cannot_leave_the_project(tmp_path, pattern):
    lay(tmp_path, "app.py")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "app", include=["app.py", pattern])

    assert found.value.problems[0].where == "faasport.toml: include[1]"


def test_modules_below_src_make_it_the_root(tmp_path):
    lay(tmp_path, "src/app.py", "src/shop/items.py", "noise.py")

    found = collect(tmp_path, "app", "shop.items")

    assert found.root == tmp_path / "src"
    assert set(found.files) == {"app.py", "shop/items.py"}


def test_modules_that_are_not_there_are_problems_with_hints(tmp_path):
    lay(tmp_path, "orders.py", "shop/items.py", "test_it.py")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "order", "shop.item", "test_it")

    problems = found.value.problems
    assert [problem.where for problem in problems] == [
        "faasport.toml: modules[0]",
        "faasport.toml: modules[1]",
        "faasport.toml: modules[2]",
    ]
    assert problems[0].fix == "Did you mean 'orders'?"
    assert problems[1].fix == "Did you mean 'shop.items'?"
    assert "does not ship" in problems[2].message


def test_linked_folders_ship_and_those_that_lead_back_do_not(tmp_path):
    lay(tmp_path, "project/app.py", "shared/one.py", "shared/deep/two.py")
    (tmp_path / "project/common").symlink_to(tmp_path / "shared")
    (tmp_path / "project/again").symlink_to(tmp_path / "project")
    (tmp_path / "shared/deep/up").symlink_to(tmp_path / "shared")

    found = collect(tmp_path / "project", "app")

    assert set(found.files) == {"app.py", "common/one.py", "common/deep/two.py"}


def test_what_is_no_file_is_not_read(tmp_path):
    lay(tmp_path, "app.py", "shop/__init__.py")
    os.mkfifo(tmp_path / "shop/pipe.py")

    found = collect(tmp_path, "app")

    assert set(found.files) == {"app.py", "shop/__init__.py"}


def test_a_file_whose_name_is_no_text_is_a_problem(tmp_path):
    lay(tmp_path, "app.py", "shop/__init__.py")
    try:
        (tmp_path / os.fsdecode(b"shop/caf\xe9.txt")).touch()
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "app")

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == ("bad-file-name", "shop/caf\\udce9.txt")


def test_dotenv_files_never_ship_whatever_includes_them(tmp_path):
    lay(tmp_path, "app.py", "shop/__init__.py", "shop/.env", "data/.env", "data/.env.local",
        "data/.ENV", "data/.env.d/x.txt", "data/plain.txt", ".env")  # fmt: skip
    (tmp_path / "shop/linked.txt").symlink_to(tmp_path / ".env")

    found = collect(tmp_path, "app", include=["**/*", "data"])

    assert set(found.files) == {"app.py", "shop/__init__.py", "data/plain.txt"}


@pytest.mark.parametrize(
    "pattern", [".env", "shop/.env", "**/.env*", ".env.local", ".ENV", ".env.d/*"]
)
def test_asking_for_a_dotenv_file_is_refused(tmp_path, pattern):
    lay(tmp_path, "app.py", ".env", "shop/.env")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "app", include=["*.py", pattern])

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == ("dotenv-ships", "faasport.toml: include[1]")


@pytest.mark.parametrize("pattern", ["*.txt", "data", "data/**/*.csv", "[", "x y/"])
def test_a_pattern_that_names_nothing_is_refused(tmp_path, pattern):
    lay(tmp_path, "app.py", "data.txt.bak")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "app", include=["app.py", pattern])

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == ("no-match", "faasport.toml: include[1]")


NO_PATTERNS = ["../x", "/etc/passwd", "", "**x", "a\0", ".env"]


def test_every_pattern_that_is_none_is_told(tmp_path):
    lay(tmp_path, "app.py", ".env")

    with pytest.raises(ProblemsFound) as found:
        collect(tmp_path, "app", include=NO_PATTERNS, exclude=[" "])

    assert [(each.code, each.where.partition(": ")[2]) for each in found.value.problems] == [
        *(("bad-value", f"include[{index}]") for index in range(5)),
        ("dotenv-ships", "include[5]"),
        ("bad-value", "exclude[0]"),
    ]


def test_the_whole_folder_may_be_included(tmp_path):
    lay(tmp_path, "app.py", "data/plain.txt", "notes.txt")

    assert set(collect(tmp_path, "app", include=["."]).files) == {
        "app.py",
        "data/plain.txt",
        "notes.txt",
    }
