"""The origins that are installed, found by the entry-point group `faasport.origins`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from faasport.migrator.opened import refused, within
from faasport.migrator.origin import Guessing, Origin
from faasport.migrator.python_source import LEFT_OUT
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse

GROUP = "faasport.origins"
_SHOWN = 5
_MOST = 200


@dataclass(frozen=True)
class Found:
    """An origin, and the file by which a folder is known to be of it."""

    origin: Origin
    file: Path


def installed() -> dict[str, EntryPoint]:
    """Name to entry point, sorted; a name that two distributions claim is refused."""
    found: dict[str, dict[str, EntryPoint]] = defaultdict(dict)
    for point in entry_points(group=GROUP):
        found[point.name][point.value] = point
    refuse(_clash(name, points) for name, points in sorted(found.items()) if len(points) > 1)
    return {name: next(iter(points.values())) for name, points in sorted(found.items())}


def load(point: EntryPoint) -> Origin:
    """Import one importer and make it."""
    try:
        origin: object = point.load()()
    except Exception as error:
        message = f"the importer does not load: {type(error).__name__}: {error}."
        raise refused("broken-origin", _place(point), message, "Reinstall it.") from error
    if not isinstance(origin, Origin):
        message = "this is no importer of faasport's."
        raise refused("broken-origin", _place(point), message, "Reinstall it.")
    return origin


def named(name: str) -> Origin:
    """The origin that `--from` calls by this name."""
    known = installed()
    if name not in known:
        message = f"nothing here imports from {name!r}; known: {', '.join(known) or 'none'}."
        hint = did_you_mean(name, known)
        fix = hint if hint.startswith("Did") else "Name one of them, or leave --from out."
        raise refused("unknown-origin", f"--from {name}", message, fix)
    return load(known[name])


def every() -> list[Origin]:
    """Those that load. One that is broken matters only if it is asked for."""
    found = []
    for point in installed().values():
        try:
            found.append(load(point))
        except ProblemsFound:
            continue
    return found


def recognised(folder: Path, origins: Iterable[Origin]) -> list[Found]:
    """The origins whose files are in a folder, and the file of each; of a folder that is surely of
    none, those that it may be of."""
    every = list(origins)
    sure = [(each, each.recognised(folder)) for each in every]
    if not any(file for _, file in sure):
        sure = [(each, each.likely(folder)) for each in every if isinstance(each, Guessing)]
    return [Found(each, within(folder, file)) for each, file in sure if file is not None]


def the_one(folder: Path, found: Sequence[Found]) -> Found:
    """Of several the one that says most: a file of a framework's own, such as serverless.yml, names
    its functions; sources alone may be of it. Raises ProblemsFound where that does not tell."""
    described = [each for each in found if each.file.suffix != ".py"]
    if len(found) == 1 or len(described) == 1:
        return (described or found)[0]
    names = sorted(each.origin.name for each in found)
    files = ", ".join(sorted(f"{each.file.name} ({each.origin.name})" for each in found))
    raise refused(
        "several-origins",
        str(folder),
        f"this may be of several: {files}.",
        f"Say which: {' or '.join(f'--from {name}' for name in names)}.",
    )


def nothing(path: Path, origins: Sequence[Origin]) -> Problem:
    """That no origin knows a folder; one further in may be meant."""
    inner = [each.file for folder in _folders(path) for each in recognised(folder, origins)]
    if inner:
        files = ", ".join(sorted({file.as_posix() for file in inner})[:_SHOWN])
        fix = "Import one of these folders, each by itself."
        return Problem("no-origin", str(path), f"nothing here is known, but {files} is.", fix)
    titles = sorted(f"{each.name} ({each.title})" for each in origins)
    known = ", ".join(titles) or "nothing, as none is installed"
    return Problem(
        "no-origin",
        str(path),
        f"nothing here is known; looked for: {known}.",
        "Name the folder or the file that deploys the application, or say what it is by --from.",
    )


def _folders(path: Path) -> list[Path]:
    """Those a level or two further in, where people keep the parts of one repository."""
    found = [each for pattern in ("*", "*/*") for each in sorted(path.glob(pattern))[:_MOST]]
    return [each for each in found if each.is_dir() and not _is_hidden(each.relative_to(path))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part in LEFT_OUT for part in path.parts)


def _clash(name: str, points: Iterable[str]) -> Problem:
    return Problem(
        code="duplicate-origin",
        where=f"entry-point group {GROUP}",
        message=f"several importers call themselves {name!r}: {', '.join(sorted(points))}.",
        fix="Uninstall all but one of them.",
    )


def _place(point: EntryPoint) -> str:
    return f"origin {point.name} ({point.value})"
