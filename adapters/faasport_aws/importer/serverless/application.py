"""The whole file, at one stage, as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft
from faasport.migrator.naming import kebab
from faasport.migrator.opened import refused
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Items, Table
from faasport_aws.importer import elsewhere
from faasport_aws.importer.named import Names
from faasport_aws.importer.owned import extras
from faasport_aws.importer.resources import carried, ours
from faasport_aws.importer.serverless import (
    environment,
    front,
    function,
    lift,
    packaging,
    permissions,
    plugins,
    provider,
    renaming,
)
from faasport_aws.importer.serverless.gap import Open, first_gap, manifest_value
from faasport_aws.importer.serverless.known import TOP_IGNORED, TOP_LEFT
from faasport_aws.importer.serverless.service import Service, told
from faasport_aws.importer.serverless.variables import Variables
from faasport_aws.importer.statements import owned

REGION = "us-east-1"
"""Where the framework deploys if nobody says where.
https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml#general-settings"""


def application(folder: Path, file: str, variables: Variables) -> Draft:
    """What the file says at the stage of the variables."""
    raw = {key: value for key, value in variables.root.items() if key not in {"params", "stages"}}
    root = Reader(variables.root.like({key: variables.resolve(raw[key]) for key in raw}))
    template = _template(root.table.get("resources"))
    asked = variables.asked.options.get("region", "")
    region = asked or _text(root.table.get("provider"), "region") or REGION
    name = _name(root, folder)
    known = template.setdefault("Resources", {})
    constructs = root.section("constructs")
    workers = lift.queues(constructs, known)
    names = Names(known, (name, variables.stage))
    draft = Draft("serverless", file, comment=_first_comment(root))
    draft.settings["name"] = kebab(name)
    service = Service(folder, draft, root, variables.stage, region, names)
    root.ignore("service", "resources", *TOP_IGNORED)
    service.plugins = plugins.read(service, root)
    top = root.section("provider")
    allowed = provider.read(service, top)
    packages = [root.section("package")]
    packages += _functions(service, root, _text(top.table, "runtime"), Table(workers))
    allowed.statements += lift.sending(workers)
    packaging.read(service, packages)
    deployed = _resources(service, template)
    environment.settle(service, deployed)
    renaming.environment(service)
    permissions.settle(service, allowed, deployed)
    front.read(service)
    plugins.custom(service, root.section("custom"), variables.used)
    provider.leave(service, root, TOP_LEFT)
    provider.leave(service, constructs, dict.fromkeys(constructs.keys(), TOP_LEFT["constructs"]))
    _defaults(service, variables)
    root.tell(draft)
    _region(service, region, top)
    _pruned(draft.settings)
    draft.remarks.sort(key=lambda each: _line(each.where, file))
    return draft


def _text(table: Any, key: str) -> str:
    value = table.get(key) if isinstance(table, Mapping) else None
    return value if type(value) is str else ""


def _name(root: Reader, folder: Path) -> str:
    told = root.table.get("service")
    told = told.get("name") if isinstance(told, Mapping) else told
    if isinstance(told, Open):
        told = told.blank
    return (
        told.strip("-_ ") if isinstance(told, str) and told.strip("-_ ") else folder.resolve().name
    )


def _first_comment(root: Reader) -> str:
    first = next(iter(root.table), None)
    return root.comment(first) if first else ""


def _template(resources: Any) -> dict[str, Any]:
    """`resources` may be a list of templates, each from a file of its own."""
    found: dict[str, Any] = {}
    for each in resources if isinstance(resources, list) else [resources]:
        for key, value in each.items() if isinstance(each, Mapping) else ():
            known = found.setdefault(key, {})
            if isinstance(known, dict) and isinstance(value, Mapping):
                known.update(value)
    return found


