"""The user's own files that go into an artifact: importable code, and the data in its packages.

Loose files that are not Python, and folders without any Python, stay at home unless `include` names
them: a project's folder also holds notes, state and secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from faasport.project import seen, tree
from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.guest_tables import PACKAGE
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse


@dataclass(frozen=True)
class Sources:
    """The files to ship, by their path below `root`, the project's folder or the `src` in it."""

    root: Path
    files: Mapping[str, bytes]


def collect(
    root: Path,
    file: ConfigFile,
    out: Path | None = None,
    generated: Mapping[str, bytes] | None = None,
) -> Sources:
    """The user's files, and those that are generated beside them. `out`, where artifacts are
    written, is never among them."""
    modules = file.config.modules
    source_root = tree.source_root(root, tops_of(file.config))
    refuse(_bad_globs(file))
    excluded = [path for each in file.config.exclude for path in tree.matches(source_root, each)]
    matches = [set(tree.matches(source_root, each)) for each in file.config.include]
    refuse(_no_match(file, index) for index, found in enumerate(matches) if not found)
    chosen = tree.chosen(source_root, out, set().union(*matches), excluded)
    refuse(_bad_file_name(path) for path in chosen if not _is_text(path))
    for path in chosen:
        seen.note(source_root / path)
    files = {path: (source_root / path).read_bytes() for path in chosen}
    files.update(generated or {})
    problems = [
        _no_module(source_root, file, index, module, files)
        for index, module in enumerate(modules)
        if not _holds(files, module) and not module.startswith(f"{PACKAGE}.")
    ]
    if problems:
        raise ProblemsFound(problems)
    return Sources(source_root, files)


def tops_of(config: Config) -> set[str]:
    """The top-level modules that the configuration names, with those of guests' handlers."""
    named = {module.partition(".")[0] for module in config.modules} - {PACKAGE}
    handlers = (each.handler for each in config.functions.values() if each.handler)
    return named | {re.split(r"[./:]", handler, maxsplit=1)[0] for handler in handlers}


def _holds(files: Mapping[str, bytes], module: str) -> bool:
    path = module.replace(".", "/")
    return f"{path}.py" in files or f"{path}/__init__.py" in files


def _bad_globs(file: ConfigFile) -> Iterator[Problem]:
    for key in ("include", "exclude"):
        for index, pattern in enumerate(getattr(file.config, key)):
            where = f"{file.name}: {file.table}{key}[{index}]"
            pure = PurePosixPath(pattern)
            if not pattern.strip() or pure.is_absolute() or ".." in pure.parts:
                yield _outside(where, pattern)
            elif any("**" in part and part != "**" for part in pure.parts) or "\0" in pattern:
                yield _no_pattern(where, pattern)
            elif key == "include" and _asks_dotenv(pure):
                yield _dotenv_asked(where, pattern)


def _asks_dotenv(pattern: PurePosixPath) -> bool:
    """Whether a pattern names such a file itself."""
    return any(part.lower().startswith(".env") for part in pattern.parts)


def _is_text(path: str) -> bool:
    """Whether a name is one in UTF-8; others come from the system with lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in path)


def _bad_file_name(path: str) -> Problem:
    return Problem(
        code="bad-file-name",
        where=path.encode("utf-8", "backslashreplace").decode(),
        message="the name of this file is not UTF-8, and a platform may not take it.",
        fix="Rename it, or keep it out with `exclude`.",
    )


def _outside(where: str, pattern: str) -> Problem:
    return Problem(
        code="bad-value",
        where=where,
        message=f"{pattern!r} does not lie in the folder of the sources.",
        fix="Write a pattern relative to that folder, without `..`.",
    )


def _no_pattern(where: str, pattern: str) -> Problem:
    return Problem(
        code="bad-value",
        where=where,
        message=f"{pattern!r} is no pattern: `**` stands for whole folders.",
        fix="Part it from the rest by `/`, or write `*`.",
    )


def _no_match(file: ConfigFile, index: int) -> Problem:
    return Problem(
        code="no-match",
        where=f"{file.name}: {file.table}include[{index}]",
        message=f"{file.config.include[index]!r} names no file here.",
        fix="Correct the pattern, or leave it out.",
    )


def _dotenv_asked(where: str, pattern: str) -> Problem:
    return Problem(
        code="dotenv-ships",
        where=where,
        message=f"{pattern!r} names a file that never ships: what is in it stays on this machine.",
        fix="Leave it out; use `env` for what is public, and `secrets` for what is not.",
    )


def _no_module(
    root: Path, file: ConfigFile, index: int, module: str, files: Mapping[str, bytes]
) -> Problem:
    path = root / module.replace(".", "/")
    left_out = path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
    modules = {name[:-3].replace("/", ".") for name in files if name.endswith(".py")}
    known = {name.removesuffix(".__init__") for name in modules}
    message = f"there is no module {module!r} in {root}."
    if left_out:
        message = f"the module {module!r} is a test, or is excluded, and does not ship."
    return Problem(
        code="no-module",
        where=f"{file.name}: {file.table}modules[{index}]",
        message=message,
        fix="Rename it, or change `exclude`." if left_out else did_you_mean(module, known),
    )
