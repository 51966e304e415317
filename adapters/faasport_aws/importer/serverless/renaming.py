"""What our triggers make has other names on AWS than before: where the old ones stand, ours go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport_aws.importer.resources import ours
from faasport_aws.importer.serverless.gap import escaped
from faasport_aws.importer.serverless.service import Service

_ARN = re.compile(
    r"arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):(?P<service>s3|sqs|sns|dynamodb|kinesis):[^:/]*:[^/]*?:?"
    r"(?:table/|stream/)?(?P<name>[A-Za-z0-9_.-]+)(?P<rest>/.*)?"
)
_KINDS = {"s3": "bucket", "sqs": "queue", "sns": "topic", "dynamodb": "table", "kinesis": "stream"}


def statement(service: Service, value: Any) -> Any:
    """A copy of a statement, with `${bucket:photos}` for the ARN of what is a trigger's."""
    if isinstance(value, list):
        return [statement(service, each) for each in value]
    if isinstance(value, Mapping):
        text = value.get("Fn::Sub") if len(value) == 1 else None
        made = _arn(service, text) if isinstance(text, str) else None
        return made or {key: statement(service, each) for key, each in value.items()}
    return (_arn(service, value) or value) if isinstance(value, str) else value


def _arn(service: Service, text: str) -> str | None:
    found = _ARN.fullmatch(text)
    told = service.physical.get(found["name"]) if found else None
    if found is None or told is None or told[0] != _KINDS[found["service"]]:
        return None
    return f"${{{told[0]}:{told[1]}}}{found['rest'] or ''}"


def environment(service: Service) -> None:
    """Variables that hold such a name: the manifest fills them on AWS."""
    tables = [("", service.draft.settings)]
    tables += [(each.name, each.table) for each in service.draft.functions]
    for function, table in tables:
        for name, value in table.get("env", {}).items():
            told = service.physical.get(value)
            if told is None:
                continue
            table["env"][name] = escaped(told[1])
            variables = service.raw(function).setdefault("Environment", {})
            variables = variables.setdefault("Variables", {})
            if name in variables:
                continue
            variables[name] = {"Ref": ours(*told)}
            place = service.places.get((function, name), service.draft.file)
            message = (
                f"{name} was {value!r}; the manifest fills in what the {told[0]} is called now."
            )
            fix = f"Set {name} in `targets.<name>.env` of the others."
            service.draft.say("changed", place, message, fix, function=function)
