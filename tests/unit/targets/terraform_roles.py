"""What each role may do, in one notation for both manifests: `<LogicalId.Attribute>` for what the
manifest makes, `<AWS::Region>` for what AWS knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Rights = dict[str, Any]
PSEUDO = {
    "data.aws_caller_identity.current.account_id": "AWS::AccountId",
    "data.aws_partition.current.partition": "AWS::Partition",
    "data.aws_region.current.id": "AWS::Region",
}
# An ARN is what `Ref` gives of a topic.
ATTRIBUTES = {"arn": ".Arn", "stream_arn": ".StreamArn"}
_EXPRESSION = re.compile(r"(?<!\$)\$\{([\w.]+)\}(:\*)?")
_SUBSTITUTED = re.compile(r"\$\{([^!}]+)\}")


def of_terraform(configuration: Mapping[str, Any]) -> dict[str, Rights]:
    """By the logical id of the role."""
    resources = configuration["resource"]
    documents = configuration["data"]["aws_iam_policy_document"]
    found: dict[str, Rights] = {
        name: {"trust": _documented(role["assume_role_policy"], documents)}
        for name, role in resources["aws_iam_role"].items()
    }
    for policy in resources["aws_iam_role_policy"].values():
        (role,) = re.findall(r"^\$\{aws_iam_role\.(\w+)\.id\}$", policy["role"])
        found[role][policy["name"]] = _documented(policy["policy"], documents)
    return {_camel(name): rights for name, rights in found.items()}


def of_template(template: Mapping[str, Any]) -> dict[str, Rights]:
    """By the logical id of the role."""
    found = {}
    for key, resource in template["Resources"].items():
        if resource["Type"] == "AWS::IAM::Role":
            properties = resource["Properties"]
            held = {each["PolicyName"]: each["PolicyDocument"] for each in properties["Policies"]}
            documents = {"trust": properties["AssumeRolePolicyDocument"], **held}
            found[key] = {
                name: [_statement(each) for each in document["Statement"]]
                for name, document in documents.items()
            }
    return found


def _statement(given: Mapping[str, Any]) -> Rights:
    """Each member a list of texts."""
    said = {key: value for key, value in given.items() if key not in {"Principal", "Condition"}}
    return {
        **{key: [_told(each) for each in _listed(value)] for key, value in said.items()},
        "principals": _pairs(given.get("Principal", {})),
        "conditions": [
            (test, key, [_told(each) for each in _listed(value)])
            for test, keys in given.get("Condition", {}).items()
            for key, value in keys.items()
        ],
    }


def _documented(reference: str, documents: Mapping[str, Any]) -> list[Rights]:
    (name,) = re.findall(r"^\$\{data\.aws_iam_policy_document\.(\w+)\.json\}$", reference)
    return [_block(each) for each in documents[name]["statement"]]


NAMES = {
    "sid": "Sid",
    "effect": "Effect",
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}


def _block(given: Mapping[str, Any]) -> Rights:
    rest = given.keys() - NAMES.keys() - {"principals", "condition"}
    assert not rest
    return {
        **{
            NAMES[key]: [_said(each) for each in _listed(value)]
            for key, value in given.items()
            if key in NAMES
        },
        "principals": [
            (each["type"], [_said(one) for one in each["identifiers"]])
            for each in given.get("principals", ())
        ],
        "conditions": [
            (each["test"], _said(each["variable"]), [_said(one) for one in each["values"]])
            for each in given.get("condition", ())
        ],
    }


def _said(text: str) -> str:
    """Terraform's text."""

    def meant(found: re.Match[str]) -> str:
        if found[1] in PSEUDO:
            return f"<{PSEUDO[found[1]]}>{found[2] or ''}"
        kind, name, attribute = found[1].split(".")
        if kind == "aws_cloudwatch_log_group":  # CloudFormation's attribute has the end in it
            assert found[2] == ":*"
            return f"<{_camel(name)}.Arn>"
        told = "" if kind == "aws_sns_topic" else ATTRIBUTES[attribute]
        return f"<{_camel(name)}{told}>{found[2] or ''}"

    return _EXPRESSION.sub(meant, text).replace("$${", "${").replace("%%{", "%{")


def _told(value: Any) -> str:
    """CloudFormation's value."""
    match value:
        case {"Ref": key}:
            return f"<{key}>"
        case {"Fn::GetAtt": [key, attribute]}:
            return f"<{key}.{attribute}>"
        case {"Fn::Sub": text}:
            return _SUBSTITUTED.sub(r"<\1>", text).replace("${!", "${")
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _pairs(given: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [(key, [_told(each) for each in _listed(value)]) for key, value in given.items()]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def every_text(rights: Any) -> Iterator[str]:
    """Each text of all that is said."""
    if isinstance(rights, str):
        yield rights
    elif isinstance(rights, Mapping):
        for each in rights.values():
            yield from every_text(each)
    else:
        for each in rights:
            yield from every_text(each)
