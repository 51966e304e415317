"""What is unchanged is not packaged again, and that is said."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from faasport.cli import program
from faasport.packager import inputs, marker, pipeline, registry
from faasport.project import interpreters, uv

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def run(root, *arguments):
    return program.run(["package", "--project", str(root), "--target", "fake", *arguments])


def stamps(folder):
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.fixture
def root(make_project, make_wheel):
    listed = f"--no-index\n--find-links {make_wheel('tiny')}\ntiny\n"
    return make_project(**{"requirements.txt": listed})


def test_an_unchanged_project_is_told_and_no_file_moves(root, capsys):
    run(root)
    before = stamps(root / "dist")
    capsys.readouterr()

    code = run(root)

    out, err = capsys.readouterr()
    assert code == 0
    assert "Unchanged: nothing was written." in out
    assert "warning: It is not real." in out
    assert "create_order" in out and "tiny" in out
    assert err == ""
    assert stamps(root / "dist") == before


def test_json_says_it_for_each_target_and_tells_the_same_besides(root, capsys):
    run(root, "--json")
    first = json.loads(capsys.readouterr().out)["targets"]["fake"]

    code = run(root, "--json", "--target", "fakefolder")

    again = json.loads(capsys.readouterr().out)["targets"]
    assert code == 0
    assert (first["unchanged"], again["fake"]["unchanged"]) == (False, True)
    assert again["fakefolder"]["unchanged"] is False
    assert again["fake"] == {**first, "unchanged": True}
    assert [package["name"] for package in first["sizes"][0]["packages"]] == ["tiny"]


def test_force_packages_anyway_and_makes_the_same_bytes(root, capsys):
    run(root)
    before, content = stamps(root / "dist"), (root / "dist/fake/code.zip").read_bytes()

    run(root, "--force")

    assert "Unchanged" not in capsys.readouterr().out
    assert stamps(root / "dist").keys() == before.keys()
    assert stamps(root / "dist")["fake/code.zip"] != before["fake/code.zip"]
    assert (root / "dist/fake/code.zip").read_bytes() == content


def test_nothing_is_resolved_or_imported_for_what_is_unchanged(root, monkeypatch):
    run(root)
    said = []
    monkeypatch.setattr(uv, "run", lambda arguments, **_: said.append(arguments))

    (output,) = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert output.unchanged
    assert said == []


@pytest.mark.parametrize(
    "line",
    [
        'env = { NEW = "1" }',
        "[tool.faasport.functions.get_order]\nmemory = 1024",
        '[tool.faasport.functions.get_order]\nsecrets = { KEY = "a/key" }',
        '[tool.faasport.targets.fake]\nprovided = ["sdk"]',
        '[dependency-groups]\nml = ["tiny"]\n[tool.faasport.functions.get_order]\ngroups = ["ml"]',
        "[tool.uv]\nexclude-newer = 2026-01-01",
    ],
)
def test_every_line_of_the_configuration_counts(root, line):
    before = fingerprint(root)
    with (root / "pyproject.toml").open("a") as file:
        file.write(f"{line}\n")

    assert fingerprint(root) != before


def fingerprint(root):
    (target,) = registry.select(["fake"])
    return inputs.read(root, None, "dev").fingerprint(target)


def test_where_packages_come_from_counts(root, make_wheel, monkeypatch):
    marks = [fingerprint(root)]

    (root / "uv.toml").write_text("no-index = true\n")
    marks.append(fingerprint(root))
    make_wheel("tiny", **{"more.py": ""})
    marks.append(fingerprint(root))
    monkeypatch.setenv("UV_INDEX_URL", "https://a.example/simple")
    marks.append(fingerprint(root))

    assert len(set(marks)) == 4


@pytest.mark.parametrize(
    "settings",
    [
        {"uv.toml": 'find-links = ["../wheels"]\n'},
        {"uv.toml": '[pip]\nfind-links = ["../wheels"]\n'},
        {"more": '[tool.uv]\nfind-links = ["../wheels"]\n'},
        {"UV_FIND_LINKS": "../wheels"},
        {"UV_CONSTRAINT": "../wheels/pins.txt"},
        {"UV_CONFIG_FILE": "../wheels/pins.txt"},
    ],
)
def test_what_lies_where_packages_come_from_counts(make_project, make_wheel, monkeypatch, settings):
    root = make_project(settings.get("more", ""))
    for name, value in settings.items():
        if name == "uv.toml":
            (root / name).write_text(value)
        elif name != "more":
            monkeypatch.setenv(name, value)
    before = fingerprint(root)
    again = fingerprint(root)

    (make_wheel("tiny") / "pins.txt").write_text("")

    assert before == again != fingerprint(root)


def test_a_users_own_settings_of_uv_count(root, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    before = fingerprint(root)

    (tmp_path / "home/uv").mkdir(parents=True)
    (tmp_path / "home/uv/uv.toml").write_text('resolution = "lowest"\n')

    assert fingerprint(root) != before


def test_a_program_that_lost_its_right_to_run_is_put_right(make_project, capsys):
    root = make_project(**{"pkg/__init__.py": "", "pkg/run.sh": "#!/bin/sh\n"})
    arguments = ("package", "--project", str(root), "--target", "fakefolder")
    program.run(arguments)
    (script,) = (root / "dist").rglob("run.sh")
    script.chmod(0o644)
    capsys.readouterr()

    program.run(arguments)

    assert script.stat().st_mode & 0o100
    assert "Unchanged" not in capsys.readouterr().out


@pytest.mark.parametrize("change", [lambda file: file.write_bytes(b"other"), Path.unlink])
@pytest.mark.parametrize("name", ["code.zip", "manifest.json", "sbom.cdx.json"])
def test_a_file_that_was_changed_or_removed_there_is_made_again(root, capsys, change, name):
    run(root)
    file = root / "dist/fake" / name
    before = file.read_bytes()
    change(file)
    capsys.readouterr()

    run(root)

    assert file.read_bytes() == before
    assert "Unchanged" not in capsys.readouterr().out


def test_a_folder_that_another_run_is_replacing_is_no_error(root, monkeypatch):
    run(root)
    folder = root / "dist/fake"
    found = marker.read(folder)
    names = os.walk

    def vanishing(place):
        yield from list(names(place))
        (folder / "code.zip").unlink(missing_ok=True)

    monkeypatch.setattr(os, "walk", vanishing)

    assert not marker.is_intact(folder, found)


def test_what_a_variable_stands_for_counts(make_project, monkeypatch):
    root = make_project('env = { LEVEL = "${SHOP_LEVEL}" }\n')
    monkeypatch.setenv("SHOP_LEVEL", "info")
    marks = [fingerprint(root), fingerprint(root)]
    monkeypatch.setenv("SHOP_LEVEL", "debug")
    marks.append(fingerprint(root))

    assert marks[0] == marks[1] != marks[2]


def test_an_interpreter_that_came_later_makes_the_bytecode_that_was_missing(root, monkeypatch):
    # No version 3.99 exists, and no index is asked for one.
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    text = (root / "pyproject.toml").read_text("utf-8")
    (root / "pyproject.toml").write_text(text.replace(f'"{PYTHON}"', '"3.99"'))
    first = pipeline.package(root, registry.select(["fake"])).outputs
    same = pipeline.ensure(root, registry.select(["fake"])).outputs
    real = interpreters.find
    monkeypatch.setattr(interpreters, "find", lambda _python, **_options: real(PYTHON))

    again = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert any("no bytecode" in each for each in first[0].warnings)
    assert (same[0].unchanged, again[0].unchanged) == (True, False)
    assert not any("no bytecode" in each for each in again[0].warnings)


def test_another_release_of_the_interpreter_makes_bytecode_of_its_own(root, monkeypatch):
    first = pipeline.package(root, registry.select(["fake"])).outputs
    monkeypatch.setattr(interpreters, "release", lambda _python: f"{PYTHON}.99")

    again = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert first[0].marker.python.startswith(f"{PYTHON}.")
    assert not again[0].unchanged


def test_bytecode_stays_where_its_interpreter_has_gone(root, monkeypatch):
    pipeline.package(root, registry.select(["fake"]))
    monkeypatch.setattr(interpreters, "release", lambda _python: "")

    (output,) = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert output.unchanged


def test_a_touched_file_with_the_same_content_is_no_change(root):
    pipeline.package(root, registry.select(["fake"]))
    text = (root / "app.py").read_bytes()
    time.sleep(0.01)
    (root / "app.py").write_bytes(text)

    (output,) = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert output.unchanged
