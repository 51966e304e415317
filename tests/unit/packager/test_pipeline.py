from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from faasport.packager import inputs, pipeline, registry
from faasport.project.problem import ProblemsFound

ZIP, FOLDER = "fake", "fakefolder"


def package(root: Path, *names: str, **options: object) -> pipeline.Package:
    return pipeline.package(root, registry.select(names), **options)


def names_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_two_builds_in_two_folders_at_two_times_are_identical(make_project, make_wheel, tmp_path):
    wheels = make_wheel("tiny")
    listed = f"--no-index\n--find-links {wheels}\ntiny\n"
    one = make_project(**{"requirements.txt": listed})
    two = make_project(name="else/where/another-project", **{"requirements.txt": listed})
    for path in two.rglob("*"):
        os.utime(path, (86400, 86400))

    first = package(one, ZIP, FOLDER)
    second = package(two, ZIP, FOLDER)

    digests = [
        [artifact.sha256 for output in made.outputs for artifact in output.artifacts]
        for made in (first, second)
    ]
    assert digests[0] == digests[1]
    assert len(set(digests[0])) == 2


def test_an_archive_holds_what_ships_and_nothing_else(make_project):
    root = make_project(
        **{
            "README.md": "",
            "uv.toml": "",
            "notes.txt": "",
            ".env": "SECRET=1",
            "conftest.py": "",
            "test_app.py": "",
            "tests/test_more.py": "",
            "shop/__init__.py": "",
            "shop/data.json": "{}",
            "pictures/cat.png": "",
        }
    )

    package(root, ZIP)

    names = names_in(root / "dist/fake/code.zip")
    sources = {name for name in names if not name.endswith(".pyc")}
    assert {name for name in sources if not name.startswith("faasport/")} == {
        "app.py",
        "faasport_app.py",
        "fake_main.py",
        "shop/__init__.py",
        "shop/data.json",
        "faasport_fake/__init__.py",
    }
    core = {name for name in sources if name.startswith("faasport/")}
    assert all(name.startswith(("faasport/__init__.py", "faasport/_")) for name in core)
    assert "faasport/__init__.py" in core


def test_every_python_file_has_bytecode_that_is_not_checked(make_project):
    root = make_project()

    package(root, ZIP)

    tag = sys.implementation.cache_tag
    with zipfile.ZipFile(root / "dist/fake/code.zip") as archive:
        names = set(archive.namelist())
        flags = {archive.read(name)[4] for name in names if name.endswith(".pyc")}
    expected = {
        str(Path(name).parent / "__pycache__" / f"{Path(name).stem}.{tag}.pyc")
        for name in names
        if name.endswith(".py")
    }
    assert {name for name in names if name.endswith(".pyc")} == expected
    assert flags == {1}


def test_the_generated_module_answers_a_request(make_project, tmp_path):
    root = make_project()

    package(root, FOLDER)

    code = (
        "from faasport_app import application;"
        "from faasport.runtime.request import Request;"
        "print(application().call(Request(raw_path='/orders/7')).body.decode())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}",
         str(root / "dist/fakefolder/out/app.func")],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {"id": 7}


def test_a_folder_hashes_as_its_sorted_lines_of_path_and_digest(make_project):
    root = make_project()

    made = package(root, FOLDER)

    artifact = made.outputs[0].artifacts[0]
    folder = root / "dist/fakefolder" / artifact.path
    files = [path for path in folder.rglob("*") if path.is_file()]
    lines = sorted(
        f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in files
    )
    assert artifact.sha256 == hashlib.sha256("".join(lines).encode()).hexdigest()
    assert artifact.bytes == sum(path.stat().st_size for path in files)


def test_nothing_is_written_if_one_target_fails(make_project):
    root = make_project()

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP, "fakerefusing")

    assert [problem.where for problem in found.value.problems] == ["create_order", "get_order"]
    assert not (root / "dist").exists()


