"""A project whose guests are turned into neutral handlers: its changed files, as data."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import tomlkit

from faasport.migrator import documents, opened, toml_text
from faasport.migrator.handlers import file_of
from faasport.migrator.rewrite import module
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.packager import registry
from faasport.project import config_file, guests, sources
from faasport.project.config import Config
from faasport.project.config_file import OWN_FILE
from faasport.project.guest_tables import SHORT, symbol_of
from faasport.project.guests import Guest
from faasport.project.problem import Problem, refuse
from faasport.project.sources import Sources

CASES = "faasport.verify.toml"
# Set for guests alone: see `guest_environment`, `guest_framework` and `guest_function`.
PLATFORM = (
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_EXECUTION_ENV",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "K_SERVICE",
    "K_REVISION",
    "K_CONFIGURATION",
    "FUNCTION_TARGET",
    "WEBSITE_SITE_NAME",
)
GUEST_KEYS = ("handler", "dialect", "payload", "root", *SHORT)


@dataclass(frozen=True)
class Rewriting:
    """`files` are the changed ones by their paths, `before` what they held. `rewritten` are the
    guests that become neutral, `kept` those that do not, with the reason."""

    folder: Path
    before: Mapping[str, str]
    files: Mapping[str, str]
    rewritten: tuple[str, ...]
    kept: Mapping[str, str]

    def diff(self) -> str:
        """What changes, as `diff -u` would tell it."""
        return "".join(
            line
            for path, text in self.files.items()
            for line in difflib.unified_diff(
                self.before[path].splitlines(keepends=True),
                text.splitlines(keepends=True),
                f"a/{path}",
                f"b/{path}",
            )
        )


def planned(folder: Path) -> Rewriting:
    """What becomes of the guests of the project in this folder. Raises ProblemsFound where its
    configuration cannot be read, or stands in another file than ours."""
    file = config_file.read(folder)
    if file.name != OWN_FILE:
        fix = f"Move the table into {OWN_FILE}; its keys are at the top there."
        message = f"--rewrite changes {OWN_FILE} alone."
        refuse([Problem("no-rewrite", file.name, message, fix)])
    found = sources.collect(folder, file, generated={})
    prefix = f"{found.root.relative_to(folder).as_posix()}/" if found.root != folder else ""
    every = guests.of(file.config)
    before: dict[str, str] = {OWN_FILE: _as_it_is(folder, OWN_FILE)}
    texts: dict[str, str] = {}
    done: dict[str, str] = {}
    told: dict[str, str] = {}
    groups = _grouped(every, found)
    for (path, dialect), group in groups.items():
        frames = {each.name: _frame(each, every, file.config, path, found) for each in group}
        able = [each for each in group if not frames[each.name]]
        shown = prefix + path
        if path and able:
            before.setdefault(shown, _as_it_is(folder, shown))
        start = texts.get(shown, before.get(shown, ""))
        elsewhere = partial(_named_elsewhere, path, found)
        using = partial(_user_of, found, {each for each, _ in groups})
        text, kept = _rewritten(dialect, able, start, elsewhere, using)
        if text != start:
            texts[shown] = text
        for each in group:
            reason = kept.get(symbol_of(each.name))
            if frames[each.name]:
                told[each.name] = frames[each.name]
            elif reason:
                where = f"{shown}:{reason.line}: " if reason.line else ""
                told[each.name] = f"{where}{reason.reason}"
            else:
                done[each.name] = path.removesuffix(".py").replace("/", ".")
    names = [each.name for each in every]
    if done:
        configured = {OWN_FILE: _configured(before[OWN_FILE], done)}
        texts = {**configured, **texts, **_cases(folder, before, done)}
    rewritten = tuple(each for each in names if each in done)
    kept_ones = {each: told[each] for each in names if each in told}
    return Rewriting(folder, before, texts, rewritten, kept_ones)


def _as_it_is(folder: Path, path: str) -> str:
    """The text of a file with its byte order mark and its line ends. Raises ProblemsFound."""
    documents.text(folder, path)
    return opened.content(folder, path).decode()


def _cases(folder: Path, before: dict[str, str], done: Mapping[str, str]) -> dict[str, str]:
    """The file of cases, if it changes."""
    if not (folder / CASES).is_file():
        return {}
    before[CASES] = _as_it_is(folder, CASES)
    found = _renamed(before[CASES], done)
    return {CASES: found} if found != before[CASES] else {}


def _renamed(text: str, done: Mapping[str, str]) -> str:
    """The cases of `faasport verify`, with the functions' new names."""
    for name in done:
        told = rf'(?m)^(\s*function\s*=\s*)(["\']){re.escape(name)}\2'
        text = re.sub(told, rf"\1\2{symbol_of(name)}\2", text)
    return text


def _grouped(every: tuple[Guest, ...], found: Sources) -> dict[tuple[str, str], list[Guest]]:
    """Guests by their files and dialects: those of one module share what makes their answers."""
    groups: dict[tuple[str, str], list[Guest]] = {}
    for guest in every:
        path = file_of(guest.handler, guest.root, found)
        groups.setdefault((path, guest.dialect), []).append(guest)
    return groups


