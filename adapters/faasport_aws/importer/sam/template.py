"""A template: its file, what its names stand for, and its resources with all that is known put in.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.migrator import documents
from faasport.migrator.documents import Document
from faasport.migrator.draft import Draft
from faasport.migrator.opened import refused
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table
from faasport_aws.importer.intrinsics import Scope
from faasport_aws.importer.sam.samconfig import SamConfig

TRANSFORM = "AWS::Serverless-2016-10-31"
_READ = ("Resources", "Parameters", "Mappings", "Conditions", "Globals", "Outputs")
_SAYS_NOTHING = ("AWSTemplateFormatVersion", "Metadata", "Rules", "Hooks")
_STORED = "AWS::SSM::Parameter::Value"
_FALSE = "{key} was left: its condition {name} does not hold at this stage."


@dataclass(frozen=True)
class Parameter:
    """One parameter. `store` is the path that its value is kept under, where it is one of the
    Parameter Store's."""

    name: str
    where: str
    is_secret: bool
    store: str


@dataclass
class Template:
    """`parameters` are those without a value, and those whose value is not to be told; `resources`
    are resolved, `written` are not."""

    document: Document
    scope: Scope
    parameters: Mapping[str, Parameter]
    resources: Mapping[str, Reader]
    globals: Table
    outputs: Table
    declared: Table
    written: Table

    @property
    def kinds(self) -> dict[str, str]:
        """The types of the resources, by their logical ids."""
        return {key: str(each.table.get("Type")) for key, each in self.resources.items()}

    def of_kind(self, *kinds: str) -> dict[str, Reader]:
        """The resources of these types."""
        return {key: each for key, each in self.resources.items() if self.kinds[key] in kinds}

    def shared(self, section: str) -> Reader:
        """What Globals say of all of a kind; each reader counts by itself."""
        told = self.globals.get(section)
        return Reader(told if isinstance(told, Table) else Table(file=self.document.file))

    def data(self) -> dict[str, Any]:
        """The resources as plain data."""
        return {key: each.table for key, each in self.resources.items()}


def opened(root: Path, file: Path) -> Document:
    """The file: JSON by its first character, since `.template` may be either."""
    begin = documents.text(root, file).lstrip()[:1]
    return documents.json(root, file) if begin == "{" else documents.yaml(root, file)


def read(document: Document, config: SamConfig, draft: Draft) -> Template:
    """The template, and remarks on what in it is no resource. Raises ProblemsFound where it has no
    resources."""
    whole = Reader(document.table)
    whole.ignore(*_READ, *_SAYS_NOTHING)
    tables = {key: _table(document, key) for key in _READ}
    if not tables["Resources"]:
        message, fix = "this template has no resources.", "Name the template of the application."
        raise refused("no-resources", document.file, message, fix)
    draft.comment = whole.take("Description", str, "")
    for each in whole.each("Transform"):
        if each != TRANSFORM:
            fix = "Import the template that it makes: aws cloudformation get-template."
            said = f"the macro {each!r} was left: what it makes is known to the service alone."
            draft.say("left", whole.where("Transform"), said, fix)
    whole.tell(draft)
    scope = Scope(
        mappings=tables["Mappings"], conditions=tables["Conditions"], pseudo=config.pseudo
    )
    parameters = _parameters(tables["Parameters"], config, scope)
    scope.resources = tables["Resources"]
    return Template(
        document=document,
        scope=scope,
        parameters=parameters,
        resources=_resources(tables["Resources"], scope, draft),
        globals=scope.resolve(tables["Globals"]),
        outputs=tables["Outputs"],
        declared=tables["Parameters"],
        written=tables["Resources"],
    )


def _table(document: Document, key: str) -> Table:
    found = document.table.get(key)
    if isinstance(found, Table):
        return found
    if found is None:
        return Table(file=document.file, path=key)
    where = document.where(document.table, key)
    raise refused("bad-template", where, "this should be a table.", "Correct the template.")


def _parameters(declared: Table, config: SamConfig, scope: Scope) -> dict[str, Parameter]:
    """Those that nobody knows the value of; the others' values go into the scope."""
    values: dict[str, Any] = {}
    found: dict[str, Parameter] = {}
    for name, told in declared.items():
        table = told if isinstance(told, Mapping) else {}
        kind = str(table.get("Type", "String"))
        value = config.parameters.get(name, table.get("Default"))
        store = str(value) if kind.startswith(_STORED) and value is not None else ""
        is_secret = str(table.get("NoEcho")).lower() == "true"
        if value is None or is_secret or store:
            found[name] = Parameter(name, declared.where(name), is_secret, store)
        else:
            values[name] = _listed(value) if "List" in kind else value
    scope.parameters = values
    return found


def _listed(value: Any) -> Any:
    """A list is written with commas."""
    return [each.strip() for each in value.split(",")] if isinstance(value, str) else value


def _resources(declared: Table, scope: Scope, draft: Draft) -> dict[str, Reader]:
    found: dict[str, Reader] = {}
    for key, told in declared.items():
        where = declared.where(key)
        if key.startswith("Fn::"):
            said = f"{key} was left: loops are not read."
            draft.say("left", where, said, "Write its resources out, and import again.")
        elif not isinstance(told, Table) or not isinstance(told.get("Type"), str):
            draft.say("left", where, f"{key} was left: it has no type.", "Correct the template.")
        elif told.get("Condition") and scope.holds(str(told["Condition"])) is False:
            said = _FALSE.format(key=key, name=told["Condition"])
            draft.say("left", where, said, "Import again with another --stage, if it should.")
        else:
            found[key] = Reader(scope.resolve(told))
    return found
