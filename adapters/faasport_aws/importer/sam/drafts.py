"""Functions of the template as drafts: their code, and all that calls them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table
from faasport.runtime.template import Template as PathTemplate
from faasport_aws.importer.intrinsics import references
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.sam import (
    events,
    fronts,
    functions,
    gateways,
    lambdas,
    openapi,
    wired,
)
from faasport_aws.importer.sam.application import Application
from faasport_aws.importer.sam.fronts import HTTP, REST, Front, Route
from faasport_aws.importer.sam.functions import Reading
from faasport_aws.importer.waiting import LONGEST

APIS = {"AWS::Serverless::Api": REST, "AWS::Serverless::HttpApi": HTTP}
_APART = ("Environment", "Tags", "MemorySize", "Timeout")
_ATTRIBUTES = (
    "Type",
    "Properties",
    "Connectors",
    "Condition",
    "DependsOn",
    "DeletionPolicy",
    "UpdateReplacePolicy",
)
_ENDS = ("Function", "Lambda")


@dataclass
class Called:
    """One function, its routes and its other triggers, each with its place."""

    reading: Reading
    routes: list[tuple[Route, str]] = field(default_factory=list)
    listenings: list[tuple[Listening, str]] = field(default_factory=list)


def of(app: Application) -> list[Reading]:
    """Every function of the template, with its triggers, in its order."""
    apis, defaults = _fronts(app)
    called: dict[str, Called] = {}
    for key in app.template.of_kind(*wired.FUNCTIONS):
        called[key] = Called(_reading(app, key))
        functions.read(called[key].reading)
        _own_events(app, called[key], apis, defaults)
    for wire in wired.wires(app):
        called[wire.function].listenings.append((wire.listening, wire.where))
    for operation in [*_described(app, apis), *gateways.operations(app)]:
        function = operation.function if operation.function in called else ""
        if not function:
            what = "it calls no function of this template."
            app.tell(operation.route.listening.said, operation.where)
            if operation.route.listening.kind:
                app.draft.say("left", operation.where, what, "Write a handler for it.")
            continue
        called[function].routes.append((operation.route, operation.where))
    taken: dict[Any, str] = {}
    for key, each in called.items():
        app.functions[key] = _drafted(app, each, taken)
        each.reading.properties.tell(app.draft)
    return [each.reading for each in called.values()]


def _reading(app: Application, key: str) -> Reading:
    resource = app.template.resources[key]
    own = app.properties(key).table
    is_plain = resource.table.get("Type") == "AWS::Lambda::Function"
    table = lambdas.as_sam(own) if is_plain else _with_globals(app, own)
    name = key
    for end in _ENDS:
        name = name.removesuffix(end) or name
    name = app.function_names.of(name)
    properties = Reader(table, name)
    _beside(app, resource, name)
    about = [app.template.written.mark(key).comment, table.get("Description")]
    comment = "\n".join(each for each in about if each and isinstance(each, str))
    where = app.template.written.where(key)
    return Reading(app, key, properties, DraftFunction(name, where, comment=comment))


def _beside(app: Application, resource: Reader, name: str) -> None:
    """What stands beside the properties of a function."""
    told = Reader(resource.table, name)
    told.ignore(*_ATTRIBUTES)
    metadata = told.section("Metadata")
    method = metadata.take("BuildMethod", str)
    if method and not method.startswith("python"):
        message = f"it is built by {method}, and faasport packages it by itself."
        where = metadata.where("BuildMethod")
        fix = "Take over what the build does: dependencies, generated files."
        app.draft.say("changed", where, message, fix, function=name)
    metadata.ignore(*metadata.keys())
    told.tell(app.draft)


def _with_globals(app: Application, own: Table) -> Table:
    """The properties, with those of all functions where they say nothing."""
    shared = app.template.shared("Function").table
    marks = dict(own.marks)
    items = dict(own)
    for key, value in shared.items():
        if key in _APART:
            continue
        marks.setdefault(key, shared.mark(key))
        items[key] = _merged(value, own[key]) if key in own else value
    return Table(items, file=own.file, line=own.line, path=own.path, marks=marks)


def _merged(shared: Any, own: Any) -> Any:
    """Tables merge, lists are added to, and all else is replaced.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
    """
    if isinstance(shared, Table) and isinstance(own, Table):
        items = dict(shared)
        for key, value in own.items():
            items[key] = _merged(shared[key], value) if key in shared else value
        marks = {**shared.marks, **own.marks}
        return Table(items, file=own.file, line=own.line, path=own.path, marks=marks)
    if isinstance(shared, list) and isinstance(own, list):
        return [*shared, *own]
    return own


def _fronts(app: Application) -> tuple[dict[str, Front], dict[str, Front]]:
    """The APIs of the template by their logical ids, and those that are there by themselves."""
    shared = {REST: app.template.shared("Api"), HTTP: app.template.shared("HttpApi")}
    defaults: dict[str, Front] = {}
    for payload, told in shared.items():
        defaults[payload], said = fronts.front(payload, told)
        app.tell(said, told.where())
        told.tell(app.draft)
    found: dict[str, Front] = {}
    for key, resource in app.template.of_kind(*APIS).items():
        payload = APIS[str(resource.table["Type"])]
        own = app.properties(key)
        merged = Reader(_merged(shared[payload].table, own.table))
        merged.ignore("DefinitionBody", "DefinitionUri")
        found[key], said = fronts.front(payload, merged)
        app.tell(said, own.where())
        merged.tell(app.draft)
        if found[key].stage and payload == REST:
            message = f"paths begin without the stage, which was /{found[key].stage}."
            app.draft.say("changed", own.where("StageName"), message, "Tell those who call it.")
    return found, defaults


def _own_events(
    app: Application, called: Called, apis: Mapping[str, Front], defaults: Mapping[str, Front]
) -> None:
    properties = called.reading.properties
    for _, event in properties.section("Events").sections():
        kind = str(event.take("Type"))
        told = event.section("Properties")
        where = event.where()
        if kind == "Api":
            route = fronts.of_api(told, apis, defaults[REST])
            called.routes.append((route, where))
        elif kind == "HttpApi":
            called.routes.append((fronts.of_http_api(told, apis, defaults[HTTP]), where))
        else:
            for each in events.listening(kind, told, app.names):
                called.listenings.append((each, where))
    if "FunctionUrlConfig" in properties:
        url = fronts.of_url(properties.section("FunctionUrlConfig"))
        called.routes.append((url, properties.where("FunctionUrlConfig")))


def _described(app: Application, apis: Mapping[str, Front]) -> list[openapi.Operation]:
    """Routes of APIs that a document describes."""
    found: list[openapi.Operation] = []
    for key, front in apis.items():
        properties = app.properties(key)
        body = properties.take("DefinitionBody")
        where = properties.where("DefinitionBody")
        body = _included(app, body, properties.take("DefinitionUri"), where)
        found += openapi.operations(body, front, where)
    return found


def _included(app: Application, body: Any, uri: Any, where: str) -> Any:
    """A body that is in a file of the project's: by DefinitionUri, or by AWS::Include."""
    from faasport_aws.importer.sam.template import opened

    location = uri
    match body:
        case {"Fn::Transform": {"Parameters": {"Location": str(told)}}}:
            location = told
        case {"Fn::Transform": _}:
            location = ""
    if location is None:
        return body
    path = app.file.parent / str(location)
    if not isinstance(location, str) or "://" in location or not path.is_file():
        message = "the API's description is not in the project, and was left."
        app.draft.say("left", where, message, "Put it into the template, and import again.")
        return None
    return app.template.scope.resolve(opened(app.folder, path).data)