def _frame(
    guest: Guest, every: tuple[Guest, ...], config: Config, path: str, found: Sources
) -> str:
    """Why a guest cannot be rewritten whatever its code; empty if it can."""
    if guest.root or guest.layers:
        first = guest.root or guest.layers[0]
        return f"its imports begin at {first}, and those of a neutral handler here."
    if sum(each.handler == guest.handler for each in every) > 1:
        return "its handler is that of another function too."
    name = symbol_of(guest.name)
    if keyword.iskeyword(name) or not name.isidentifier():
        return f"{name} is no name for a function."
    if not all(part.isidentifier() for part in path.removesuffix(".py").split("/")):
        return f"{path} is no module that could be imported."
    if other := _named_elsewhere(path, found, guest.handler.partition(":")[2]):
        return f"{other} may use it."
    return _environment(config, found)


def _environment(config: Config, found: Sources) -> str:
    """A guest has its secrets and its platform's own variables in the environment."""
    for path, content in found.files.items():
        text = content.decode("utf-8", "replace") if path.endswith(".py") else ""
        for name in (*config.secrets, *PLATFORM):
            if re.search(rf"[\"']{re.escape(name)}[\"']", text):
                return f"{path} reads {name}, which only guests have in the environment."
    return ""


def _named_elsewhere(path: str, found: Sources, name: str) -> str:
    """Another module that names both this and its module, and so may call it as it was."""
    stem = PurePosixPath(path).stem
    stem = PurePosixPath(path).parent.name if stem == "__init__" else stem
    for other, content in found.files.items():
        if other == path or not other.endswith(".py"):
            continue
        text = content.decode("utf-8", "replace")
        if all(re.search(rf"\b{re.escape(each)}\b", text) for each in (name, stem)):
            return other
    return ""


def _user_of(found: Sources, handlers: set[str], package: str) -> str:
    """A module that names this package, and holds no handler."""
    for path, content in found.files.items():
        text = content.decode("utf-8", "replace") if path.endswith(".py") else ""
        if path not in handlers and re.search(rf"\b{re.escape(package)}\b", text):
            return path
    return ""


def _rewritten(
    dialect: str,
    group: list[Guest],
    text: str,
    elsewhere: Callable[[str], str],
    using: Callable[[str], str],
) -> tuple[str, Mapping[str, Kept]]:
    """The text of a module, as the rewriter of its dialect has it, and which are kept."""
    subjects = [
        Subject(each.handler.partition(":")[2], symbol_of(each.name), each.payload, each.triggers)
        for each in group
    ]
    rewriter = _rewriter(dialect)
    if rewriter is None:
        reason = Kept(f"handlers of {dialect} are not rewritten.")
        return text, {each.name: reason for each in subjects}
    ambient = next(filter(None, map(using, rewriter.AMBIENT)), "")
    if ambient:
        reason = Kept(f"{ambient} uses {', '.join(rewriter.AMBIENT)}, and may ask for its request.")
        return text, {each.name: reason for each in subjects}
    return module.rewritten(text, subjects, rewriter, elsewhere) if subjects else (text, {})


def _rewriter(dialect: str) -> Any:
    point = registry.installed().get(dialect)
    if point is None:
        return None
    name = f"{point.module.partition('.')[0]}.rewriter"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None


def _configured(text: str, done: Mapping[str, str]) -> str:
    """The configuration without the guests that are none any more: what else their tables say is
    the function's, by the name that it has in Python."""
    if "\r\n" in text:
        return _configured(text.replace("\r\n", "\n"), done).replace("\n", "\r\n")
    document: Any = tomlkit.parse(text)
    for name in done:
        for key in GUEST_KEYS:
            document["functions"][name].pop(key, None)
    for group in (*document.get("stages", {}).values(), *document.get("targets", {}).values()):
        _rename(group.get("functions", {}), done)
    named = document.pop("modules", ())
    modules = {*named, *done.values()}
    rest = str(document.as_string())
    for name in done:
        rest = _retitled(rest, name)
    return _with_modules(rest, sorted(modules))


def _retitled(text: str, name: str) -> str:
    """The table under the function's new name, with the comment above it; not at all if neither it
    nor the comment says anything."""
    head = re.escape(f"functions.{toml_text.dotted([name])}")
    text = re.sub(rf"(?m)^(\[+){head}(?=[].])", rf"\1functions.{symbol_of(name)}", text)
    title = re.escape(f"[functions.{symbol_of(name)}]")
    return re.sub(rf"(?m)(?<![^\n]\n)^{title}\n(?=\n|\Z)\n?", "", text)


def _rename(functions: Any, done: Mapping[str, str]) -> None:
    for name in done:
        if name in functions and symbol_of(name) != name:
            functions[symbol_of(name)] = functions.pop(name)


def _with_modules(text: str, modules: list[str]) -> str:
    """The key, where people look for it: after the name."""
    line = f"modules = {toml_text.inline(modules)}\n"
    lines = text.splitlines(keepends=True)
    after = next((n for n, each in enumerate(lines) if each.startswith("name = ")), -1)
    first = next((n for n, each in enumerate(lines) if each[0] not in "#\n"), len(lines))
    place = after + 1 if after >= 0 else first
    return "".join([*lines[:place], line, *lines[place:]])
