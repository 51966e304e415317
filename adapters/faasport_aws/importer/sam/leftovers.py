"""What is neither a function nor what calls one: resources and outputs that go into the manifest
for AWS as they are, and what of the functions refers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.tree import Items, Table
from faasport_aws.importer import owned, resources, statements
from faasport_aws.importer.intrinsics import references, renamed
from faasport_aws.importer.policy_templates import templates
from faasport_aws.importer.sam import physical
from faasport_aws.importer.sam.application import Application
from faasport_aws.packager.units import logical_id

_CONSUMED = (
    "AWS::ApiGateway::",
    "AWS::ApiGatewayV2::",
    "AWS::Lambda::",
    "AWS::Serverless::Api",
    "AWS::Serverless::Connector",
    "AWS::Serverless::Function",
    "AWS::Serverless::HttpApi",
    "AWS::Serverless::LayerVersion",
)
"""What our manifest has in a form of its own."""
_APART: Mapping[str, tuple[str, str]] = {
    "AWS::Serverless::Application": (
        "a nested application was left",
        "Import its own template, or deploy it apart.",
    ),
    "AWS::Serverless::StateMachine": (
        "a state machine was left",
        "Deploy it apart, with the names of our functions.",
    ),
    "AWS::CloudFormation::Stack": (
        "a nested stack was left",
        "Import its own template, or deploy it apart.",
    ),
}
_POLLING = {
    *templates()["SQSPollerPolicy"][0][0],
    *templates()["DynamoDBStreamReadPolicy"][0][0],
    *templates()["DynamoDBStreamReadPolicy"][1][0],
    *templates()["KinesisStreamReadPolicy"][1][0],
}
_TRIGGERS = ("http", "queue", "topic", "bucket", "table", "event", "stream", "schedule")


def place(app: Application) -> dict[str, str]:
    """Write what goes on into `document`. Given are the logical ids of all that will be deployed,
    and ours for them."""
    rest = _rest(app)
    functions = _functions(app)
    known_names = {*functions, *app.template.parameters, *app.renamed}
    kept, said = resources.carried({**rest, **_listened(app)}, app.listened, known_names)
    for each in said:
        where = app.template.written.where(each.key) if each.key else app.template.document.file
        app.draft.say(each.kind, where, each.message, each.fix)
    ids = {**{key: key for key in kept}, **app.renamed, **functions}
    ids |= {name: name for name in app.template.parameters}
    document = {key: _plain(renamed(each, functions)) for key, each in kept.items()}
    for key, (kind, _) in app.listened.items():
        more = owned.extras(app.template.resources[key].table, kind)
        told = _plain({name: each for name, each in more.items() if _reachable(each, ids)})
        if told:
            document[app.renamed[key]] = {"Properties": renamed(told, ids)}
    if document:
        app.document("Resources").update(document)
    _outputs(app, ids)
    return ids


def _rest(app: Application) -> dict[str, Any]:
    """The resources that nothing has read."""
    found: dict[str, Any] = {}
    buried = _dead_letters(app)
    for key, resource in app.template.resources.items():
        kind = str(resource.table.get("Type"))
        where = app.template.written.where(key)
        if kind in _APART:
            message, fix = _APART[kind]
            app.draft.say("left", where, f"{message}: {key}.", fix)
        elif kind.startswith(_CONSUMED) or key in app.roles or key in app.wired:
            _consumed(app, key, kind, where)
        elif key in buried:
            message = f"{key} was left: a queue of ours has dead letters of its own."
            app.draft.say("changed", where, message, "Read that queue.")
        elif key not in app.listened:
            found[key] = _unconditional(app, resource.table)
    return found


def _dead_letters(app: Application) -> set[str]:
    """Queues that only take what those that are listened to could not get rid of."""
    named: dict[str, set[str]] = {}
    for key, resource in app.template.resources.items():
        for each in references(resource.table):
            named.setdefault(each.resource, set()).add(key)
    found = set()
    for key, (kind, _) in app.listened.items():
        properties = app.template.resources[key].table.get("Properties") or {}
        for each in references(properties.get("RedrivePolicy") if kind == "queue" else None):
            if named.get(each.resource, set()) <= {*app.listened} - {each.resource}:
                found.add(each.resource)
    return found - {*app.listened}


def _consumed(app: Application, key: str, kind: str, where: str) -> None:
    if kind in {"AWS::Serverless::Function", "AWS::Lambda::Function"}:
        return
    message = f"{key} ({kind}) is made anew for the functions that need it."
    app.draft.say("carried", where, message)


def _listened(app: Application) -> dict[str, Any]:
    return {
        key: app.template.resources[key].table
        for key in app.listened
        if key in app.template.resources
    }


def _unconditional(app: Application, table: Table) -> dict[str, Any]:
    """A resource without a condition that holds, and without what it would only wait for."""
    found = dict(table)
    if found.get("Condition") and app.template.scope.holds(str(found["Condition"])):
        del found["Condition"]
    wait = found.get("DependsOn")
    listed = wait if isinstance(wait, list) else [wait] if wait else []
    kinds = app.template.kinds
    kept = [each for each in listed if not kinds.get(str(each), "").startswith(_CONSUMED)]
    if wait:
        del found["DependsOn"]
        found |= {"DependsOn": kept} if kept else {}
    return found


def _functions(app: Application) -> dict[str, str]:
    """Logical ids of functions that are one deployed function, and ours for them."""
    found: dict[str, str] = {}
    for key, drafts in app.functions.items():
        table = drafts[0].table
        kinds = [kind for kind in _TRIGGERS if kind in table]
        several = len(kinds) != 1 or (kinds != ["http"] and isinstance(table[kinds[0]], list))
        if len(drafts) == 1 and drafts[0].is_carried and not several:
            found[key] = f"{logical_id(drafts[0].name)}Function"
    return found


def _reachable(value: Any, ids: Mapping[str, str]) -> bool:
    names = (each.resource for each in references(value))
    return all(name in ids or name.startswith("AWS::") for name in names)


def _outputs(app: Application, ids: Mapping[str, str]) -> None:
    outputs = app.template.outputs
    for key, told in outputs.items():
        value = app.template.scope.resolve(told)
        where = outputs.where(key)
        if isinstance(value, Mapping) and "Condition" not in value and _reachable(value, ids):
            app.document("Outputs")[key] = _plain(renamed(value, ids))
        else:
            message = f"the output {key} was left: what it is about is made anew."
            app.draft.say(
                "left", where, message, "Ours has Url, and one for each source of events."
            )


def settle(app: Application, ids: Mapping[str, str]) -> None:
    """Put our names into statements and raw tables, and take out what refers to nothing."""
    for draft in app.draft.functions:
        granted = physical.in_arns(app, draft.table.get("permissions", {}).get("aws", []))
        granted = [each for each in granted if not _is_polling(app, draft, each)]
        kept = [each for each in granted if _reachable(each, ids)]
        for each in granted:
            if each not in kept:
                names = _missing(each, ids)
                message = f"a statement about {names} was left: that is not deployed here."
                fix = "Write it with the ARN: permissions = { aws = [...] }."
                app.draft.say("left", draft.where, message, fix, function=draft.name)
        if kept:
            plain = [statements.owned(_plain(each), app.listened, ids) for each in kept]
            draft.table["permissions"]["aws"] = plain
        else:
            draft.table.pop("permissions", None)
    for name, table in [("", app.aws()), *app.aws().get("functions", {}).items()]:
        _settle_raw(app, name, table, ids)


def _is_polling(app: Application, draft: DraftFunction, statement: Mapping[str, Any]) -> bool:
    """Whether it allows what a trigger of ours brings by itself."""
    actions = statement.get("Action")
    listed = actions if isinstance(actions, list) else [actions]
    sources = {each.resource for each in references(statement.get("Resource"))}
    own = {key for key, (kind, _) in app.listened.items() if kind in draft.table}
    known = {each for each in sources if not each.startswith("AWS::")}
    return bool(known) and known <= own and {*listed} <= _POLLING


def _settle_raw(app: Application, name: str, table: dict[str, Any], ids: Mapping[str, str]) -> None:
    properties = table.get("raw", {}).get("Properties", {})
    for key in list(properties):
        if key == "Environment":
            continue  # placed with our names already
        where = app.places.get((name, key), app.template.document.file)
        if _reachable(properties[key], ids):
            properties[key] = _plain(renamed(properties[key], ids))
            app.draft.say("carried", where, f"{key} holds on aws alone.", function=name)
        else:
            names = _missing(properties.pop(key), ids)
            message = f"{key} was left: it refers to {names}, which is not deployed here."
            fix = "Write it in targets.aws.raw with what stands in its place."
            app.draft.say("left", where, message, fix, function=name)
    if "raw" in table and not properties:
        del table["raw"]


def _missing(value: Any, ids: Mapping[str, str]) -> str:
    names = dict.fromkeys(each.resource for each in references(value))
    return ", ".join(name for name in names if name not in ids and not name.startswith("AWS::"))


def parameters(app: Application) -> None:
    """Conditions and parameters that what goes on refers to go along."""
    told = [_plain(app.aws())]
    told += [draft.table.get("permissions", {}) for draft in app.draft.functions]
    for name in dict.fromkeys(_conditions(app, told)):
        app.document("Conditions")[name] = _plain(
            app.template.scope.resolve(app.template.scope.conditions[name])
        )
    used = {each.resource for each in references([*told, _plain(app.aws())])}
    for name in app.template.parameters:
        if name in used:
            app.document("Parameters")[name] = _plain(app.template.declared[name])


def _conditions(app: Application, value: Any) -> Iterator[str]:
    """Conditions that only the service can decide, with those that they ask for."""
    if isinstance(value, list):
        for each in value:
            yield from _conditions(app, each)
    if not isinstance(value, Mapping):
        return
    for key, each in value.items():
        name = each[0] if key == "Fn::If" and isinstance(each, list) and each else each
        declared = app.template.scope.conditions
        if key in {"Fn::If", "Condition"} and isinstance(name, str) and name in declared:
            yield name
            yield from _conditions(app, declared[name])
        yield from _conditions(app, each)


def _plain(value: Any) -> Any:
    """Without places, and without what no configuration has."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | Items):
        return [_plain(each) for each in value if each is not None]
    return value
