"""What a change set tells: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.deployer.aws.operation import Live, Template
from tests.deployer.aws.resources import KINDS

if TYPE_CHECKING:
    from tests.deployer.aws.stack import Stack


def difference(
    stack: Stack, template: Template, imports: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for key, said in template.resources.items():
        kind = said["Type"]
        assert kind in KINDS, f"the account on this machine knows no {kind}"
        live = stack.resources.get(key)
        if live is None:
            action = "Import" if key in imports else "Add"
            yield {"Action": action, "LogicalResourceId": key, "ResourceType": kind}
        elif live.said != said:
            yield _modified(key, live, said)
    for key, live in stack.resources.items():
        if key not in template.resources:
            yield {
                "Action": "Remove",
                "LogicalResourceId": key,
                "PhysicalResourceId": live.id,
                "ResourceType": live.kind,
                "PolicyAction": "Retain" if live.keeps("DeletionPolicy") else "Delete",
            }


def _modified(key: str, live: Live, said: Mapping[str, Any]) -> dict[str, Any]:
    old, new = live.said.get("Properties", {}), said.get("Properties", {})
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    replaced = any(name in KINDS[live.kind].fixed for name in changed)
    kept = live.keeps("UpdateReplacePolicy")
    policy = {"PolicyAction": "ReplaceAndRetain" if kept else "ReplaceAndDelete"}
    return {
        "Action": "Modify",
        "LogicalResourceId": key,
        "PhysicalResourceId": live.id,
        "ResourceType": live.kind,
        "Replacement": str(replaced),
        **(policy if replaced else {}),
        "Details": [{"Target": _target(name, old, new)} for name in changed],
    }


def _target(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    values = {"BeforeValue": old.get(name), "AfterValue": new.get(name)}
    plain = all(isinstance(each, (str, int)) for each in values.values())
    return {"Attribute": "Properties", "Name": name, **(values if plain else {})}
