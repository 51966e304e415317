"""Deployments and code together → functions of the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from faasport.migrator.applications import application, module_file
from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.naming import Names
from faasport.migrator.python_source import PythonFile, Sources
from faasport.project.guest_tables import HANDLER
from faasport_gcp.importer.code import MAIN, Found, functions, named
from faasport_gcp.importer.deployment import Deployment
from faasport_gcp.importer.scheduler import CronFault, Job
from faasport_gcp.importer.servers import Server

_FLAGS = (
    "--trigger-http, --trigger-topic=NAME, --trigger-bucket=NAME or --trigger-event-filters=..."
)


@dataclass
class Drafted:
    """One function, with what is still to be settled when all are known."""

    function: DraftFunction
    deployment: Deployment
    is_http: bool = False
    is_whole: bool = False
    """An application that routes by itself."""


@dataclass
class Functions:
    """All of a project."""

    draft: Draft
    sources: Sources
    all: list[Drafted] = field(default_factory=list)
    covered: set[tuple[str, str]] = field(default_factory=set)
    """File and name of what a deployment names."""
    _names: Names = field(default_factory=Names)

    def deploy(self, it: Deployment) -> None:
        """A function that is deployed by a command or by Terraform."""
        drafted = self._start(it)
        if it.foreign:
            self._refuse(drafted, f"it runs on {it.foreign}, and faasport runs Python 3 alone.")
            drafted.is_http = it.is_http
            return
        source, found = self._found(it)
        path = f"{source}/{MAIN}".lstrip("/")
        self.covered.add((path, it.entry))
        old = next((each for each in self.sources.unreadable if each.path == path), None)
        if old is not None:
            drafted.function.runtime = "python2" if old.is_old else "unknown"
            self._refuse(drafted, f"{path} is no Python 3 that can be read.")
        elif found is None:
            entry = it.entry or it.name
            self._refuse(drafted, f"there is no function {entry!r} in {path}.")
        else:
            self._settle(drafted, found, source)
        drafted.is_http = it.is_http

    def serve(self, it: Deployment, server: Server | None) -> None:
        """An application on Cloud Run or App Engine."""
        drafted = self._start(it)
        drafted.is_http = drafted.is_whole = True
        if it.foreign:
            self._refuse(drafted, f"it runs on {it.foreign}, and faasport runs Python 3 alone.")
            return
        module, name = (server.module, server.name) if server else ("main", "app")
        start = f"{server.folder}/x" if server and server.folder else f"{it.source}/x".lstrip("/")
        file = module_file(self.sources, module.replace("/", "."), start)
        if file and server and server.is_factory and _takes_nothing(file, name):
            standard = "asgi" if server.is_async else "wsgi"
            self._carry(drafted, file, name, module, standard)
            drafted.function.table["payload"] = "factory"
            return
        made = application(self.sources, file, name) if file else None
        if made is None or file is None or (server is not None and server.is_factory):
            self._refuse(
                drafted,
                f"only running the code would tell what {module}:{name} is.",
                f'Write handler = "{module}:{name}" and dialect = "asgi" or "wsgi".',
            )
            return
        self._carry(drafted, file, name, module, made.standard)

    def _carry(
        self, drafted: Drafted, file: PythonFile, name: str, module: str, standard: str
    ) -> None:
        """The handler of an application."""
        folder = file.path.rpartition("/")[0]
        root = folder if folder and "." not in module and "/" not in module else ""
        drafted.function.table |= {"handler": f"{file.path}:{name}", "dialect": standard}
        if root:
            drafted.function.table["root"] = root

    def discover(self, found: Found, folder: str) -> None:
        """A function of the code that nothing deploys, as far as the files tell."""
        it = Deployment(found.name.replace("_", "-"), f"{found.path}:{found.line}: {found.name}")
        it.is_http = found.payload in ("http", "typed") or (
            not found.payload and len(found.parameters) == 1
        )
        drafted = self._start(it)
        self._settle(drafted, found, folder)
        drafted.is_http = it.is_http

    def schedule(self, job: Job) -> None:
        """A job, with the function that it calls."""
        for each in self.all:
            topics = [entry["name"] for entry in each.function.table.get("topic", [])]
            if not job.calls(each.deployment.name, topics):
                continue
            name = each.function.name
            try:
                table = job.schedule
            except CronFault as fault:
                self.draft.say("left", job.where, fault.message, fault.fix, function=name)
                return
            each.function.table.setdefault("schedule", []).append(table)
            if job.topic:
                topic = f'topic "{job.topic}"'
                message = f"the job calls the function itself; the {topic} is no more between them."
                fix = "Leave `topic` out if nothing else sends to it."
                self.draft.say("changed", job.where, message, fix, function=name)
            return
        called = job.topic or job.url or "nothing"
        message = f"the job {job.name!r} calls {called}, which is no function of this project."
        self.draft.say("left", job.where, message)

    def route(self) -> None:
        """Give those that answer HTTP their paths: all of them to the only one."""
        answering = [each for each in self.all if each.is_http]
        here = [each for each in answering if "handler" in each.function.table]
        for each in answering:
            name = each.deployment.name
            segment = re.sub(r"[^\w.~-]", "-", name)
            is_only = [each] in (answering, here)
            each.function.table["http"] = [
                "/{path:path}" if is_only else f"/{segment}/{{path:path}}"
            ]
            if not is_only and each in here:
                self._tell_mount(each, segment)
        for each in self.all:
            self._ready(each)

    def _tell_mount(self, each: Drafted, segment: str) -> None:
        if each.is_whole:
            message = f"its paths begin with /{segment} here: there it had a host of its own."
            fix = "Write which paths are its own in `http`; its routes have to hold them whole."
        else:
            message = (
                f"its address ends in /{segment} here; the paths that it sees have none of it."
            )
            fix = 'Write http = "/{path:path}" if it is to answer all that the others do not.'
        where, function = each.function.where, each.function.name
        self.draft.say("changed", where, message, fix, function=function)

    def _start(self, it: Deployment) -> Drafted:
        function = DraftFunction(self._names.of(it.name), it.where, runtime=it.foreign)
        drafted = Drafted(function, it)
        self.draft.functions.append(function)
        self.all.append(drafted)
        for key, entry in it.listens:
            function.table.setdefault(key, []).append(entry)
        function.table |= it.table
        for kind, message, fix in it.said:
            self.draft.say(kind, it.where, message, fix, function=function.name)
        return drafted

    def _found(self, it: Deployment) -> tuple[str, Found | None]:
        """The folder of a function's main.py: its own, else the one whose code has the name."""
        entry = it.entry or it.name
        for name in dict.fromkeys((entry, it.name, it.name.replace("-", "_"))):
            found = named(self.sources, it.source, name)
            if found:
                it.entry = name
                return it.source, found
        places = [each.path.removesuffix(MAIN).rstrip("/") for each in self.sources.files]
        mains = [each for each in places if not each.endswith(".py")]
        having = [(place, named(self.sources, place, entry)) for place in mains]
        sure = [(place, found) for place, found in having if found and found.line > 1]
        return sure[0] if len(sure) == 1 else (it.source, None)

    def _settle(self, drafted: Drafted, found: Found, source: str) -> None:
        """The handler of a function that was found in the code."""
        it, table = drafted.deployment, drafted.function.table
        if found.is_firebase:
            why = "it is declared by firebase_functions, which only Firebase's tools deploy."
            self._refuse(drafted, why, "Declare it by functions_framework, or leave it there.")
            return
        if it.is_http and "auth" not in table and not it.is_service and it.is_example:
            message = "who may call it is not told there; here everybody may."
            fix = 'Write auth = "iam" to keep strangers out.'
            where, name = drafted.function.where, drafted.function.name
            self.draft.say("changed", where, message, fix, function=name)
        handler = f"{found.path}:{found.name}"
        if not re.match(HANDLER, handler):
            self._refuse(drafted, f"{handler!r} is no reference that a handler can have.")
            return
        payload = found.signature(is_http=it.is_http)
        start = {"handler": handler, "dialect": "gcp", "payload": payload}
        if source:
            start["root"] = source
        drafted.function.table = {**start, **table}

    def _ready(self, each: Drafted) -> None:
        """Keep back what nothing calls."""
        function, table = each.function, each.function.table
        triggers = {"http", "schedule", "topic", "bucket", "table", "event"}
        if "handler" not in table or triggers & set(table):
            return
        function.comment = f"{table['payload']} function {table['handler']}"
        function.table = {key: table[key] for key in table if key not in _REFERENCE}
        if each.deployment.is_deaf:
            return
        self.draft.say(
            "left",
            function.where,
            "what calls it is not in the code, and no file here deploys it.",
            f"`gcloud functions deploy` tells it: {_FLAGS}. Write topic, bucket, table or event.",
            function=function.name,
        )

    def _refuse(self, drafted: Drafted, why: str, fix: str = "") -> None:
        name, where = drafted.function.name, drafted.function.where
        self.draft.say("left", where, why, fix or "Rewrite it, or leave it.", function=name)


def _takes_nothing(file: PythonFile, name: str) -> bool:
    """Whether a factory needs no argument."""
    for node in file.functions():
        if node.name == name:
            told = node.args
            wanted = len(told.posonlyargs) + len(told.args) - len(told.defaults)
            return not wanted and None not in told.kw_defaults
    return False


_REFERENCE = ("handler", "dialect", "payload", "root")


def undeployed(functions_of: Functions, *, also_plain: bool) -> None:
    """Functions in any main.py that nothing deploys: decorated ones; plain ones too, where no file
    deploys anything."""
    for file in functions_of.sources.files:
        folder, _, name = file.path.rpartition("/")
        for found in functions(file):
            is_plain = also_plain and name == MAIN and found.is_likely
            if (file.path, found.name) in functions_of.covered:
                continue
            if found.payload or found.is_firebase or is_plain:
                functions_of.discover(found, folder if name == MAIN else "")
