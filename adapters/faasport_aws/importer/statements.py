"""What functions may do: policies of IAM and SAM's templates of them, as `permissions.aws`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faasport_aws.importer.intrinsics import referred, renamed, sub_part, subbed, unknown
from faasport_aws.importer.policy_templates import CONDITIONS, templates
from faasport_aws.importer.said import Said

UNNEEDED = {
    "AWSLambdaBasicExecutionRole": "a function's role may write its logs",
    "AWSLambdaDynamoDBExecutionRole": "a function's role may read what its trigger reads",
    "AWSLambdaKinesisExecutionRole": "a function's role may read what its trigger reads",
    "AWSLambdaSQSQueueExecutionRole": "a function's role may read what its trigger reads",
    "AWSLambdaVPCAccessExecutionRole": "a VpcConfig in raw brings it",
    "AWSXRayDaemonWriteAccess": "tracing = true brings it",
    "AWSXrayWriteOnlyAccess": "tracing = true brings it",
}
"""Managed policies that our roles need not have, and why."""
MEMBERS = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
_ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")
_PLACE = "${AWS::Region}:${AWS::AccountId}"
_PARAMETER = re.compile(r"\{(\w+)\}")
_WRITE = (
    'Write what it allows as statements: [[permissions.aws]] Action = ["..."], Resource = "...".'
)
_ARNS = {("queue", "Arn"), ("topic", ""), ("topic", "TopicArn"), ("bucket", "Arn"),
         ("table", "Arn"), ("stream", "Arn")}  # fmt: skip


@dataclass
class Allowed:
    """Statements, and what is to be said of the rest."""

    statements: list[dict[str, Any]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def add(self, other: Allowed) -> None:
        self.statements += [each for each in other.statements if each not in self.statements]
        self.said += other.said


def of_policies(policies: Any) -> Allowed:
    """Of a function's `Policies`: a name, a document, a template of SAM's, or a list of those."""
    found = Allowed()
    for index, policy in enumerate(policies if isinstance(policies, list) else [policies]):
        key = f"[{index}]" if isinstance(policies, list) else ""
        one = _policy(policy)
        found.add(Allowed(one.statements, [_at(key, each) for each in one.said]))
    return found


def _at(key: str, said: Said) -> Said:
    return Said(said.kind, said.message, said.fix, f"{key}.{said.key}" if said.key else key)


def _policy(policy: Any) -> Allowed:
    if isinstance(policy, str) or (isinstance(policy, Mapping) and referred(policy)):
        return managed([policy])
    if isinstance(policy, Mapping) and "Statement" in policy:
        return of_statements(policy["Statement"])
    if isinstance(policy, Mapping) and "PolicyDocument" in policy:
        document = policy["PolicyDocument"]
        return of_statements(document.get("Statement") if isinstance(document, Mapping) else None)
    if isinstance(policy, Mapping) and len(policy) == 1 and not any(unknown(policy)):
        ((name, parameters),) = policy.items()
        return of_template(str(name), parameters)
    if isinstance(policy, Mapping) and len(policy) == 1:
        ((name, parameters),) = policy.items()
        if name in templates():
            return of_template(str(name), parameters)
    return Allowed(said=[Said("left", f"{_short(policy)} is no policy that can be read.", _WRITE)])


def managed(policies: Iterable[Any]) -> Allowed:
    """Managed policies: our roles have statements alone."""
    found = Allowed()
    for policy in policies:
        name = str(policy).rpartition("/")[2] if isinstance(policy, str) else _short(policy)
        if name in templates() and not _PARAMETER.search(str(templates()[name])):
            found.add(of_template(name, {}))
            continue
        why = UNNEEDED.get(name)
        if why is None:
            message = f"the managed policy {name} was left: our roles have statements alone."
            found.said.append(Said("left", message, _WRITE))
        else:
            found.said.append(Said("carried", f"{name} is not needed: {why}."))
    return found


def of_template(name: str, parameters: Any) -> Allowed:
    """Of one of SAM's templates."""
    if name not in templates():
        said = f"{name} is none of SAM's policy templates that are known here."
        return Allowed(said=[Said("left", said, _WRITE)])
    values = parameters if isinstance(parameters, Mapping) else {}
    grants = templates()[name]
    made = [
        {"Action": [*actions], "Resource": _one([_resource(each, values) for each in resources])}
        for actions, resources in grants
    ]
    if name in CONDITIONS:
        key, text = CONDITIONS[name]
        made[0]["Condition"] = {"StringEquals": {key: _resource(text, values)}}
    return Allowed(made)


def _resource(text: str, values: Mapping[str, Any]) -> Any:
    """An ARN of the table, with the values of the parameters."""
    whole = _PARAMETER.fullmatch(text)
    if whole:
        return values.get(whole[1], "*")
    if text == "*":
        return text
    placed = f"arn:${{AWS::Partition}}:{text.replace('~', _PLACE)}"
    return subbed(_PARAMETER.sub(lambda match: _part(values.get(match[1], "*")), placed))


def _part(value: Any) -> str:
    part = sub_part(value)
    return "*" if part is None else part


def of_statements(statements: Any) -> Allowed:
    """Of the statements of a policy."""
    found = Allowed()
    for index, each in enumerate(statements if isinstance(statements, list) else [statements]):
        fault = _fault(each)
        if fault:
            found.said.append(Said("left", f"a statement {fault}.", _WRITE, f"Statement[{index}]"))
        else:
            found.add(Allowed([_statement(each)]))
    return found


def _fault(statement: Any) -> str:
    """Why a statement is none of a role's."""
    if not isinstance(statement, Mapping):
        return f"is {_short(statement)}, which cannot be read"
    if "Fn::If" in statement:
        return "depends on a condition that only the service knows"
    strange = [key for key in statement if key not in MEMBERS]
    if strange:
        return f"has {', '.join(map(str, strange))}, which is not of a role's"
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource")):
        if (one in statement) == (other in statement):
            return f"has not one of {one} and {other}"
    actions = _listed(statement.get("Action", statement.get("NotAction")))
    wrong = [each for each in actions if not _ACTION.fullmatch(_action(each))]
    return f"has the action {_short(wrong[0])}, which is none" if wrong else ""


def _statement(statement: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: statement[key] for key in MEMBERS if key in statement}
    if made.get("Effect") == "Allow":
        del made["Effect"]
    for key in ("Action", "NotAction"):
        if key in made:
            made[key] = _one([_action(each) for each in _listed(made[key])])
    for key in ("Resource", "NotResource"):
        if key in made:
            made[key] = _one(_listed(made[key]))
    return made


def _action(told: Any) -> str:
    """IAM does not look at the case of a service's name; we do."""
    service, colon, name = str(told).partition(":")
    return f"{service.lower()}{colon}{name}"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def owned(value: Any, sources: Mapping[str, tuple[str, str]], names: Mapping[str, str]) -> Any:
    """A copy in which what our triggers make is called as we call it: `${queue:orders}` for its
    ARN, else our own logical id. `sources` are kinds and names by logical ids of the template, and
    `names` our logical ids."""
    if isinstance(value, list):
        return [owned(each, sources, names) for each in value]
    if not isinstance(value, Mapping):
        return value
    told = referred(value)
    if told and told.resource in sources:
        kind, name = sources[told.resource]
        if (kind, told.attribute) in _ARNS:
            return f"${{{kind}:{name}}}"
    if told or "Fn::Sub" in value:
        return renamed(dict(value), names)
    return {key: owned(each, sources, names) for key, each in value.items()}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