def test_what_modules_print_stays_out_of_the_way(make_project, capfd):
    app = 'import faasport\nprint("noise")\n@faasport.http\ndef hello(): ...\n'
    root = make_project(app=app)

    made = package(root, ZIP)

    assert capfd.readouterr().out == ""
    assert [function.name for function in made.project.functions] == ["hello"]


@pytest.mark.parametrize("path", ["fake_main.py", "faasport/__init__.py", "faasport_app.py"])
def test_a_module_named_like_one_of_ours_is_refused(make_project, path):
    root = make_project(**{path: ""})

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP)

    (problem,) = found.value.problems
    assert (problem.code, problem.where) == ("name-taken", path.partition("/")[0])


@pytest.mark.parametrize("path", ["tiny.py", "tiny/__init__.py", "tiny/more.py"])
def test_a_module_that_a_dependency_has_too_is_refused(make_project, make_wheel, path):
    listed = f"--no-index\n--find-links {make_wheel('tiny')}\ntiny\n"
    root = make_project(**{"requirements.txt": listed, path: ""})

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP)

    (problem,) = found.value.problems
    assert problem.code == "name-taken"
    assert "a dependency has a module 'tiny' too (tiny.py)" in problem.message


def test_folders_without_init_may_share_a_name_with_a_dependency(make_project, make_wheel):
    wheels = make_wheel("tiny", **{"space/theirs.py": ""})
    listed = f"--no-index\n--find-links {wheels}\ntiny\n"
    root = make_project(**{"requirements.txt": listed, "space/ours.py": ""})

    package(root, ZIP)

    names = names_in(root / "dist/fake/code.zip")
    assert {"space/ours.py"} <= names
    assert any(name.endswith("space/theirs.py") for name in names)


def test_a_module_that_hides_one_of_pythons_own_is_warned_of(make_project):
    made = package(make_project(**{"calendar.py": ""}), ZIP)

    (said,) = [each for each in made.outputs[0].warnings if "calendar" in each]
    assert said.startswith("calendar.py hides Python's own module 'calendar'")


def test_a_syntax_error_anywhere_in_the_users_code_is_a_problem(make_project):
    root = make_project(**{"shop/__init__.py": "", "shop/other.py": "x = 1\ndef f(:\n"})

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP)

    problem = found.value.problems[0]
    assert (problem.code, problem.where) == ("syntax-error", "shop/other.py:2")


def test_a_file_of_a_wheel_that_does_not_compile_is_shipped_as_it_is(make_project, make_wheel):
    wheels = make_wheel("tiny", **{"tiny_template.py": "def {{ name }}(:\n"})
    root = make_project(**{"requirements.txt": f"--no-index\n--find-links {wheels}\ntiny\n"})

    package(root, ZIP)

    names = names_in(root / "dist/fake/code.zip")
    tag = sys.implementation.cache_tag
    assert {"tiny.py", "tiny_template.py", f"__pycache__/tiny.{tag}.pyc"} <= names
    assert f"__pycache__/tiny_template.{tag}.pyc" not in names


def test_without_an_interpreter_there_is_a_warning_and_no_bytecode(make_project, monkeypatch):
    # No version 3.99 exists, and no index is asked for one.
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    root = make_project()
    text = (root / "pyproject.toml").read_text("utf-8")
    (root / "pyproject.toml").write_text(
        "\n".join(
            'python = "3.99"' if line.startswith("python") else line for line in text.splitlines()
        )
    )

    made = package(root, ZIP)

    assert any("Python 3.99" in warning for warning in made.outputs[0].warnings)
    assert not [name for name in names_in(root / "dist/fake/code.zip") if name.endswith(".pyc")]


