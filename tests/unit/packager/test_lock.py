"""What uv.lock says is what is packaged, hash by hash."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.wheels import requirements
from faasport.project import uv
from faasport.project.problem import ProblemsFound

PROJECT = '[project]\nname = "{name}"\nversion = "1"\nrequires-python = ">=3.10"\n'


def lock(root):
    command = [uv.binary(), "lock", "--quiet", "--python", uv.own_python()]
    subprocess.run(command, cwd=root, check=True)


def names(lines):
    return [line.split()[0] for line in lines]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path.parent


def from_folder(wheels: Path) -> str:
    return f'[tool.uv]\nno-index = true\nfind-links = ["{wheels}"]\n'


def locked_project(make_project, url, dependencies='["tiny"]'):
    root = make_project(
        f"\n{PROJECT.format(name='shop')}dependencies = {dependencies}\n"
        f'[[tool.uv.index]]\nurl = "{url}"\ndefault = true\n'
    )
    lock(root)
    return root


def test_every_locked_line_keeps_its_hash(make_project, make_wheel, index):
    root = locked_project(make_project, index(make_wheel("tiny")))

    (line,) = requirements.of_project(root)

    assert line.startswith("tiny==1.0 --hash=sha256:")


def test_a_wheel_that_is_not_what_was_locked_is_refused(
    make_project, make_wheel, index, tmp_path, monkeypatch
):
    root = locked_project(make_project, index(make_wheel("tiny")))
    (served,) = (tmp_path / "index").glob("*.whl")
    make_wheel("tiny", **{"tiny.py": "VALUE = 'somebody else was here'\n"})
    served.write_bytes((tmp_path / "wheels" / served.name).read_bytes())
    # uv has kept the wheel that it locked, which is the right one.
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))

    with pytest.raises(ProblemsFound) as found:
        pipeline.package(root, registry.select(["fake"]))

    (problem,) = found.value.problems
    assert problem.code == "hash-mismatch"
    assert problem.message.startswith("tiny==1.0 is not what was locked")
    assert not (root / "dist").exists()


def test_markers_are_those_of_the_target_not_of_this_machine(make_project, make_wheel):
    for name in ("tiny", "other", "windows"):
        wheels = make_wheel(name)
    wanted = [
        "tiny; platform_machine == 'aarch64'",
        "other; platform_machine == 'x86_64' and python_full_version < '3.13'",
        "windows; sys_platform == 'win32'",
    ]
    root = make_project(
        f"\n[tool.faasport.targets.fake]\nplatform = 'aarch64-manylinux_2_28'\n"
        f"{PROJECT.format(name='shop')}dependencies = {wanted}\n{from_folder(wheels)}"
    )
    lock(root)

    pipeline.package(root, registry.select(["fake"]))

    with zipfile.ZipFile(root / "dist/fake/code.zip") as archive:
        present = {name for name in archive.namelist() if name.endswith(".py")}
    assert {"tiny.py", "other.py", "windows.py"} & present == {"tiny.py"}


def test_groups_of_developers_are_not_for_artifacts(tmp_path, make_wheel):
    for name in ("tiny", "other", "third"):
        wheels = make_wheel(name)
    groups = '[dependency-groups]\ndev = ["other"]\nnotebooks = ["third"]\n'
    text = f'{PROJECT.format(name="shop")}dependencies = ["tiny"]\n{groups}{from_folder(wheels)}'
    write(tmp_path / "pyproject.toml", f'{text}default-groups = ["dev", "notebooks"]\n')
    lock(tmp_path)

    assert names(requirements.of_project(tmp_path)) == ["tiny==1.0"]
    assert names(requirements.of_project(tmp_path, ("notebooks",))) == ["third==1.0", "tiny==1.0"]


@pytest.fixture
def workspace(tmp_path, make_wheel):
    """A workspace whose member `app` depends on its member `lib`, and that on a wheel."""
    text = '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/old"]\n'
    root = write(tmp_path / "ws/pyproject.toml", text + from_folder(make_wheel("tiny")))
    build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    library = f'{PROJECT.format(name="lib")}dependencies = ["tiny"]\n{build}'
    write(root / "packages/lib/pyproject.toml", library)
    write(root / "packages/lib/backend.py", BACKEND)
    write(root / "packages/lib/lib.py", "VALUE = 1\n")
    sources = "[tool.uv.sources]\nlib = { workspace = true }\n"
    groups = '[dependency-groups]\nml = ["tiny"]\n'
    application = f'{PROJECT.format(name="app")}dependencies = ["lib"]\n{sources}{groups}'
    write(root / "packages/app/pyproject.toml", application)
    lock(root)
    return root


BACKEND = """\
import zipfile
def build_wheel(folder, config_settings=None, metadata_directory=None):
    info, name = "lib-1.dist-info", "lib-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.write("lib.py")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: lib\\nVersion: 1\\n"
                       "Requires-Dist: tiny\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "lib.py,,\\n")
    return name
