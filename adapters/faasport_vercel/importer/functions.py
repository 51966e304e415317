"""The functions of a project on Vercel while they are read: by file, and by path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.naming import Names
from faasport.migrator.python_source import PythonFile, Sources, root_of
from faasport.project.guest_tables import HANDLER
from faasport_vercel.importer.files import Served, served


@dataclass
class Deployed:
    """One file that Vercel deploys, with what is drafted of it."""

    served: Served
    draft: DraftFunction
    paths: list[str] = field(default_factory=list)

    @property
    def uses_path(self) -> bool:
        """Whether its code routes by itself."""
        return self.served.form in ("asgi", "wsgi")

    def route(self, paths: Iterable[str]) -> None:
        """Have these paths lead to it as well."""
        self.paths += [path for path in paths if path not in self.paths]
        self.draft.table["http"] = list(self.paths)


class Functions:
    """All of them."""

    def __init__(self, draft: Draft, sources: Sources) -> None:
        self.draft = draft
        self.sources = sources
        self.all: list[Deployed] = []
        self._names = Names()

    @property
    def python(self) -> list[Deployed]:
        """Those that run here."""
        return [each for each in self.all if each.draft.is_carried]

    def at(self, path: str) -> Deployed | None:
        """That of a file."""
        return next((each for each in self.all if each.served.path == path), None)

    def serving(self, path: str) -> Deployed | None:
        """That which answers a path of the origin's, with or without the end of its file's name."""
        wanted = path.partition("?")[0].rstrip("/") or "/"
        wanted = re.sub(r":(\w+)[*+]?|\$(\d+)", "x", wanted)
        bare = re.sub(r"\.(py|js|ts|mjs|go|rb)$", "", wanted).removesuffix("/index") or "/"
        for each in self.all:
            file = re.sub(r"\.\w+$", "", each.served.path).removesuffix("/index")
            if bare.lstrip("/") == file.lstrip("/") or wanted.lstrip("/") == each.served.path:
                return each
        matching = [each for each in self.all if any(_matches(p, bare) for p in each.paths)]
        return min(matching, key=lambda each: each.paths[0].count("{"), default=None)

    def add(self, path: str, routes: list[str]) -> Deployed | None:
        """Draft the function of a file; nothing where its code has none and Python could tell."""
        it = served(self.sources, path)
        where = f"{path}:{it.line}"
        unreadable = any(each.path == path for each in self.sources.unreadable)
        if not it.handler and not it.runtime and not unreadable:
            self.draft.say(
                "left",
                where,
                "Vercel deploys this file, and it has no `handler` class, `app` or `application`.",
                "Move it out of api/, or begin its name with `_`.",
            )
            return None
        name = self._names.of(_name_of(path))
        function = DraftFunction(name, where, _table(it), runtime=it.runtime)
        file = self.sources.get(path)
        root = root_of(self.sources, file) if file else ""
        if root and function.table:
            function.table["root"] = root
        if unreadable:
            function.runtime = "python2"
        deployed = Deployed(it, function)
        deployed.route(routes)
        self.all.append(deployed)
        self.draft.functions.append(function)
        self._tell(deployed)
        return deployed

    def subscribe(self, file: PythonFile, symbol: str, line: int, told: dict[Any, Any]) -> bool:
        """Draft a subscriber of vercel.queue, which is named itself; nothing without a topic."""
        topic = told.get("topic")
        if not isinstance(topic, str):
            return False
        queue: dict[str, Any] = {"name": topic}
        if isinstance(told.get("max_attempts"), int):
            queue["max_attempts"] = told["max_attempts"]
        table = {"handler": f"{file.path}:{symbol}", "dialect": "vercel", "queue": [queue]}
        where = f"{file.path}:{line}: {symbol}"
        function = DraftFunction(self._names.of(symbol), where, table)
        self.draft.functions.append(function)
        return True

    def _tell(self, it: Deployed) -> None:
        name, where = it.draft.name, it.draft.where
        if it.served.runtime:
            self.draft.say(
                "left",
                where,
                f"it runs on {it.served.runtime}, and faasport runs Python alone; its routes are "
                "kept in a comment.",
                "Rewrite it in Python, or deploy it as before.",
                function=name,
            )
        elif it.served.handler and "handler" not in it.draft.table:
            self.draft.say("left", where, *_why_not(it.served), function=name)


def _table(it: Served) -> dict[str, Any]:
    if not it.form or it.runtime or not re.match(HANDLER, it.handler):
        return {}
    return {"handler": it.handler, "dialect": it.form}


def _why_not(it: Served) -> tuple[str, str]:
    if it.form:
        return (
            f"the path {it.path!r} has characters that no reference of a handler has.",
            "Rename the file.",
        )
    name = it.handler.rpartition(":")[2]
    return (
        f"it is not plain whether {name!r} is an ASGI or a WSGI application.",
        f'Write handler = "{it.handler}" and dialect = "asgi" or "wsgi".',
    )


def _name_of(path: str) -> str:
    """`api/users/[id].py` as `users-id`; `api/index.py` as `index`."""
    plain = re.sub(r"\.\w+$", "", path)
    if not plain.startswith("api/"):
        return plain.removeprefix("src/").removesuffix("/wsgi")
    return plain.removeprefix("api/").removesuffix("/index")


def _matches(template: str, path: str) -> bool:
    """Whether a path is one of a template's."""
    pattern = re.escape(template.rpartition(" ")[2])
    pattern = re.sub(r"/\\\{\w+:path\\\}$", "(/.*)?", pattern)
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", pattern)
    return re.fullmatch(pattern, path) is not None
