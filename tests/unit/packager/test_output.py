"""Output folders: what is ours, what is not, and that a failure loses nothing."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from faasport.packager import marker, pipeline, registry, write
from faasport.project.files import lay_out
from faasport.project.problem import ProblemsFound


def package(root, *names):
    return pipeline.package(root, registry.select(names))


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_that_is_not_ours_is_never_touched(make_project):
    root = make_project(**{"dist/fake/mine.txt": "precious"})

    with pytest.raises(ProblemsFound) as found:
        package(root, "fake")

    (problem,) = found.value.problems
    assert problem.code == "foreign-output"
    assert "mine.txt" in problem.message
    assert contents(root / "dist") == {"fake/mine.txt": b"precious"}


def test_a_file_that_was_added_to_our_folder_is_not_ours(make_project):
    root = make_project()
    package(root, "fake")
    (root / "dist/fake/terraform.tfstate").write_text("precious")
    before = contents(root / "dist")

    with pytest.raises(ProblemsFound) as found:
        package(root, "fake")

    assert "terraform.tfstate" in found.value.problems[0].message
    assert contents(root / "dist") == before


def test_an_empty_folder_may_be_used(make_project):
    root = make_project()
    (root / "dist/fake").mkdir(parents=True)

    package(root, "fake")

    assert (root / "dist/fake/code.zip").exists()


def test_a_file_or_a_link_in_place_of_the_folder_is_not_ours(make_project, tmp_path):
    root = make_project(**{"dist/fake": "a file"})
    (tmp_path / "elsewhere").mkdir()
    (root / "dist/fakefolder").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ProblemsFound) as found:
        package(root, "fake", "fakefolder")

    assert [problem.code for problem in found.value.problems] == ["foreign-output"] * 2


def test_what_an_older_build_left_is_replaced_whole(make_project):
    root = make_project(**{"extra.py": ""})
    package(root, "fakefolder")
    (root / "extra.py").unlink()

    package(root, "fakefolder")

    assert not (root / "dist/fakefolder/out/app.func/extra.py").exists()
    assert sorted(path.name for path in (root / "dist").iterdir()) == ["fakefolder"]


def test_a_marker_of_another_version_still_names_our_files(tmp_path):
    (tmp_path / "code.zip").write_bytes(b"")
    (tmp_path / marker.MARKER).write_text('{"files": {"code.zip": "0"}, "novelty": 1}')

    assert marker.foreign(tmp_path) == []
    assert marker.read(tmp_path) is None


def test_a_failed_move_puts_the_old_folders_back(tmp_path, monkeypatch):
    write.replace(tmp_path, {"a": {"one": b"1"}, "b": {"one": b"1"}})
    for name in "ab":
        (tmp_path / name / marker.MARKER).write_text('{"files": {"one": "0"}}')
    before = contents(tmp_path)
    move = Path.replace

    def full_disk(source, target):
        if source.as_posix().endswith("new/b"):
            raise OSError(28, "No space left on device")
        return move(source, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(ProblemsFound) as found:
        write.replace(tmp_path, {"a": {"one": b"2"}, "b": {"one": b"2"}})

    assert "No space left" in found.value.problems[0].message
    assert contents(tmp_path) == before


GLOBS = ("*.tfstate", ".terraform/*")


def ours(folder):
    (folder / marker.MARKER).write_text('{"files": {"one": "0"}}')


def test_what_a_platforms_tool_left_outlives_a_new_package(tmp_path):
    write.replace(tmp_path, {"a": {"one": b"1"}})
    ours(tmp_path / "a")
    (tmp_path / "a/terraform.tfstate").write_text("state")
    (tmp_path / "a/.terraform/providers").mkdir(parents=True)
    (tmp_path / "a/.terraform/providers/google").symlink_to("/nowhere")

    write.replace(tmp_path, {"a": {"one": b"2"}}, {"a": GLOBS})

    assert (tmp_path / "a/one").read_bytes() == b"2"
    assert (tmp_path / "a/terraform.tfstate").read_text() == "state"
    assert (tmp_path / "a/.terraform/providers/google").is_symlink()


def test_a_tools_file_in_a_folder_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/terraform.tfstate").write_text("state")

    with pytest.raises(ProblemsFound) as found:
        write.replace(tmp_path, {"a": {"one": b"2"}}, {"a": GLOBS})

    assert "terraform.tfstate" in found.value.problems[0].message


def test_what_the_system_loads_or_runs_gets_its_right_to(tmp_path):
    files = {"a.py": b"", "b.so": b"", "run": b"#!/bin/sh\n"}

    write.replace(tmp_path, {"a": files})

    modes = {name: (tmp_path / "a" / name).stat().st_mode & 0o100 for name in files}
    assert modes == {"a.py": 0, "b.so": 0o100, "run": 0o100}


def test_two_runs_at_once_take_turns(tmp_path):
    mark = b'{"files": {"one": "0"}}'
    folders = {name: {"one": b"1", marker.MARKER: mark} for name in "ab"}

    def many(_number):
        for _ in range(10):
            write.replace(tmp_path, folders)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(many, range(4)))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert contents(tmp_path / "a") == contents(tmp_path / "b") == folders["a"]


@pytest.mark.skipif(os.name != "posix", reason="folders are not locked there")
def test_what_a_killed_run_left_is_put_back_and_cleared(tmp_path):
    lay_out({".faasport-x/old/a/state": b"precious", ".faasport-x/old/b/one": b"1"}, tmp_path)
    lay_out({".faasport-x/new/a/one": b"2", ".faasport-mine/notes": b"3"}, tmp_path)
    lay_out({"b/two": b"2", f"b/{marker.MARKER}": b'{"files": {"two": "0"}}'}, tmp_path)

    write.replace(tmp_path, {"c": {"one": b"1"}})

    assert sorted(path.name for path in tmp_path.iterdir()) == [".faasport-mine", "a", "b", "c"]
    assert (tmp_path / "a/state").read_bytes() == b"precious"
    assert (tmp_path / "b/two").exists()