def _drafted(app: Application, called: Called, taken: dict[Any, str]) -> list[DraftFunction]:
    """A draft for each group of routes that one function can answer; the first has the other
    triggers as well."""
    main = called.reading.function
    for listening, where in called.listenings:
        app.tell(listening.said, where, main.name)
        if listening.kind:
            _listen(main.table, app.listen(listening))
    _name_schedules(main)
    groups: dict[tuple[str, str], list[tuple[Route, str]]] = {}
    for route, where in called.routes:
        app.tell((*route.listening.said, *route.guard.said), where, main.name)
        if route.listening.kind and _is_free(app, route, where, main.name, taken):
            groups.setdefault(route.group, []).append((route, where))
    drafts = [main]
    own_time = _timeout(app, main)
    for number, group in enumerate(groups.values()):
        apart = number > 0 or (own_time > LONGEST and bool(called.listenings))
        draft = _clone(app, main, called.routes[0][1]) if apart else main
        if draft is not main:
            drafts.append(draft)
        _answer(app, draft, [route for route, _ in group], own_time)
    if not called.routes and not any(each.kind for each, _ in called.listenings):
        _uncalled(app, main, called.reading.key, is_told=bool(called.listenings))
    return drafts


def _name_schedules(function: DraftFunction) -> None:
    """A schedule is called as its function, where it has no name; several cannot be."""
    told = function.table.get("schedule")
    if not isinstance(told, list):
        return
    for number, each in enumerate(told, 1):
        table = {"expression": each} if isinstance(each, str) else each
        if number > 1:
            table.setdefault("name", f"{function.name}-{number}")
            told[number - 1] = table


