"""A project whose guests are turned into neutral handlers: its changed files, as data."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import tomlkit

from faasport.migrator import documents, toml_text
from faasport.migrator.handlers import file_of
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.packager import registry
from faasport.project import config_file, guests, sources
from faasport.project.config_file import OWN_FILE
from faasport.project.guest_tables import SHORT, symbol_of
from faasport.project.guests import Guest
from faasport.project.problem import Problem, refuse
from faasport.project.sources import Sources

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
    before: dict[str, str] = {OWN_FILE: documents.text(folder, OWN_FILE)}
    texts: dict[str, str] = {}
    done: dict[str, str] = {}
    kept: dict[str, str] = {}
    every = guests.of(file.config)
    for guest in every:
        path = prefix + file_of(guest.handler, guest.root, found)
        try:
            _refuse_frame(guest, every)
            _refuse_shared(guest, path.removeprefix(prefix), found)
            if path not in before:
                before[path] = documents.text(folder, path)
            # Of the text as it is on the disk, whose lines a reason names.
            text = _rewritten(guest, before[path])
            texts[path] = _rewritten(guest, texts[path]) if path in texts else text
            done[guest.name] = path.removeprefix(prefix).removesuffix(".py").replace("/", ".")
        except Kept as reason:
            where = f"{path}:{reason.line}: " if reason.line else ""
            kept[guest.name] = f"{where}{reason.reason}"
    if done:
        texts = {OWN_FILE: _configured(before[OWN_FILE], done), **texts}
    return Rewriting(folder, before, texts, tuple(done), kept)


def _refuse_frame(guest: Guest, every: tuple[Guest, ...]) -> None:
    if guest.root:
        raise Kept(f"its imports begin at {guest.root}, and those of a neutral handler here.")
    if sum(each.handler == guest.handler for each in every) > 1:
        raise Kept("its handler is that of another function too.")
    name = symbol_of(guest.name)
    if keyword.iskeyword(name) or not name.isidentifier():
        raise Kept(f"{name} is no name for a function.")


def _refuse_shared(guest: Guest, path: str, found: Sources) -> None:
    """Another module that names both the handler and its module may call it as it was."""
    name = guest.handler.partition(":")[2]
    stem = PurePosixPath(path).stem
    for other, content in found.files.items():
        if other == path or not other.endswith(".py"):
            continue
        text = content.decode("utf-8", "replace")
        if all(re.search(rf"\b{re.escape(each)}\b", text) for each in (name, stem)):
            raise Kept(f"{other} may use it.")


def _rewritten(guest: Guest, text: str) -> str:
    """The text of its module, as the rewriter of its dialect has it."""
    point = registry.installed().get(guest.dialect)
    if point is None:
        raise Kept(f"handlers of {guest.dialect} are not rewritten.")
    module = f"{point.module.partition('.')[0]}.rewriter"
    try:
        rewriter: Any = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise Kept(f"handlers of {guest.dialect} are not rewritten yet.") from error
    handler = guest.handler.partition(":")[2]
    name = symbol_of(guest.name)
    result: str = rewriter.rewritten(Subject(text, handler, name, guest.payload, guest.triggers))
    return result


def _configured(text: str, done: Mapping[str, str]) -> str:
    """The configuration without the guests that are none any more: what else their tables say is
    the function's, by the name that it has in Python."""
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
