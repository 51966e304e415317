"""What a stack lets anybody do, a line each: of roles, of queues' own policies, of functions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]


def lines(document: Document) -> list[str]:
    """Of plain CloudFormation, after AWS's translator: nothing that it adds is missed."""
    found = []
    for key, resource in document["Resources"].items():
        about = LINES.get(resource["Type"])
        if about:
            found += [f"{key}: {line}" for line in about(resource["Properties"])]
        elif resource["Type"].startswith("AWS::IAM::"):
            found.append(f"{key}: {resource['Type']}")
    return sorted(found)


# This account and region, in an ARN that names them.
HERE = "${AWS::Region}:${AWS::AccountId}"


def said(value: Any) -> str:
    """`OrdersQueue.Arn`, `${UploadsBucket.Arn}/*`, `ssm:here:parameter/key`, or the text itself."""
    return _said(value).replace("arn:${AWS::Partition}:", "").replace(HERE, "here")


def _said(value: Any) -> str:
    match value:
        case str():
            return value
        case {"Ref": key}:
            return f"<{key}>"
        case {"Fn::GetAtt": [key, name]}:
            return f"{key}.{name}"
        case {"Fn::Sub": str(text)}:
            return text
        case {"Fn::Sub": [text, names]}:
            for name, named in names.items():
                text = text.replace(f"${{{name}}}", _said(named))
            return str(text)
        case list():
            return ", ".join(map(_said, value))
        case _:
            return json.dumps(value, sort_keys=True)


def _role(properties: Document) -> Iterator[str]:
    for statement in properties["AssumeRolePolicyDocument"]["Statement"]:
        yield f"is taken by {said(statement['Principal']['Service'])}{_if(statement)}"
    for arn in properties.get("ManagedPolicyArns", ()):
        yield f"has {said(arn)}"
    for policy in properties.get("Policies", ()):
        for statement in policy["PolicyDocument"]["Statement"]:
            yield _statement(statement)


def _queue(properties: Document) -> Iterator[str]:
    for statement in properties["PolicyDocument"]["Statement"]:
        yield f"{said(statement['Principal'].get('Service'))} {_statement(statement)}"


def _function(properties: Document) -> Iterator[str]:
    source = properties.get("SourceArn")
    from_there = f" from {said(source)}" if source else ""
    yield (
        f"{properties['Principal']} may {properties['Action']} {said(properties['FunctionName'])}"
        f"{from_there}"
    )


def _statement(statement: Document) -> str:
    verb = {"Allow": "may", "Deny": "must not"}[statement["Effect"]]
    whole = {"Effect", "Action", "Resource", "Condition", "Principal"}
    assert statement.keys() <= whole, statement
    return f"{verb} {said(statement['Action'])} on {said(statement['Resource'])}{_if(statement)}"


def _if(statement: Document) -> str:
    if "Condition" not in statement:
        return ""
    terms = [
        f"{name} {operator} {said(value)}"
        for operator, names in statement["Condition"].items()
        for name, value in names.items()
    ]
    return f" if {' and '.join(terms)}"


LINES = {
    "AWS::IAM::Role": _role,
    "AWS::SQS::QueuePolicy": _queue,
    "AWS::Lambda::Permission": _function,
}
