"""What `.chalice/config.json` says, as our settings: of all functions, and of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.migrator import documents
from faasport.migrator.draft import DraftFunction
from faasport.migrator.naming import kebab
from faasport.migrator.plain import looks_secret, path_of
from faasport.project.problem import ProblemsFound
from faasport_aws.importer import statements
from faasport_aws.importer.chalice.application import Application
from faasport_aws.importer.chalice.config import MEMORY, TIMEOUT, read

_STORE = "Put its value there for each target: docs/secrets.md."
_VENDOR = "vendor"
_LIBRARY = "chalicelib"
_ARCHIVES = (".whl", ".gz", ".zip")
_DATA_LEFT = (".py", ".pyc", ".pyi")
_MOST = 2000
_ANALYSED = (
    "autogen_policy looks at the calls of boto3 to write the policy; nothing here does, and the "
    "functions may do nothing besides."
)
_GRANT = "Write what they may do: [[permissions.aws]]; `chalice gen-policy` prints a start."


def place(app: Application) -> None:
    """What holds for all."""
    config, settings = app.config, app.draft.settings
    settings["memory"] = _number(app, "lambda_memory_size", "", MEMORY)
    settings["timeout"] = _number(app, "lambda_timeout", "", TIMEOUT)
    variables(app, config.merged("environment_variables"), settings, "")
    tags = {str(key): str(value) for key, value in config.merged("tags").items()}
    if tags:
        settings["tags"] = tags
    _for_aws(app)
    _role(app)
    _stages(app)
    granted = policy(app, "")
    if granted:
        settings["permissions"] = {"aws": granted}


def _stages(app: Application) -> None:
    """What differs at the other stages."""
    config, settings = app.config, app.draft.settings
    if not config.others:
        return
    told: dict[str, dict[str, Any]] = {kebab(config.stage): {}}
    for name in config.others:
        other = read(app.folder, name)
        table = told.setdefault(kebab(name), {})
        own = {
            key: each
            for key, each in other.merged("environment_variables").items()
            if each != config.merged("environment_variables").get(key)
        }
        variables(app, own, table, "")
        for ours, theirs in (("memory", "lambda_memory_size"), ("timeout", "lambda_timeout")):
            value = other.value(theirs)
            if isinstance(value, int) and value != settings[ours]:
                table[ours] = value
        message = f"of the stage {name} its variables, memory and timeout were carried alone."
        fix = f"Import again with --stage {name} to see the rest."
        app.draft.say("changed", config.file, message, fix)
    settings["stages"] = told


def of_function(app: Application, draft: DraftFunction, key: str) -> None:
    """What is said of one function alone."""
    own = app.config.own.get(key)
    if own is None:
        return
    settings = app.draft.settings
    for ours, theirs in (("memory", "lambda_memory_size"), ("timeout", "lambda_timeout")):
        told = _number(app, theirs, key, settings[ours])
        if told != settings[ours]:
            draft.table[ours] = told
    environment = own.table.get("environment_variables")
    variables(app, environment if isinstance(environment, Mapping) else {}, draft.table, key)
    most = own.table.get("reserved_concurrency")
    if isinstance(most, int) and most > 0:
        app.aws(draft.name)["concurrency"] = {"max": most}
    for name in ("layers", "subnet_ids", "xray", "tags"):
        if name in own:
            message = f"{name} of one function was left."
            fix = "Write it in the function's table, or in targets.aws.functions."
            app.draft.say("left", own.where(name), message, fix, function=draft.name)
    if "iam_policy_file" in own:
        granted = policy(app, key)
        if granted:
            draft.table["permissions"] = {"aws": granted}


def _number(app: Application, key: str, function: str, default: int) -> int:
    told = app.config.value(key, function)
    if told is None:
        return default
    if isinstance(told, int) and not isinstance(told, bool) and told > 0:
        return told
    message = f"{key} should be a whole number."
    app.draft.say("left", app.config.where(key, function), message, "Write it by hand.")
    return default


def variables(
    app: Application, told: Mapping[str, Any], table: dict[str, Any], function: str
) -> None:
    """Plain values, and those that look like secrets."""
    where = app.config.where("environment_variables", function)
    for name, value in told.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if text and not text.isdigit() and looks_secret(name, text):
            path = path_of(name)
            table.setdefault("secrets", {})[name] = path
            message = f"{name} looks like a secret, and is not copied: a secret at {path!r}."
            app.draft.say("changed", where, message, _STORE)
        else:
            table.setdefault("env", {})[name] = text.replace("${", "$${")


def _for_aws(app: Application) -> None:
    config = app.config
    subnets, groups = config.value("subnet_ids"), config.value("security_group_ids")
    raw: dict[str, Any] = {}
    if subnets and groups:
        raw["VpcConfig"] = {"SubnetIds": subnets, "SecurityGroupIds": groups}
    if config.value("lambda_ephemeral_storage"):
        raw["EphemeralStorage"] = {"Size": config.value("lambda_ephemeral_storage")}
    if raw:
        app.aws()["raw"] = {"Properties": raw}
    if config.value("xray") is True:
        app.aws()["tracing"] = True
    if isinstance(config.value("log_retention_in_days"), int):
        app.aws()["log_retention_days"] = config.value("log_retention_in_days")
    if config.value("reserved_concurrency"):
        where = config.where("reserved_concurrency")
        fix = "Write concurrency = { max = ... } for the functions."
        app.draft.say("left", where, "reserved_concurrency of all functions was left.", fix)
    layers = config.value("layers") or []
    for layer in layers if isinstance(layers, list) else [layers]:
        message = f"the layer {layer} was left: what is in it is not known."
        fix = "Add what it holds to the requirements, or to targets.aws.raw for aws alone."
        app.draft.say("left", config.where("layers"), message, fix)


def _role(app: Application) -> None:
    for key in ("iam_role_arn", "manage_iam_role"):
        told = app.config.value(key)
        if told not in (None, True):
            message = f"{key} was left: our roles are the functions' own."
            app.draft.say("left", app.config.where(key), message, _GRANT)


def policy(app: Application, function: str) -> list[dict[str, Any]]:
    """The statements of the policy's file."""
    config = app.config
    named = config.value("iam_policy_file", function)
    if config.value("autogen_policy", function) is not False and not named:
        if not function:
            app.draft.say("left", config.where("autogen_policy"), _ANALYSED, _GRANT)
        return []
    file = f".chalice/{named or f'policy-{config.stage}.json'}"
    try:
        document = documents.json(app.folder, file)
    except ProblemsFound as found:
        app.draft.say("left", file, found.problems[0].message, _GRANT)
        return []
    allowed = statements.of_statements(document.table.get("Statement"))
    app.tell(allowed.said, f"{file}: Statement", function)
    return allowed.statements


