"""The wheels that uv chooses for every platform: by the platform's C library, not by this
machine's.

uv is asked what it would install, with the very arguments of a real run; that takes the index but
no download. Lambda's Python 3.11 is the case that fails if a system's name stands for its C
library: it runs on Amazon Linux 2, and "linux" would give it wheels for a glibc that it has not
got.
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
from functools import cache

import pytest

from faasport.packager import registry
from faasport.packager.target import WheelTarget
from faasport.packager.wheels import installation
from faasport.project import uv
from faasport.project.problem import ProblemsFound
from tests.unit.targets.projects import project

PACKAGES = ("numpy", "cryptography", "pydantic")
COMPILED = ("numpy", "cryptography", "pydantic_core")
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
# By target and by the Python that is packaged for: the minor version of its glibc 2.
GLIBC = {
    "aws": {"3.11": 26, "3.12": 34, "3.13": 34},
    "azure": {"3.13": 31},
    "gcp": {"3.11": 35, "3.12": 35, "3.13": 35},
    "vercel": {"3.12": 34, "3.13": 34},
}
X86_ONLY = {"azure", "gcp"}
_CHOSEN = re.compile(r"Selecting: \S+ \[compatible\] \((\S+)\.whl\)")
_MANYLINUX = re.compile(r"manylinux(?:_2_(\d+)|2014)_(\w+)")


@cache
def chosen(wheels: WheelTarget) -> dict[str, tuple[str, str, str]]:
    """Python tag, ABI and platform tags by distribution."""
    arguments = [*installation.arguments_for(wheels), "--dry-run", "--verbose"]
    with tempfile.TemporaryDirectory() as empty:  # where nothing is installed yet
        done = uv.run([*arguments, "--target", empty], timeout=300, given="\n".join(PACKAGES))
    assert done.code == 0, done.stderr
    found = (name.split("-") for name in _CHOSEN.findall(done.stderr))
    return {name: (python, abi, tags) for name, _version, *_build, python, abi, tags in found}


def packaged_for(target: str, python: str) -> str:
    """The Python asked for, or the first that the target packages for; all are of one width."""
    return max(python, min(GLIBC[target]))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("target", GLIBC)
def test_the_right_wheels_are_chosen(target, python, machine):
    (it,) = registry.select([target])
    asked = project(python=python, architecture=machine)
    if target in X86_ONLY and machine == "arm64":
        codes = [problem.code for problem in it.check(asked)]
        assert "unsupported-architecture" in codes
        return

    wheels = chosen(it.wheels(asked))

    expected = packaged_for(target, python)
    for name in COMPILED:
        interpreter, abi, tags = wheels[name]
        offered = {(int(minor or 17), each) for minor, each in _MANYLINUX.findall(tags)}
        assert {each for _, each in offered} == {MACHINES[machine]}, tags
        assert min(minor for minor, _ in offered) <= GLIBC[target][expected], tags
        assert fits(interpreter, abi, expected), (interpreter, abi)


def fits(interpreter, abi, python):
    """CPython's tags: this very version, or the stable ABI of an earlier one."""
    minor = int(interpreter.removeprefix("cp3"))
    wanted = int(python.partition(".")[2])
    return minor <= wanted if abi == "abi3" else (minor, abi) == (wanted, interpreter)


def test_the_oldest_glibc_does_not_get_the_newest_numpy():
    (aws,) = registry.select(["aws"])
    old = chosen(aws.wheels(project(python="3.11")))["numpy"]
    by_name = chosen(WheelTarget("3.11", "x86_64-unknown-linux-gnu"))["numpy"]

    assert "manylinux2014_x86_64" in old[2]
    # This is what the trap is: the same Python, by the name of its system.
    assert "manylinux2014_x86_64" not in by_name[2]


def test_a_wheel_for_a_newer_glibc_is_no_wheel_for_lambdas_python_3_11(tmp_path, make_wheel):
    wheels = make_wheel("tiny", "cp311-cp311-manylinux_2_28_x86_64")
    (aws,) = registry.select(["aws"])
    lines = ["--no-index", f"--find-links {wheels}", "tiny"]
    newer = WheelTarget("3.11", "x86_64-manylinux_2_28")

    with pytest.raises(ProblemsFound) as found:
        installation.install(lines, aws.wheels(project(python="3.11")), tmp_path / "a", tmp_path)
    installation.install(lines, newer, tmp_path / "b", tmp_path)

    (problem,) = found.value.problems
    assert problem.code == "missing-wheel"
    assert problem.message.startswith("no wheel of tiny fits.")
    assert (tmp_path / "b/tiny.py").exists()


def test_a_package_that_has_but_its_source_fails_with_its_name_and_the_way_out(tmp_path):
    info = "Metadata-Version: 2.1\nName: onlysource\nVersion: 1.0\n"
    archive = tmp_path / "wheels/onlysource-1.0.tar.gz"
    sdist(archive, {"PKG-INFO": info, "setup.py": "raise SystemExit('nobody runs this')\n"})
    line = f"--no-index\n--find-links {archive.parent}\nonlysource"

    with pytest.raises(ProblemsFound) as found:
        installation.install(
            [line], WheelTarget("3.13", "x86_64-manylinux_2_34"), tmp_path / "into", tmp_path
        )

    (problem,) = found.value.problems
    assert problem.code == "missing-wheel"
    assert problem.message.startswith("no wheel of onlysource fits.")
    assert "build a wheel of it for that platform, and name its folder with --find-links" in (
        problem.fix
    )
    assert "Choose a version of onlysource that has one" in problem.fix


def sdist(path, files):
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"{path.name.removesuffix('.tar.gz')}/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
