"""The wheels of an artifact, chosen and unpacked by uv for the target's Python and platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from faasport.packager.target import WheelTarget
from faasport.packager.wheels import complaints, direct, requirements
from faasport.project import uv
from faasport.project.problem import Problem, ProblemsFound, refuse

_SECONDS = 600
# What an installer adds, or writes with paths, times or the order of the day in it. Bytecode is
# made anew; where it stands for a source that is not there it is outside of `__pycache__`.
_LEFT_OUT = (
    ".lock",
    "__pycache__/*",
    "*/__pycache__/*",
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/direct_url.json",
    "*.dist-info/uv_*.json",
)
_PROGRAMS = "bin/"
_TAG = re.compile(r"^Tag: (\S+)$", re.MULTILINE)
# faasport's shipped half is in every artifact already, so what a dependency asks for is not
# installed: this marker is true nowhere.
_WITHOUT_US = 'faasport ; python_version < "0"\n'


def install(
    lines: Sequence[str],
    wheels: WheelTarget,
    into: Path,
    root: Path,
    pins: Sequence[str] = (),
) -> None:
    """Unpack the wheels into a folder; uv reads the index settings of the project in `root`.

    An empty platform is that of this machine. `pins` are lines that hold versions which another
    resolution has chosen. uv holds every wheel to the hashes of its line.

    A machine without a network gets a second try with what uv keeps in its cache.
    """
    into.mkdir(parents=True)
    if not lines:
        return
    # Through standard input, so that relative paths in them start from the project.
    listed = "".join(f"{line}\n" for line in lines)
    arguments = [*arguments_for(wheels), "--quiet", "--target", str(into), *_held(pins, into)]
    # What is imported from the folder must not be able to write into what uv keeps for others.
    arguments += ["--link-mode", "copy"]
    arguments += ["--overrides", str(_file(into, "overrides", _WITHOUT_US))]
    for name in direct.to_build(lines, root):
        # uv would keep what it built of a folder until its pyproject.toml changes.
        arguments += ["--no-binary", name, "--reinstall-package", name]
    done = uv.run(arguments, timeout=_SECONDS, cwd=root, given=listed)
    if done.code != 0 and complaints.UNREACHABLE.search(done.stderr):
        again = uv.run([*arguments, "--offline"], timeout=_SECONDS, cwd=root, given=listed)
        done = again if again.code == 0 else done
    if done.code != 0:
        raise ProblemsFound(complaints.problems_in(done.stderr, _where(root, wheels)))
    refuse(_built_here(into, root, wheels))


def read(folder: Path) -> Mapping[str, bytes]:
    """The files of a folder of wheels that belong into an artifact."""
    return {path: (folder / path).read_bytes() for path in sorted(_kept(folder))}


def arguments_for(wheels: WheelTarget) -> list[str]:
    """How uv is told what the wheels must fit."""
    return [
        *("pip", "install", "--no-progress"),
        *("--python", uv.own_python(), "--python-version", wheels.python),
        *(("--python-platform", wheels.platform) if wheels.platform else ()),
        *("--only-binary", ":all:"),
        *("--no-compile-bytecode", "--requirements", "-"),
    ]


def _held(pins: Sequence[str], into: Path) -> list[str]:
    if not pins:
        return []
    return ["--constraint", str(_file(into, "pins", "".join(f"{line}\n" for line in pins)))]


def _file(into: Path, name: str, text: str) -> Path:
    """A file for uv to read, beside the folder."""
    file = into.with_name(f"{into.name}-{name}.txt")
    file.write_text(text, "utf-8")
    return file


def _kept(folder: Path) -> Iterator[str]:
    # A distribution may have a package of this name; the folder of programs has no __init__.
    has_programs = not (folder / _PROGRAMS / "__init__.py").exists()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or any(fnmatchcase(name, pattern) for pattern in _LEFT_OUT):
            continue
        if not (has_programs and name.startswith(_PROGRAMS) and _is_script(path)):
            yield name


def _is_script(path: Path) -> bool:
    """Whether it starts with the path of an interpreter, which the platform does not have."""
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def _built_here(folder: Path, root: Path, wheels: WheelTarget) -> Iterator[Problem]:
    """Problems for wheels that were compiled on this machine, against its own C library. Without
    a platform this machine's are what is wanted."""
    for description in sorted(folder.glob("*.dist-info/WHEEL")) if wheels.platform else ():
        tags = _TAG.findall(description.read_text("utf-8"))
        if tags and all(tag.rpartition("-")[2].startswith("linux_") for tag in tags):
            name = description.parent.name.partition("-")[0]
            said = f"It was compiled on this machine ({tags[0]})."
            yield complaints.no_wheel(name, _where(root, wheels), said)


def _where(root: Path, wheels: WheelTarget) -> str:
    platform = wheels.platform or "this machine"
    return f"{requirements.source(root)} (for Python {wheels.python}, {platform})"
