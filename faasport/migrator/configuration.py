"""A draft as the text of faasport.toml. What the configuration refuses is left out, and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from faasport.migrator import settlement, toml_text
from faasport.migrator.draft import Draft, DraftFunction, Remark
from faasport.migrator.naming import Names, kebab
from faasport.migrator.soundness import Refusal, sound
from faasport.migrator.tree import Expression
from faasport.project import config_file
from faasport.project.guest_tables import SHORT
from faasport.project.places import Key

ORDER = (
    "name",
    "modules",
    "python",
    "architecture",
    "memory",
    "timeout",
    "auth",
    "include",
    "exclude",
    "concurrency",
    "env",
    "secrets",
    "tags",
    "permissions",
)
"""Of the top-level keys: others follow, then functions, stages, targets."""
_LATER = ("stages", "targets", "check")
_FIRST = ("handler", "dialect", "payload", "root")
_NAME = 63
_LARGEST = 2**63


@dataclass(frozen=True)
class Configuration:
    """The text, the functions under the names that they have there, the names of those that run
    and of the others, with the reason, and what had to be said on the way."""

    text: str
    functions: tuple[DraftFunction, ...]
    renamed: Mapping[str, str]
    carried: tuple[str, ...]
    aside: Mapping[str, str]
    remarks: tuple[Remark, ...]


def made(draft: Draft, folder: Path) -> Configuration:
    """The configuration of a draft of what is in a folder, which names the project if nothing else
    does."""
    return _Making(draft, folder).done()


class _Making:
    """One draft on its way."""

    def __init__(self, draft: Draft, folder: Path) -> None:
        self._remarks: list[Remark] = []
        self._renamed: dict[str, str] = {}
        self._draft, self._folder = draft, folder
        self._functions = list(self._named(draft.functions))
        self._by_name = {each.name: each for each in self._functions}
        settings = _plain(draft.settings, self._lose)
        self._renamed_tables(settings)
        told = settings.get("name")
        name = kebab(told if isinstance(told, str) and told else folder.resolve().name)[
            :_NAME
        ].strip("-")
        self._settings = {**settings, "name": name}

    def done(self) -> Configuration:
        carried = {each.name: self._table(each) for each in self._functions if each.is_carried}
        content, refusals = sound(
            {**self._settings, "functions": carried}, self._folder, self._draft.files
        )
        for each in refusals:
            self._remarks.append(self._told(each))
        places = {"": self._draft.file, **{each.name: each.where for each in self._functions}}
        content, told = settlement.settled(content, places)
        self._remarks += told
        kept = content.get("functions", {})
        aside = {
            each.name: self._why(each, refusals)
            for each in self._functions
            if each.name not in kept
        }
        self._remarks += [each for each in self._foreign() if each.function in aside]
        text = "\n".join(self._lines(content, aside)).strip() + "\n"
        if config_file.loads(text) != _whole(content):
            # A fault of ours; better no file than a wrong one.
            raise RuntimeError("the configuration would not say what was read")
        return Configuration(
            text=text,
            functions=tuple(self._functions),
            renamed=self._renamed,
            carried=tuple(kept),
            aside=aside,
            remarks=tuple(self._remarks),
        )

    def _named(self, functions: list[DraftFunction]) -> Iterator[DraftFunction]:
        names = Names()
        for each in functions:
            name = names.of(each.name)
            if name != each.name:
                message = f"the function {each.name!r} is {name!r} here."
                self._remarks.append(Remark("changed", each.where, message, "", name))
                self._renamed[each.name] = name
            yield DraftFunction(name, each.where, each.table, each.comment, each.runtime)

    def _renamed_tables(self, settings: dict[str, Any]) -> None:
        """The tables of functions in those of targets and stages, by their new names."""
        for group in ("targets", "stages"):
            for table in settings.get(group, {}).values():
                own = table.get("functions") if isinstance(table, dict) else None
                if isinstance(own, dict):
                    named = {self._renamed.get(name, name): each for name, each in own.items()}
                    table["functions"] = named

    def _table(self, function: DraftFunction) -> dict[str, Any]:
        table = _plain(function.table, self._lose)
        first = {key: table.pop(key) for key in _FIRST if key in table}
        return {**first, **table}

    def _lose(self, value: Any) -> None:
        said = "null" if value is None else f"{type(value).__name__} {value!r:.40}"
        message = f"TOML cannot say {said}, which stood among the settings, and has been left out."
        self._remarks.append(Remark("left", self._draft.file, message))

    def _told(self, refusal: Refusal) -> Remark:
        name = _function_of(refusal.key)
        function = self._by_name.get(name)
        where = function.where if function else self._draft.file
        return Remark("left", where, refusal.message, refusal.fix, name if function else "")

    def _why(self, function: DraftFunction, refusals: list[Refusal]) -> str:
        if function.runtime:
            return f"it runs on {function.runtime}"
        if "handler" not in function.table:
            return "it has no handler that runs here; the report says why"
        told = [each.message for each in refusals if _function_of(each.key) == function.name]
        return told[0].rstrip(".") if told else "faasport cannot call it"

    def _foreign(self) -> Iterator[Remark]:
        """What runs on something else, unless the importer says so itself."""
        told = {each.function for each in self._draft.remarks if each.kind == "left"}
        for each in self._functions:
            if each.runtime and each.name not in told:
                message = (
                    f"it runs on {each.runtime}, and faasport runs Python alone; what is known of "
                    f"it stands in {config_file.OWN_FILE} as a comment."
                )
                fix = "Write the handler in Python and take the marks of the comment away."
                yield Remark("left", each.where, message, fix, each.name)

    def _lines(self, content: Mapping[str, Any], aside: Mapping[str, str]) -> Iterator[str]:
        yield f"# Imported by faasport from {self._draft.file} ({self._draft.origin})."
        yield from toml_text.comment(self._draft.comment)
        yield ""
        top = {key: content[key] for key in ORDER if key in content}
        known = {*ORDER, *_LATER, "functions"}
        top.update({key: value for key, value in content.items() if key not in known})
        yield from toml_text.lines(top)
        for each in self._functions:
            yield from self._function(each, content, aside)
        yield from toml_text.lines({key: content[key] for key in _LATER if content.get(key)})

    def _function(
        self, function: DraftFunction, content: Mapping[str, Any], aside: Mapping[str, str]
    ) -> Iterator[str]:
        yield ""
        yield from toml_text.comment(function.comment)
        head = ("functions", function.name)
        if function.name not in aside:
            table = content["functions"][function.name]
            yield f"[{toml_text.dotted(head)}]"
            yield from toml_text.lines(table, head)
            return
        yield from toml_text.comment(f"Left behind: {aside[function.name]}.")
        text = [f"[{toml_text.dotted(head)}]", *toml_text.lines(self._table(function), head)]
        yield from (f"# {line}".rstrip() for line in "\n".join(text).splitlines())


def triggers(table: Mapping[str, Any]) -> Iterator[str]:
    """What calls a function, for people: `http GET /users/{id}`."""
    for kind, short in SHORT.items():
        told = table.get(kind)
        for each in told if isinstance(told, list) else [told] * (told is not None):
            if not isinstance(each, Mapping):
                yield f"{kind} {each}"
                continue
            method = each.get("method", "")
            method = ",".join(map(str, method)) if isinstance(method, list) else method
            yield " ".join(filter(None, (kind, str(method), _words(each.get(short)))))


def _words(told: Any) -> str:
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told or "")


def _whole(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without tables that hold nothing, which have no lines."""
    return {key: value for key, value in content.items() if value != {}}


def _function_of(key: Key) -> str:
    """The function that a key is about."""
    parts = list(key)
    for start in range(len(parts) - 1):
        if parts[start] == "functions":
            return str(parts[start + 1])
    return ""


def _plain(value: Any, lose: Any) -> Any:
    """A copy of plain data that TOML can say; `lose` is told of what it cannot."""
    if isinstance(value, Mapping):
        inner = {str(key): _plain(each, lose) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each is not None}
    if isinstance(value, list | tuple):
        return [each for each in (_plain(each, lose) for each in value) if each is not None]
    if isinstance(value, bool) or (isinstance(value, float) and isfinite(value)):
        return value
    if isinstance(value, str) and not isinstance(value, Expression):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, int) and -_LARGEST <= value < _LARGEST:
        return int(value)
    lose(value)
    return None
