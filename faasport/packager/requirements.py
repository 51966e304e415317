"""What the user's project depends on, as lines of a requirements file, without faasport itself.

faasport is not installed into an artifact: its shipped half is copied there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from faasport.project import uv
from faasport.project.config_file import parse
from faasport.project.problem import Problem, ProblemsFound, refuse

_EXPORT = [
    *("export", "--format", "requirements-txt", "--no-dev", "--prune", "faasport"),
    *("--no-emit-project", "--no-editable", "--no-header", "--no-annotate", "--no-progress"),
    "--no-python-downloads",
]
_EXPORT_SECONDS = 120
_OURS = re.compile(r"faasport\s*(\[[^]]*\])?\s*($|[<>=!~;@(#\s])", re.IGNORECASE)
_EDITABLE = re.compile(r"(?:-e|--editable)[\s=]+")
_ITSELF = re.compile(r"\./?(?:\[(?P<extras>[^]]*)\])?")
_WHEELS = re.compile(r"(?:-f|--find-links)[\s=]+(?P<path>\S+)")
_OUTDATED = "needs to be updated"
_NESTED = re.compile(r"(?:-r|--requirement)[\s=]+(?P<path>\S+)")
_CONSTRAINT = re.compile(r"(?:-c|--constraint)[\s=]+(?P<path>\S+)")


def of_project(root: Path) -> tuple[str, ...]:
    """The requirements by uv.lock, else by requirements.txt, else by `[project] dependencies`."""
    if (root / "uv.lock").is_file():
        lines: Iterable[str] = _locked(root)
    elif (root / "requirements.txt").is_file():
        lines = _listed(root / "requirements.txt")
    else:
        lines = _declared(root)
    return tuple(line for line in map(str.strip, lines) if line and not _OURS.match(line))


def _declared(root: Path, extras: str = "") -> list[str]:
    """`[project] dependencies`, and those of some of its extras."""
    content = parse(root / "pyproject.toml") or {}
    project, tool = content.get("project", {}), content.get("tool", {})
    refuse(_unread(project, tool))
    optional = project.get("optional-dependencies", {})
    groups = {
        "dependencies": project.get("dependencies", []),
        **{
            f"optional-dependencies.{extra}": optional.get(extra, [])
            for extra in filter(None, re.split(r"[\s,]+", extras))
        },
    }
    refuse(
        Problem(
            "bad-requirements",
            f"pyproject.toml: project.{key}",
            "this is not a list of texts.",
            "Correct it.",
        )
        for key, found in groups.items()
        if not isinstance(found, list) or not all(isinstance(line, str) for line in found)
    )
    return [line for found in groups.values() for line in found]


def _unread(project: object, tool: object) -> Iterator[Problem]:
    """Dependencies that only another tool can tell: what it knows must not be lost in silence."""
    code, where = "bad-requirements", "pyproject.toml: "
    if not isinstance(project, dict) or not isinstance(tool, dict):
        yield Problem(code, f"{where}project", "[project] and [tool] are tables.", "Correct it.")
        return
    if "dependencies" in project.get("dynamic", ()):
        message = "the dependencies are dynamic: only a build could tell them."
        fix = "List them under [project] dependencies or in requirements.txt, or run: uv lock."
        yield Problem(code, f"{where}project.dynamic", message, fix)
    if "dependencies" in _table(tool, "poetry") and "dependencies" not in project:
        message = "Poetry's own table is not read."
        fix = "List them under [project] dependencies, or run: poetry export -o requirements.txt."
        yield Problem(code, f"{where}tool.poetry.dependencies", message, fix)
    if sources := _table(_table(tool, "uv"), "sources"):
        message = f"where {', '.join(sorted(sources))} is to come from is read from uv.lock alone."
        yield Problem(code, f"{where}tool.uv.sources", message, "Run: uv lock.")


def _table(parent: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = parent.get(key)
    return found if isinstance(found, dict) else {}


def _locked(root: Path) -> list[str]:
    """What uv.lock says. A lock that is older than pyproject.toml is refused, if uv can tell:
    without a network it may not."""
    done = uv.run([*_EXPORT, "--locked"], timeout=_EXPORT_SECONDS, cwd=root)
    if done.code != 0 and _OUTDATED in done.stderr:
        message = "it is older than pyproject.toml, and does not fit it."
        raise ProblemsFound([Problem("stale-lock", "uv.lock", message, "Run: uv lock.")])
    if done.code != 0:
        done = uv.run([*_EXPORT, "--frozen"], timeout=_EXPORT_SECONDS, cwd=root)
    if done.code != 0:
        reason = " ".join(done.stderr.split())
        problem = Problem("bad-lock", "uv.lock", f"uv cannot read it: {reason}", "Run: uv lock.")
        raise ProblemsFound([problem])
    return list(_logical(done.stdout))


def _listed(path: Path, above: tuple[Path, ...] = ()) -> Iterator[str]:
    """The lines of a requirements file, those that it includes among them."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem("bad-requirements", str(path), f"{error}.", "Correct the file.")
        raise ProblemsFound([problem]) from error
    for line in _logical(text):
        if nested := _NESTED.match(line):
            yield from _included((path.parent / nested["path"]).resolve(), (*above, path.resolve()))
        else:
            yield from _settled(line, path.parent)


def _included(path: Path, above: tuple[Path, ...]) -> Iterator[str]:
    if path in above:
        problem = Problem(
            code="bad-requirements",
            where=str(above[-1]),
            message=f"it includes {path.name}, which includes it in turn.",
            fix="Take one of the two lines out.",
        )
        raise ProblemsFound([problem])
    yield from _listed(path, above)


def _settled(line: str, folder: Path) -> Iterable[str]:
    """A line as it holds on standard input, wherever it was found. What is editable is not, in an
    artifact: there it would be a path of this machine."""
    if constraint := _CONSTRAINT.match(line):
        return [f"--constraint {(folder / constraint['path']).resolve()}"]
    if (wheels := _WHEELS.match(line)) and "://" not in wheels["path"]:
        return [f"--find-links {(folder / wheels['path']).resolve()}"]
    bare = _EDITABLE.sub("", line, count=1)
    if itself := _ITSELF.fullmatch(bare):
        return _declared(folder, itself["extras"] or "")
    return [bare]


def _logical(text: str) -> Iterator[str]:
    """Lines with their continuations, without comments and empty ones."""
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        bare = re.sub(r"(^|\s)#.*$", "", line).strip()
        if bare:
            yield " ".join(bare.split())
