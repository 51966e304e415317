"""An import as a whole: what is found, what would be written, and all that is said of it.

Nothing is executed and nothing is written here; see `writing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from errno import ENAMETOOLONG
from functools import cached_property
from pathlib import Path
from typing import Any

from faasport.migrator import bound, configuration, opened, registry, requirements, shipped
from faasport.migrator.configuration import Configuration
from faasport.migrator.draft import KINDS, Remark
from faasport.migrator.origin import Asked
from faasport.migrator.registry import Found
from faasport.project.config_file import OWN_FILE
from faasport.project.problem import refuse


@dataclass(frozen=True)
class Function:
    """One function of the application: whether it runs here, and if not, why."""

    name: str
    where: str
    triggers: tuple[str, ...]
    is_carried: bool
    is_kept: bool
    """Whether what is known of it stands in the configuration, be it as a comment: that runs on
    something else."""
    why: str = ""


@dataclass(frozen=True)
class Migration:
    """What an import of one folder comes to. `files` are to be written, by their paths."""

    folder: Path
    shown: Path
    """The folder as the user calls it."""
    origin: str
    title: str
    file: str
    functions: tuple[Function, ...]
    remarks: tuple[Remark, ...]
    files: Mapping[str, bytes]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many remarks there are of each kind."""
        return {kind: sum(each.kind == kind for each in self.remarks) for kind in KINDS}

    @property
    def carries(self) -> bool:
        """Whether anything could be carried: a function that runs, or what is known of one that
        runs on something else."""
        return any(each.is_carried or each.is_kept for each in self.functions)


def planned(path: Path, name: str, asked: Asked) -> Migration:
    """Read what `path` is, a folder or the file that deploys it. Raises ProblemsFound where there
    is nothing to import."""
    shown = path if path.is_dir() else path.parent
    found, folder = _found(path.absolute(), name)
    with _told_kindly(found.file.name):
        draft = found.origin.read(folder, found.file, asked)
    made = configuration.made(draft, folder)
    ships = shipped.of(folder, made.text, draft.files)
    own, more = requirements.planned(folder, draft.requirements, ships)
    remarks = [*draft.remarks, *made.remarks, *more, *bound.remarks(ships)]
    files = {OWN_FILE: made.text.encode(), **own, **draft.files}
    return Migration(
        folder=folder,
        shown=shown,
        origin=found.origin.name,
        title=found.origin.title,
        file=opened.relative(folder, found.file),
        functions=tuple(_functions(made)),
        remarks=tuple(_once(remarks, made)),
        files=files if made.carried or made.aside else {},
    )


@contextmanager
def _told_kindly(file: str) -> Iterator[None]:
    """What an importer stumbles over in files that were made to that end."""
    try:
        yield
    except RecursionError as error:
        message = "what it says is nested too deeply, or too long a chain."
        raise opened.refused("too-deep", file, message, "Correct the file.") from error
    except (OSError, ValueError) as error:
        if getattr(error, "errno", 0) != ENAMETOOLONG and "null character" not in str(error):
            raise
        message = "a path in it is none: it is too long, or has a NUL in it."
        raise opened.refused("bad-path", file, message, "Correct the file.") from error


def _found(path: Path, name: str) -> tuple[Found, Path]:
    """The origin, its file, and the folder that it describes."""
    if not path.exists():
        fix = "Name the folder of the application, or the file that deploys it."
        raise opened.refused("no-project", str(path), "there is nothing here.", fix)
    origins = [registry.named(name)] if name else registry.every()
    if path.is_file():
        return _of_file(path, origins, is_named=bool(name)), path.parent
    found = registry.recognised(path, origins)
    if not found:
        refuse([registry.nothing(path, origins)])
    return registry.the_one(path, found), path


def _of_file(path: Path, origins: list[Any], *, is_named: bool) -> Found:
    if is_named:
        return Found(origins[0], path)
    known = registry.recognised(path.parent, origins)
    of_it = [each for each in known if each.file.resolve() == path.resolve()]
    if not of_it:
        refuse([registry.nothing(path, origins)])
    return registry.the_one(path.parent, of_it)


def _functions(made: Configuration) -> Iterable[Function]:
    for each in made.functions:
        why = made.aside.get(each.name, "")
        triggers = tuple(configuration.triggers(each.table))
        is_kept = bool(triggers) or bool(each.runtime and each.table)
        yield Function(each.name, each.where, triggers, each.name in made.carried, is_kept, why)


def _once(remarks: Iterable[Remark], made: Configuration) -> Iterable[Remark]:
    """Each remark once, in the order of its kind and then as it was said."""
    renamed = {
        each: replace(each, function=made.renamed.get(each.function, each.function))
        for each in remarks
    }
    every = list(dict.fromkeys(renamed.values()))
    return [each for kind in KINDS for each in every if each.kind == kind]
