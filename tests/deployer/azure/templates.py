"""Templates, worked out against what is there, and carried out in the order that they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.deployer.azure.account import Account, Trouble, kind_of
from tests.unit.targets import arm_values

_PRESENT = ("dependsOn", "comments", "apiVersion")


@dataclass(frozen=True)
class Template(arm_values.Deployment):
    """One deployment; `reference` asks what is there, and fails where it is not."""

    account: Account = None  # type: ignore[assignment]

    def all(self) -> Iterator[tuple[str, Mapping[str, Any], Template]]:
        """Each resource by its id, as it is written, with the template that it is in."""
        for raw in self.template["resources"]:
            yield self.id_of(raw), raw, self
            if raw["type"] == arm_values.DEPLOYMENT:
                yield from self.nested(raw, quiet=True).all()

    def in_order(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        left = [(self.id_of(raw), raw) for raw in self.template["resources"]]
        while left:
            waiting = {own.lower() for own, _ in left}
            awaited = {own: self.value(raw.get("dependsOn", [])) for own, raw in left}
            ready = [
                (own, raw)
                for own, raw in left
                if not any(each.lower() in waiting for each in awaited[own])
            ]
            if not ready:
                raise Trouble("InvalidTemplate", "Circular dependency detected.")
            yield from ready
            left = [each for each in left if each not in ready]

    def id_of(self, raw: Mapping[str, Any]) -> str:
        made = self.value({key: raw[key] for key in ("type", "name", "scope") if key in raw})
        if raw["type"] == arm_values.DEPLOYMENT:
            subscription = self.value(raw.get("subscriptionId", self.subscription))
            group = self.value(raw.get("resourceGroup", self.group))
            place = f"/subscriptions/{subscription}/resourceGroups/{group}"
            return f"{place}/providers/{raw['type']}/{made['name']}"
        return self._id_of(made)

    def nested(self, raw: Mapping[str, Any], *, quiet: bool = False) -> Template:
        found = (self._quiet if quiet else self)._nested(raw)
        return Template(found.subscription, found.group, found.template, found.given, self.account)

    @property
    def _quiet(self) -> Template:
        return _Quiet(self.subscription, self.group, self.template, self.given, self.account)

    def shown(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """As what-if has it: `reference` stays an expression."""
        return self._quiet.value({key: each for key, each in raw.items() if key not in _PRESENT})

    def _resourceGroup(self, path: str) -> str:  # noqa: N802
        if path == ".location":
            return str(self.account.groups[self.place.lower()]["location"])
        return super()._resourceGroup(path)

    def _reference(self, place: str, *_: str, path: str) -> str:
        there = self.account.resources.get(place.lower())
        if there is None:
            raise Trouble("ResourceNotFound", f"The Resource '{place}' was not found.", 404)
        if path == ".identity.principalId":
            return str(there["identity"]["principalId"])
        if path == ".defaultHostName":
            return str(there["properties"]["defaultHostName"])
        return super()._reference(place, path=path)


class _Quiet(Template):
    def value(self, value: Any) -> Any:
        if isinstance(value, str) and "reference(" in value:
            return value
        return super().value(value)


def carried_out(template: Template, path: str) -> list[dict[str, Any]]:
    """The operations of a deployment; the one that failed is the last."""
    operations: list[dict[str, Any]] = []
    for own, raw in template.in_order():
        try:
            if raw["type"] == arm_values.DEPLOYMENT:
                _nest(template.nested(raw), own, raw)
            else:
                made = {k: v for k, v in raw.items() if k not in _PRESENT}
                template.account.put(own, template.value(made))
            operations.append(_operation(own, raw, "Succeeded"))
        except Trouble as trouble:
            operations.append(_operation(own, raw, "Failed", trouble))
            break
    return operations


def _nest(template: Template, own: str, raw: Mapping[str, Any]) -> None:
    if template.place.lower() not in template.account.groups:
        raise Trouble(
            "ResourceGroupNotFound", f"Resource group '{template.group}' could not be found.", 404
        )
    operations = carried_out(template, own)
    failed = next(
        (each for each in operations if each["properties"]["provisioningState"] == "Failed"), None
    )
    template.account.deployments[own.lower()] = {
        "id": own,
        "name": raw["name"],
        "tags": {},
        "operations": operations,
        "state": "Failed" if failed else "Succeeded",
        "template": template.template,
        "outputs": {},
        "parameters": {},
        "left": 0,
    }
    if failed:
        raise Trouble("DeploymentFailed", "At least one resource deployment operation failed.", 409)


def _operation(
    own: str, raw: Mapping[str, Any], state: str, trouble: Trouble | None = None
) -> dict[str, Any]:
    target = {"id": own, "resourceType": raw["type"], "resourceName": re.sub(r".*/", "", own)}
    properties = {
        "provisioningOperation": "Create",
        "provisioningState": state,
        "targetResource": target,
        "statusCode": "OK",
    }
    if trouble is not None:
        properties |= {
            "statusCode": "BadRequest",
            "statusMessage": {"status": "Failed", **trouble.body},
            "serviceRequestId": "req-7",
        }
    return {"operationId": own[-16:], "properties": properties}


def predicted(template: Template) -> list[dict[str, Any]]:
    """What-if's changes, with its known noise: defaults of the service's, and expressions."""
    account, every = template.account, []
    named = set()
    for own, raw, inside in template.all():
        if raw["type"] == arm_values.DEPLOYMENT:
            continue
        named.add(own.lower())
        there, after = account.resources.get(own.lower()), inside.shown(raw)
        if kind_of(own) == "microsoft.web/sites/config":
            there = account.resources.get(own.lower().partition("/config/")[0])
            delta = [{"path": "properties", "propertyChangeType": "Modify", "after": "*"}]
            told = {"before": {}, "after": after, "delta": delta}
            every.append({"resourceId": own, "changeType": "Modify" if there else "Create", **told})
        elif there is None:
            every.append({"resourceId": own, "changeType": "Create", "after": after})
        else:
            delta = list(_delta(there, after, account))
            every.append(
                {
                    "resourceId": own,
                    "changeType": "Modify" if delta else "NoChange",
                    "before": there,
                    "after": after,
                    "delta": delta,
                }
            )
    others = [each for each in account.listed(template.place) if each["id"].lower() not in named]
    return every + [{"resourceId": each["id"], "changeType": "Ignore"} for each in others]


def _delta(there: Any, after: dict[str, Any], account: Account) -> Iterator[dict[str, Any]]:
    for path, value in _leaves(
        {key: after[key] for key in ("properties", "tags", "sku", "location") if key in after}
    ):
        before: Any = there
        for part in path:
            before = before.get(part) if isinstance(before, dict) else None
        if path[-1] == "appSettings":
            before = [{"name": k, "value": v} for k, v in there["settings"].items()]
        if before != value:
            kind = "Create" if before is None else "Modify"
            yield {
                "path": ".".join(path),
                "propertyChangeType": kind,
                "before": before,
                "after": value,
            }
    yield {
        "path": "properties.provisioningState",
        "propertyChangeType": "Delete",
        "before": "Succeeded",
    }


def _leaves(
    value: dict[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, each in value.items():
        if isinstance(each, dict) and each:
            yield from _leaves(each, (*above, key))
        else:
            yield (*above, key), each