def test_another_python_need_not_have_what_the_platform_needs(
    make_project, make_wheel, monkeypatch
):
    monkeypatch.setenv("PYENV_ROOT", "/nowhere")
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    wheels = make_wheel("platform", "cp399-cp399-manylinux_2_17_x86_64")
    root = make_project(**{"requirements.txt": f"--no-index\n--find-links {wheels}\n"})
    text = (root / "pyproject.toml").read_text("utf-8")
    (root / "pyproject.toml").write_text(
        "\n".join(
            'python = "3.99"' if line.startswith("python") else line for line in text.splitlines()
        )
    )
    (target,) = registry.select([ZIP])
    monkeypatch.setattr(type(target), "requirements", lambda *_: ("platform",))

    made = package(root, ZIP)

    assert any("Python 3.99" in warning for warning in made.outputs[0].warnings)


def test_a_stage_changes_what_is_written(make_project):
    root = make_project('env = { A = "1", B = "1" }\n[tool.faasport.stages.prod.env]\nB = "2"\n')

    package(root, ZIP, stage="prod")

    manifest = json.loads((root / "dist/fake/manifest.json").read_text())
    assert manifest == {"A": "1", "B": "2"}


def test_a_fresh_artifact_is_kept_and_knows_its_functions(make_project):
    root = make_project()
    made = package(root, ZIP)
    before = (root / "dist/fake/code.zip").stat().st_mtime_ns

    again = pipeline.ensure(root, registry.select([ZIP]))

    assert (root / "dist/fake/code.zip").stat().st_mtime_ns == before
    assert again.project.functions == made.project.functions
    assert again.outputs == made.outputs


@pytest.mark.parametrize("change", ["source", "config", "artifact", "missing"])
def test_a_stale_artifact_is_made_anew(make_project, change):
    root = make_project()
    package(root, ZIP)
    changes = {
        "source": lambda: (root / "app.py").write_text(
            "import faasport\n@faasport.http\ndef other(): ...\n"
        ),
        "config": lambda: make_project("memory = 1024\n"),
        "artifact": lambda: (root / "dist/fake/code.zip").write_bytes(b""),
        "missing": (root / "dist/fake/manifest.json").unlink,
    }
    changes[change]()

    made = pipeline.ensure(root, registry.select([ZIP, FOLDER]))

    fresh = package(root, ZIP, FOLDER)
    assert made.outputs == fresh.outputs
    assert made.project.functions == fresh.project.functions


@pytest.mark.parametrize("named", ["-c pins.txt", "./wheels/tiny-1.0-py3-none-any.whl"])
def test_a_file_that_requirements_name_is_an_input_too(make_project, make_wheel, named):
    wheels = make_wheel("tiny")
    root = make_project(**{"pins.txt": "tiny==1.0\n", "requirements.txt": f"{named}\n"})
    (root / "wheels").symlink_to(wheels)
    before = marks(root)

    (root / "pins.txt").write_text("tiny==2.0\n")
    make_wheel("tiny", **{"more.py": ""})

    assert marks(root) != before


def marks(root):
    (target,) = registry.select([ZIP])
    return inputs.read(root, None, "dev").fingerprint(target)


def test_targets_that_nobody_installed_are_named_with_those_that_are(make_project):
    root = make_project("[tool.faasport.targets.awz]\n[tool.faasport.stages.a.targets.faek]\n")

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP)

    first, second = found.value.problems
    assert first.where == "pyproject.toml: tool.faasport.targets.awz"
    assert "fake, fakefolder" in first.message
    assert second.fix == "Did you mean 'fake'?"


def test_the_options_of_every_target_are_checked_at_once(make_project):
    root = make_project(
        "[tool.faasport.targets.fake]\nunti = 'app'\n"
        "[tool.faasport.targets.fakefolder]\nunit = 'ap'\n"
    )

    with pytest.raises(ProblemsFound) as found:
        package(root, ZIP, FOLDER)

    assert [(problem.where, problem.fix) for problem in found.value.problems] == [
        ("pyproject.toml: tool.faasport.targets.fake.unti", "Did you mean 'unit'?"),
        ("pyproject.toml: tool.faasport.targets.fakefolder.unit", "Did you mean 'app'?"),
    ]
