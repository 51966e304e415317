from __future__ import annotations

import pytest

from faasport.migrator import writing
from faasport.project.problem import ProblemsFound

FILES = {"faasport.toml": b"a = 1\n", "sub/extra.txt": b"x\n"}


def content(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_files_are_written_and_nothing_is_left_beside_them(make_folder):
    root = make_folder({"app.py": ""})

    writing.write(root, FILES, force=False)

    assert content(root) == {"app.py": b"", **FILES}
    assert {path.name for path in root.iterdir()} == {"app.py", "faasport.toml", "sub"}


def test_all_files_that_are_in_the_way_are_told_and_none_is_written(make_folder):
    there = {"faasport.toml": "b = 2\n", "sub/extra.txt": "y\n"}
    root = make_folder(there)

    with pytest.raises(ProblemsFound) as found:
        writing.write(root, FILES, force=False)

    assert [each.where for each in found.value.problems] == ["faasport.toml", "sub/extra.txt"]
    assert all("--force" in each.fix for each in found.value.problems)
    assert content(root) == {path: text.encode() for path, text in there.items()}


def test_force_writes_over_them(make_folder):
    root = make_folder({"faasport.toml": "b = 2\n", "sub/extra.txt": "y\n"})

    writing.write(root, FILES, force=True)

    assert content(root) == FILES


@pytest.mark.parametrize("force", [False, True])
def test_a_configuration_in_pyproject_is_never_doubled(make_folder, force):
    root = make_folder({"pyproject.toml": '[tool.faasport]\nname = "shop"\n'})

    with pytest.raises(ProblemsFound) as found:
        writing.write(root, FILES, force=force)

    assert [each.code for each in found.value.problems] == ["configured"]
    assert [*content(root)] == ["pyproject.toml"]


def test_a_pyproject_without_our_table_is_left_alone(make_folder):
    root = make_folder({"pyproject.toml": '[project]\nname = "shop"\n'})

    writing.write(root, FILES, force=False)

    assert content(root)["pyproject.toml"] == b'[project]\nname = "shop"\n'


def test_a_folder_in_the_way_stays_even_by_force(make_folder):
    root = make_folder({"faasport.toml/inner.txt": "x"})

    with pytest.raises(ProblemsFound, match="already"):
        writing.write(root, FILES, force=True)

    assert [*content(root)] == ["faasport.toml/inner.txt"]


@pytest.mark.parametrize("path", ["../out.txt", "/tmp/out.txt", "link/out.txt"])
def test_no_file_is_written_out_of_the_folder(make_folder, tmp_path, path):
    root = make_folder({"app.py": ""})
    (root / "link").symlink_to(tmp_path)

    with pytest.raises(ProblemsFound) as found:
        writing.write(root, {path: b"x"}, force=True)

    assert [each.code for each in found.value.problems] == ["outside"]
    assert not (tmp_path / "out.txt").exists()


def test_a_failure_takes_back_what_was_written(make_folder):
    root = make_folder({"faasport.toml": "b = 2\n", "sub": "a file"})

    with pytest.raises(ProblemsFound) as found:
        writing.write(root, FILES, force=True)

    assert [each.code for each in found.value.problems] == ["cannot-write"]
    assert content(root) == {"faasport.toml": b"b = 2\n", "sub": b"a file"}
    assert len([*root.iterdir()]) == 2