def _functions(service: Service, root: Reader, runtime: str, more: Table) -> list[Reader]:
    """Carry each function; gives the readers of their packages."""
    listed = root.take("functions")
    tables = [*(listed if isinstance(listed, Items) else [listed]), more]
    packages = []
    for table in tables:
        if not isinstance(table, Table):
            if table is not None:
                where = root.where("functions")
                gap = first_gap(table)
                fix = gap.fix if gap else "Correct it."
                why = told(gap) if gap else "they are no table."
                service.left(where, f"the functions were left: {why}", fix)
            continue
        outer = root.inner(table)
        for key in outer.keys():  # noqa: SIM118
            inner = outer.take(key)
            if not isinstance(inner, Table):
                gap = first_gap(inner)
                why = told(gap) if gap else "it is no table."
                service.left(
                    outer.where(key),
                    f"the function {key} was left: {why}",
                    gap.fix if gap else "Correct it.",
                )
                continue
            reader = outer.inner(inner, key)
            package = reader.section("package")
            function.read(service, key, reader, runtime, outer.comment(key))
            packages.append(package)
    if not service.draft.functions:
        message = "no function is told here."
        raise refused("no-functions", service.draft.file, message, "Name the file that has them.")
    return packages


def _resources(service: Service, template: Mapping[str, Any]) -> set[str]:
    """Carry what the template makes; gives the logical ids that are in the manifest."""
    known = template.get("Resources")
    plain: dict[str, Any] = {}
    for key, each in known.items() if isinstance(known, Mapping) else ():
        made = service.scope.resolve(manifest_value(each))
        gap = first_gap(made)
        if gap:
            service.left(_place(service, each, key), f"{key} was left: {told(gap)}", gap.fix)
        else:
            plain[key] = made
    kept, said = carried(plain, service.listened, set(template.get("Parameters") or ()))
    for each in said:
        place = known.get(each.key) if isinstance(known, Mapping) else None
        service.say([each], _place(service, place, each.key))
    ids = {key: ours(*told_of) for key, told_of in service.listened.items()}
    document = {key: owned(each, {}, ids) for key, each in kept.items()}
    for key, told_of in service.listened.items():
        more = extras(plain.get(key), told_of[0])
        if more:
            document[ids[key]] = {"Properties": more}
    if document:
        service.aws("document")["Resources"] = document
    for section in template:
        if section not in {"Resources", "AWSTemplateFormatVersion", "Description", "extensions"}:
            _section(service, section, template[section], {*kept, *service.listened})
    if template.get("extensions"):
        fix = "Write the like in targets.aws.raw."
        where = service.root.where("resources")
        service.left(where, "extensions of the framework's own resources were left.", fix)
    return set(kept)


def _section(service: Service, section: str, told_of: Any, deployed: set[str]) -> None:
    where = service.root.where("resources")
    if section == "Parameters" and isinstance(told_of, Mapping):
        service.aws("document")["Parameters"] = dict(told_of)
    elif section == "Mappings" and isinstance(told_of, Mapping):
        service.aws("document")["Mappings"] = dict(told_of)
    elif section == "Outputs":
        fix = "Write those that others need in targets.aws.document.Outputs."
        service.left(where, "the outputs of the stack were left.", fix)
    else:
        fix = "Write it in targets.aws.document, if resources need it."
        service.left(where, f"the section {section} was left.", fix)


def _place(service: Service, node: Any, key: str) -> str:
    if isinstance(node, Table):
        return node.where()
    return f"{service.root.where('resources')}.Resources.{key}"


def _defaults(service: Service, variables: Variables) -> None:
    for inner, value in variables.defaults.items():
        message = f"${{{inner}}} is its default here: {value!r}."
        fix = "Write ${NAME} in `env` for what the shell is to say."
        service.draft.say("changed", service.draft.file, message, fix)


def _region(service: Service, region: str, top: Reader) -> None:
    """Code for AWS asks for the region, of which other platforms know nothing."""
    elsewhere.region(service.draft, region)
    message = f"who deploys says the region; elsewhere the code is told {region}."
    if "region" not in top:
        message = (
            f"no region is said, and the framework takes {region}: elsewhere the code is told so."
        )
    fix = f"Deploy with AWS_REGION={region}."
    service.draft.say("changed", top.where("region"), message, fix)


def _pruned(table: dict[str, Any]) -> None:
    for key in [key for key, each in table.items() if isinstance(each, dict)]:
        if key != "stages":
            _pruned(table[key])
        if not table[key] and key != "stages":
            del table[key]


def _line(where: str, file: str) -> tuple[bool, str, int]:
    start = where.partition(": ")[0]
    name, _, line = start.rpartition(":")
    if not line.isdigit():
        return (start != file, start, 0)
    return (name != file, name, int(line))
