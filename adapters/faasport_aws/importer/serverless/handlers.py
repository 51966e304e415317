"""`handler` and `runtime`: where the code of a function is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport.migrator import opened
from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport.project.guest_tables import FOLDER, HANDLER
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.serverless import provider
from faasport_aws.importer.serverless.gap import Open
from faasport_aws.importer.serverless.service import Service

WSGI = {"wsgi_handler.handler", "wsgi.handler", "wsgi_handler"}
"""What serverless-wsgi calls its own handler. https://github.com/logandk/serverless-wsgi"""


def read(service: Service, reader: Reader, function: DraftFunction, inherited: str) -> None:
    """Put the handler into the function's table, or what keeps it out of there."""
    runtime = reader.take("runtime", str) or inherited
    told, where = reader.take("handler", str), reader.where("handler")
    module = reader.take("module", str) or ""
    if told is None and "image" in reader:
        function.runtime = "a container image"
        return None
    if runtime and not runtime.startswith("python"):
        function.runtime = runtime
        message = f"its runtime is {runtime}, and what runs here is Python."
        fix = f"Write {told or 'it'} in Python; its triggers and settings are there in a comment."
        service.left(where, message, fix, function.name)
        return None
    if told is None or isinstance(told, Open):
        return _none(service, function, where, "its handler is not told")
    if told.strip() in WSGI:
        provider.python(service, runtime, reader.where("runtime"))
        return _wsgi(service, function, where)
    provider.python(service, runtime, reader.where("runtime"))
    reference, root = _reference(service, told, module)
    if reference is None:
        return _none(service, function, where, f"{told!r} names no function of Python's")
    function.table |= {"handler": reference, "dialect": "aws"}
    if root:
        function.table["root"] = root
    return None


def _none(service: Service, function: DraftFunction, where: str, why: str) -> None:
    fix = 'Write its handler, as in handler = "module:name".'
    service.left(where, f"{why}.", fix, function.name)


def _reference(service: Service, told: str, module: str) -> tuple[str | None, str]:
    """`src/users.get` is `src/users.py:get`. Lambda's Python reads a `/` as a dot, and the plug-in
    for requirements makes the folder `module` the root."""
    path, _, name = told.strip().removeprefix("./").rpartition(".")
    path = path.removesuffix(".py").replace(".", "/")
    root = module.strip("./")
    folders = [root, ""] if root else [""]
    for folder in folders:
        start = f"{folder}/{path}" if folder else path
        for file in (f"{start}.py", f"{start}/__init__.py"):
            found = f"{file}:{name}"
            if _is_file(service, file) and re.fullmatch(HANDLER, found):
                return found, folder if folder and re.fullmatch(FOLDER, folder) else ""
    # That it is not there is for whoever looks at all handlers to tell.
    missing = f"{path}.py:{name}"
    return (missing if re.fullmatch(HANDLER, missing) else None), ""


def _is_file(service: Service, file: str) -> bool:
    try:
        return opened.within(service.folder, file).is_file()
    except ProblemsFound:
        return False


def _wsgi(service: Service, function: DraftFunction, where: str) -> None:
    """The application behind serverless-wsgi: `custom.wsgi.app`."""
    custom: Any = service.root.table.get("custom")
    wsgi = custom.get("wsgi") if isinstance(custom, Mapping) else None
    told = str(wsgi.get("app", "")) if isinstance(wsgi, Mapping) else ""
    module, _, name = told.rpartition(".")
    file = f"{module.replace('.', '/')}.py"
    package = f"{module.replace('.', '/')}/__init__.py"
    found = next((each for each in (file, package) if module and _is_file(service, each)), None)
    if found is None:
        return _none(service, function, where, f"custom.wsgi.app is {told!r}, which is not here")
    function.table |= {"handler": f"{found}:{name}", "dialect": "wsgi"}
    message = f"the application {told} answers by itself, without serverless-wsgi."
    service.draft.say("carried", where, message, function=function.name)
    return None
