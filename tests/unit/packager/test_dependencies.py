from __future__ import annotations

import platform
import sys

import pytest

from faasport.packager.target import WheelTarget
from faasport.packager.wheels import complaints, installation
from faasport.project.problem import ProblemsFound

LINUX = WheelTarget("3.13", "x86_64-manylinux_2_28")


def offline(wheels, *names):
    return ["--no-index", f"--find-links {wheels}", *names]


def test_wheels_are_unpacked_without_what_differs_between_machines(tmp_path, make_wheel):
    wheels = make_wheel("tiny")

    installation.install(offline(wheels, "tiny"), LINUX, tmp_path / "in/to", tmp_path)

    assert sorted(installation.read(tmp_path / "in/to")) == [
        "tiny-1.0.dist-info/METADATA",
        "tiny-1.0.dist-info/WHEEL",
        "tiny-1.0.dist-info/entry_points.txt",
        "tiny.py",
    ]
    assert (tmp_path / "in/to/bin/tiny").exists()


def test_a_package_named_bin_is_kept(tmp_path, make_wheel):
    wheels = make_wheel("tiny", **{"bin/__init__.py": ""})

    installation.install(offline(wheels, "tiny"), LINUX, tmp_path / "into", tmp_path)

    assert "bin/__init__.py" in installation.read(tmp_path / "into")


def test_programs_are_kept_if_they_name_no_interpreter(tmp_path, make_wheel):
    programs = {"tiny-1.0.data/scripts/fast": "\x7fELF", "tiny-1.0.data/scripts/slow": "#!python\n"}
    wheels = make_wheel("tiny", **programs)

    installation.install(offline(wheels, "tiny"), LINUX, tmp_path / "into", tmp_path)

    assert [path for path in installation.read(tmp_path / "into") if "bin" in path] == ["bin/fast"]


def test_bytecode_that_stands_for_its_source_is_kept(tmp_path, make_wheel):
    wheels = make_wheel(
        "tiny", **{"core.pyc": "1", "pkg/core.pyc": "2", "__pycache__/tiny.pyc": "3"}
    )

    installation.install(offline(wheels, "tiny"), LINUX, tmp_path / "into", tmp_path)

    kept = [path for path in installation.read(tmp_path / "into") if path.endswith(".pyc")]
    assert kept == ["core.pyc", "pkg/core.pyc"]


def test_faasport_that_a_dependency_asks_for_is_not_installed(tmp_path, make_wheel):
    wheels = make_wheel("common", metadata=["Requires-Dist: faasport[aws]>=1"])
    make_wheel("faasport", version="9.0")

    installation.install(offline(wheels, "common"), LINUX, tmp_path / "into", tmp_path)

    assert not [path for path in installation.read(tmp_path / "into") if "faasport" in path]


def test_the_wheel_is_the_targets_not_the_machines(tmp_path, make_wheel):
    make_wheel("tiny", "cp313-cp313-manylinux_2_28_aarch64")
    wheels = make_wheel("tiny", "cp313-cp313-manylinux_2_28_x86_64")
    arm = WheelTarget("3.13", "aarch64-manylinux_2_28")

    installation.install(offline(wheels, "tiny"), arm, tmp_path / "into", tmp_path)

    assert b"aarch64" in installation.read(tmp_path / "into")["tiny-1.0.dist-info/WHEEL"]


@pytest.mark.parametrize(
    "tag",
    [
        "cp313-cp313-manylinux_2_34_x86_64",
        "cp312-cp312-manylinux_2_17_x86_64",
        "cp313-cp313-macosx_11_0_arm64",
    ],
)
def test_a_missing_wheel_is_a_problem_that_names_the_package(tmp_path, make_wheel, tag):
    wheels = make_wheel("tiny", tag)

    with pytest.raises(ProblemsFound) as found:
        installation.install(offline(wheels, "tiny"), LINUX, tmp_path / "into", tmp_path)

    (problem,) = found.value.problems
    assert problem.code == "missing-wheel"
    assert problem.message.startswith("no wheel of tiny fits.")
    assert problem.where == (
        "pyproject.toml: project.dependencies (for Python 3.13, x86_64-manylinux_2_28)"
    )


def test_a_package_that_exists_nowhere_is_a_problem_that_names_it(tmp_path, make_wheel):
    wheels = make_wheel("tiny")

    with pytest.raises(ProblemsFound) as found:
        installation.install(offline(wheels, "tinny"), LINUX, tmp_path / "into", tmp_path)

    (problem,) = found.value.problems
    assert "tinny" in problem.message


def test_without_a_network_the_command_says_so(tmp_path, monkeypatch):
    # Port 9 (discard) is closed on every machine that runs tests.
    index = "http://127.0.0.1:9/simple"
    lines = [f"--index-url {index}", "no-such-package-anywhere"]
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")

    with pytest.raises(ProblemsFound) as found:
        installation.install(lines, LINUX, tmp_path / "into", tmp_path)

    assert found.value.problems[0].code == "no-network"


