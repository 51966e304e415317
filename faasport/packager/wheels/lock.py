"""What uv.lock says, by `uv export`, with the hashes that uv will hold the wheels to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from faasport.packager.wheels import complaints
from faasport.packager.wheels.groups import Groups, normalised
from faasport.packager.wheels.lines import logical
from faasport.project import seen, uv
from faasport.project.config_file import parse
from faasport.project.problem import Problem, ProblemsFound

FILE = "uv.lock"
_EXPORT = [
    *("export", "--format", "requirements-txt", "--no-default-groups", "--prune", "faasport"),
    *("--no-emit-project", "--no-editable", "--no-header", "--no-annotate", "--no-progress"),
    "--no-python-downloads",
]
_SECONDS = 120
# Sources that are nowhere on this machine, or are what their hash says.
_FAR = {"registry", "git", "url"}
_OUTDATED = "needs to be updated"
_CONFLICT = re.compile(r"incompatible with the (?:declared )?conflicts")
_RELATIVE = re.compile(
    r"(?P<before>(?:[\w.-]+(?:\[[^]]*\])?\s*@\s*)?)(?P<path>\.\.?(?:/\S*)?)(?=\s|$)"
)


def folder(root: Path) -> Path | None:
    """Where the lock of the project in `root` lies: there, or at the root of its workspace."""
    if seen.has(root / FILE):
        return root
    return next((above for above in root.parents if _is_workspace_of(above, root)), None)


def lines(root: Path, groups: Groups = ()) -> list[str]:
    """The locked requirements, with those of some groups. A lock that is older than pyproject.toml
    is refused, if uv can tell: without a network it may not."""
    above = folder(root) or root
    asked = [*_EXPORT, *(part for group in groups for part in ("--group", group))]
    done = uv.run([*asked, "--locked"], timeout=_SECONDS, cwd=root)
    if done.code != 0 and _OUTDATED in done.stderr:
        message = "it is older than pyproject.toml, and does not fit it."
        raise ProblemsFound([Problem("stale-lock", FILE, message, "Run: uv lock.")])
    if done.code != 0 and not _CONFLICT.search(done.stderr):
        done = uv.run([*asked, "--frozen"], timeout=_SECONDS, cwd=root)
    if done.code != 0:
        raise ProblemsFound([_refused(complaints.bare(done.stderr))])
    return [_from(root, above, line) for line in logical(done.stdout)]


def asked_for(root: Path, groups: Groups = ()) -> set[str]:
    """The names of what the project itself asks for, not only what it depends on asks for."""
    above = folder(root) or root
    content = parse(above / FILE) or {}
    place = Path(os.path.relpath(root, above)).as_posix()
    for package in content.get("package", ()):
        source = package.get("source", {})
        if place in (source.get("virtual"), source.get("editable")):
            return {normalised(each["name"]) for each in _asked(package, groups)}
    return set()


def is_alone(root: Path) -> bool:
    """Whether the lock is the project's own, and names no other folder or file of this machine."""
    if folder(root) != root:
        return False
    own = ({"virtual": "."}, {"editable": "."})
    sources = [each.get("source", {}) for each in (parse(root / FILE) or {}).get("package", ())]
    if any(not _FAR & each.keys() and each not in own for each in sources):
        return False
    uv_table: Any = (parse(root / "pyproject.toml") or {}).get("tool", {}).get("uv", {})
    return "workspace" not in uv_table


def _asked(package: dict[str, Any], groups: Groups) -> Iterator[dict[str, Any]]:
    yield from package.get("dependencies", ())
    for name, members in package.get("dev-dependencies", {}).items():
        if normalised(name) in groups:
            yield from members


def _is_workspace_of(above: Path, root: Path) -> bool:
    """https://docs.astral.sh/uv/concepts/projects/workspaces/"""
    if not seen.has(above / FILE):
        return False
    found: Any = parse(above / "pyproject.toml") or {}
    for key in ("tool", "uv", "workspace"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return False
    place = root.relative_to(above).as_posix()
    left_out = any(fnmatch(place, glob) for glob in found.get("exclude", ()))
    return not left_out and any(_like(place, glob) for glob in found.get("members", ()))


def _like(place: str, glob: str) -> bool:
    """Whether a path fits, level by level: `*` goes over no slash."""
    parts, globs = place.split("/"), glob.strip("/").removeprefix("./").split("/")
    return len(parts) == len(globs) and all(map(fnmatch, parts, globs))


def _from(root: Path, above: Path, line: str) -> str:
    """A line whose path starts at the lock's folder, as one that starts at the project's."""
    match = _RELATIVE.match(line)
    if root == above or not match:
        return line
    path = Path(os.path.relpath(above / match["path"], root)).as_posix()
    path = path if path.startswith(".") else f"./{path}"
    return f"{match['before']}{path}{line[match.end() :]}"


def _refused(said: str) -> Problem:
    if _CONFLICT.search(said):
        fix = "Give functions groups that fit each other: one artifact may serve all of them."
        return Problem("conflicting-groups", FILE, f"uv says: {said}", fix)
    return Problem("bad-lock", FILE, f"uv cannot read it: {said}", "Run: uv lock.")