def places_of_code(app: Application) -> None:
    """Folders that Chalice ships besides: `vendor`, and data in `chalicelib`."""
    vendor = app.folder / _VENDOR
    entries = sorted(vendor.iterdir())[:_MOST] if vendor.is_dir() else []
    if any(each.suffix == ".py" or (each / "__init__.py").is_file() for each in entries):
        for draft in app.draft.functions:
            if "handler" in draft.table:
                draft.table["root"] = _VENDOR
        message = "its modules come first on the import path, as over there."
        app.draft.say("carried", _VENDOR, message)
    for each in entries:
        if each.suffix in _ARCHIVES:
            message = "an archive of a distribution was left."
            fix = "Name it in requirements.txt, or unpack it into vendor."
            app.draft.say("left", f"{_VENDOR}/{each.name}", message, fix)
    data = sorted(set(_data(app)))
    if data:
        app.draft.settings["include"] = data


def _data(app: Application) -> Iterator[str]:
    """Globs of what is no Python in `chalicelib`, by the ends of its names."""
    library = app.folder / _LIBRARY
    paths = sorted(library.rglob("*"))[:_MOST] if library.is_dir() else []
    for path in paths:
        parts = path.relative_to(library).parts
        is_hidden = any(part.startswith((".", "__pycache__")) for part in parts)
        if is_hidden or path.is_symlink() or not path.is_file() or path.suffix in _DATA_LEFT:
            continue
        whole = path.relative_to(app.folder).as_posix()
        yield f"{_LIBRARY}/**/*{path.suffix}" if path.suffix else whole