def build_editable(folder, config_settings=None, metadata_directory=None):
    return build_wheel(folder)
"""


def test_a_member_of_a_workspace_has_the_lock_of_the_workspace(workspace):
    app = workspace / "packages/app"

    assert requirements.of_project(app) == ("../lib", "tiny==1.0")
    assert requirements.asked_for(app, ()) == {"lib"}
    assert requirements.asked_for(app, (), ("ml",)) == {"lib", "tiny"}


def test_a_member_that_others_depend_on_is_built_and_packaged(workspace, make_project):
    app = workspace / "packages/app"
    (own,) = [make_project()]
    for path in ("app.py",):
        (app / path).write_bytes((own / path).read_bytes())
    table = (own / "pyproject.toml").read_text("utf-8")
    (app / "pyproject.toml").write_text((app / "pyproject.toml").read_text("utf-8") + table)

    pipeline.package(app, registry.select(["fake"]))

    with zipfile.ZipFile(app / "dist/fake/code.zip") as archive:
        assert {"lib.py", "tiny.py", "lib-1.dist-info/METADATA"} <= set(archive.namelist())


def test_what_lies_in_a_workspace_without_being_a_member_is_on_its_own(workspace, tmp_path):
    text = f'{PROJECT.format(name="old")}dependencies = ["other"]\n'
    for place in ("packages/old", "packages/lib/inner", "elsewhere"):
        root = write(workspace / place / "pyproject.toml", text)

        assert requirements.of_project(root) == ("other",)


def test_a_path_source_is_read_from_the_lock(tmp_path, workspace):
    sources = '[tool.uv.sources]\nlib = { path = "../ws/packages/lib", editable = true }\n'
    text = f'{PROJECT.format(name="shop")}dependencies = ["lib"]\n{sources}'
    root = write(tmp_path / "shop/pyproject.toml", text + from_folder(tmp_path / "wheels"))
    lock(root)

    assert requirements.of_project(root) == ("../ws/packages/lib", "tiny==1.0")


def test_a_repository_is_locked_to_its_commit(tmp_path, workspace):
    def git(*arguments):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@a.example", *arguments]
        done = subprocess.run(command, cwd=library, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    library = workspace / "packages/lib"
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "all")
    commit = git("rev-parse", "HEAD")
    sources = f'[tool.uv.sources]\nlib = {{ git = "file://{library}" }}\n'
    text = f'{PROJECT.format(name="shop")}dependencies = ["lib"]\n{sources}'
    root = write(tmp_path / "shop/pyproject.toml", text + from_folder(tmp_path / "wheels"))
    lock(root)

    assert requirements.of_project(root) == (f"lib @ git+file://{library}@{commit}", "tiny==1.0")


def test_groups_that_are_declared_to_conflict_are_refused_together(tmp_path, make_wheel):
    make_wheel("tiny", version="2.0")
    wheels = make_wheel("tiny")
    groups = '[dependency-groups]\nold = ["tiny<2"]\nnew = ["tiny>=2"]\n'
    conflicts = 'conflicts = [[{ group = "old" }, { group = "new" }]]\n'
    text = PROJECT.format(name="shop") + groups + from_folder(wheels) + conflicts
    write(tmp_path / "pyproject.toml", text)
    lock(tmp_path)

    assert names(requirements.of_project(tmp_path, ("old",))) == ["tiny==1.0"]
    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path, ("new", "old"))
    assert [problem.code for problem in found.value.problems] == ["conflicting-groups"]