def test_a_line_that_is_no_requirement_is_said_in_uvs_words(tmp_path):
    with pytest.raises(ProblemsFound) as found:
        installation.install(["a b c"], LINUX, tmp_path / "into", tmp_path)

    (problem,) = found.value.problems
    assert problem.code == "bad-dependencies"
    assert "a b c" in problem.message


@pytest.fixture
def library(tmp_path):
    """The source of a package `lib`, built by a backend that lies beside it."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/pyproject.toml").write_text(
        '[project]\nname = "lib"\nversion = "1.0"\n'
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    )
    (tmp_path / "lib/backend.py").write_text(BACKEND)
    (tmp_path / "lib/lib.py").write_text("VALUE = 1\n")
    return tmp_path / "lib"


BACKEND = """\
import sys, zipfile
TAG = "py3-none-any"
def build_wheel(folder, config_settings=None, metadata_directory=None):
    info, name = "lib-1.0.dist-info", f"lib-1.0-{TAG}.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.write("lib.py")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: lib\\nVersion: 1.0\\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\\nTag: {TAG}\\n")
        wheel.writestr(f"{info}/RECORD", "lib.py,,\\n")
    return name
"""


@pytest.mark.parametrize("line", ["./lib", "lib @ ./lib", "./lib ; python_version > '3'"])
def test_a_folder_is_built_as_it_is_now(tmp_path, library, line):
    installation.install([line], LINUX, tmp_path / "one", tmp_path)
    (library / "lib.py").write_text("VALUE = 2\n")

    installation.install([line], LINUX, tmp_path / "two", tmp_path)

    assert installation.read(tmp_path / "two")["lib.py"] == b"VALUE = 2\n"


def test_what_this_machine_compiled_is_for_no_target(tmp_path, library):
    here = f"cp{sys.version_info.major}{sys.version_info.minor}"
    tag = f"{here}-{here}-linux_{platform.machine()}"
    (library / "backend.py").write_text(BACKEND.replace("py3-none-any", tag))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    target = WheelTarget(python, f"{platform.machine()}-manylinux_2_28")

    with pytest.raises(ProblemsFound) as found:
        installation.install(["./lib"], target, tmp_path / "into", tmp_path)

    (problem,) = found.value.problems
    assert problem.code == "missing-wheel"
    assert "lib" in problem.message
    assert tag in problem.message


FOREIGN = """\
error: Failed to build `lib @ file:///lib` cause: The built wheel `lib-1.0-cp311-cp311-linux.whl` is
not compatible with the target Python 3.13 on Linux aarch64.
"""
TORCH = """\
  x No solution found when resolving dependencies:
  ╰─▶ Because torch==1.12.0 has no wheels with a matching Python ABI tag
      (e.g., `cp312`) and you require torch==1.12.0, we can conclude that your
      requirements are unsatisfiable.

      hint: You require CPython 3.12 (`cp312`), but we only found wheels for
      `torch` (v1.12.0) with the following Python ABI tags: `cp37m`, `cp38`,
      `cp39`, `cp310`
"""
DOCOPT = """\
error: No solution found when resolving dependencies
  cause: Because all versions of docopt have no usable wheels and you require docopt, we can
"""
SOURCE = "error: Building source distributions is disabled, but attempted to build `sdpkg`"
HINTS = """\
hint: Wheels are required for `numpy` because building from source is disabled for all packages
hint: Wheels are required for `docopt` because building from source is disabled for all packages
"""


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (TORCH, ["torch"]),
        (SOURCE, ["sdpkg"]),
        (DOCOPT, ["docopt"]),
        (HINTS, ["numpy", "docopt"]),
        (FOREIGN, ["lib"]),
    ],
)
def test_every_package_without_a_wheel_is_named_once(said, names):
    problems = complaints.problems_in(said, "requirements.txt")

    assert [problem.message.split()[3] for problem in problems] == names


@pytest.mark.parametrize(
    "said",
    [
        "Failed to fetch: https://h.example/simple/?token=SECRET",
        "Failed to download `a @ https://user:SECRET@h.example/a.whl?sig=SECRET&b=SECRET#x`",
        "Couldn't parse requirement `a @ git+https://SECRET@h.example/a.git ; what`",
        "(http://SECRET:x@h.example/) (http://h.example/?SECRET)",
    ],
)
def test_nobodys_credentials_are_in_what_uv_said(said):
    told = complaints.bare(said)

    assert "SECRET" not in told
    assert "h.example" in told


def test_a_full_disk_is_no_fault_of_the_dependencies():
    said = "error: Failed to install: a.whl cause: No space left on device (os error 28)"

    (problem,) = complaints.problems_in(said, "requirements.txt")

    assert (problem.code, problem.where) == ("system", "this machine")
    assert "TMPDIR" in problem.fix