def _listen(table: dict[str, Any], listening: Listening) -> None:
    before = table.get(listening.kind)
    short = listening.short
    if before is None:
        table[listening.kind] = short
    elif isinstance(before, list):
        before.append(short)
    else:
        table[listening.kind] = [before, short]


def _timeout(app: Application, function: DraftFunction) -> int:
    told = app.template.shared("Function").take("Timeout", int)
    return int(function.table.get("timeout") or told or functions.TIMEOUT)


def _is_free(
    app: Application, route: Route, where: str, function: str, taken: dict[Any, str]
) -> bool:
    """Whether no other function answers this already."""
    table = route.listening.table
    mark = (PathTemplate(table["path"]).shape, table.get("method", "ANY"))
    before = taken.setdefault(mark, function)
    if before == function:
        return True
    message = f"{mark[1]} {table['path']} was left: {before} answers it, in another API."
    fix = "Give it a path of its own: all routes share one address here."
    app.draft.say("left", where, message, fix, function=function)
    return False


def _clone(app: Application, main: DraftFunction, where: str) -> DraftFunction:
    """The same function again, for another front."""
    kinds = ("queue", "topic", "bucket", "table", "event", "stream", "schedule", "http")
    kept = {key: deepcopy(each) for key, each in main.table.items() if key not in kinds}
    for key in ("auth", "payload"):
        kept.pop(key, None)
    name = app.function_names.of(f"{main.name}-http")
    message = f"{main.name} is here twice: {name} answers routes of its own kind."
    app.draft.say("changed", where, message, "Nothing.", function=name)
    return DraftFunction(name, main.where, kept, main.comment, main.runtime)


def _answer(app: Application, draft: DraftFunction, routes: list[Route], timeout: int) -> None:
    draft.table["payload"] = routes[0].payload
    if routes[0].guard.auth is not None:
        draft.table["auth"] = routes[0].guard.auth
    told = [route.listening.short for route in routes]
    kept = [each for number, each in enumerate(told) if each not in told[:number]]
    draft.table["http"] = kept[0] if len(kept) == 1 else kept
    if timeout > LONGEST:
        draft.table["timeout"] = LONGEST
        message = f"its timeout was {timeout} s, and the front waits for {LONGEST} s."
        fix = 'Use targets.aws.front = "function-url", or a queue for what takes long.'
        app.draft.say("changed", draft.where, message, fix, function=draft.name)


def _uncalled(app: Application, draft: DraftFunction, key: str, *, is_told: bool) -> None:
    """Nothing that is known here calls it; `is_told` where what did is left, and told."""
    if "handler" in draft.table:
        handler = draft.table.pop("handler")
        draft.table.pop("dialect", None)
        draft.comment = f"{draft.comment}\nIts handler is {handler}.".strip()
        users = ", ".join(_users(app, key))
        message = f"no trigger of ours calls it; {users or 'nothing in the template'} does."
        fix = "Write a trigger for it: http, queue, schedule, ..."
        if not is_told:
            app.draft.say("left", draft.where, message, fix, function=draft.name)


def _users(app: Application, key: str) -> list[str]:
    """What else of the template names a function."""
    apart = {"AWS::Lambda::Permission", *wired.FUNCTIONS}
    return [
        f"{other} ({kind})"
        for other, kind in app.template.kinds.items()
        if kind not in apart
        and any(each.resource == key for each in references(app.template.resources[other].table))
    ]
