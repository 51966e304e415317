"""The user's own statements: `permissions.aws`, with `${queue:orders}` for what the project has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faasport.packager.references import Part, Reference, resolved, unknown
from faasport.packager.statements import placed
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_aws.packager.policy import Statement
from faasport_aws.packager.sources import Source

SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"
# Which members a statement has: of each row exactly one.
EITHER = (("Action", "NotAction"), ("Resource", "NotResource"))
OPTIONAL = ("Sid", "Effect", "Condition")
EFFECTS = ("Allow", "Deny")
_ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")


def statements(given: Sequence[Mapping[str, Any]], sources: Sequence[Source]) -> list[Statement]:
    """As they were written, with ARNs in place of references."""
    return [referring(statement, sources) for statement in given]


def referring(value: Any, sources: Sequence[Source]) -> Any:
    """A copy in which ARNs stand for references."""
    known = {Reference(source.kind, source.name): source for source in sources}

    def told(parts: tuple[Part, ...]) -> Any:
        said = [known[part].arn if isinstance(part, Reference) else part for part in parts]
        return said[0] if len(said) == 1 else _joined(said)

    return resolved(value, told)


def _joined(parts: Sequence[Any]) -> Any:
    """One text; a table of CloudFormation's functions in it is written the short way."""
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return {"Fn::Sub": "".join(map(_written, parts))}


def _written(part: Any) -> str:
    if isinstance(part, str):
        return part.replace("${", "${!")
    match part:
        case {"Ref": key}:
            return f"${{{key}}}"
        case {"Fn::GetAtt": [key, name]}:
            return f"${{{key}.{name}}}"
        case _:
            raise TypeError(f"{part!r} cannot stand in a text.")


def problems(project: Project, sources: Sequence[Source]) -> Iterator[Problem]:
    """What is wrong with the statements, by their place in the configuration."""
    known = {Reference(source.kind, source.name) for source in sources}
    for where, statement in placed(project, "aws"):
        yield from unknown(dict(statement), known, where)
        for fault in _faults(statement):
            yield Problem(
                code="bad-permission",
                where=where,
                message=f"{fault} ({SOURCE}).",
                fix='Write a statement: Action = "sqs:SendMessage", Resource = "...".',
            )


def _faults(statement: Mapping[str, Any]) -> Iterator[str]:
    for names in EITHER:
        if sum(name in statement for name in names) != 1:
            yield f"a statement of a role has one of {' and '.join(names)}"
    every = {name for names in EITHER for name in names} | {*OPTIONAL}
    for name in statement.keys() - every:
        yield f"a statement of a role has no member {name}"
    if statement.get("Effect", EFFECTS[0]) not in EFFECTS:
        yield f"Effect is {' or '.join(EFFECTS)}"
    for name in EITHER[0]:
        for action in _texts(statement.get(name, [])):
            if not isinstance(action, str) or not _ACTION.fullmatch(action):
                yield f"{action!r} is no action"


def _texts(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]
