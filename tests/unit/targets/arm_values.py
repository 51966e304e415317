"""What a template comes to where it is deployed: every expression worked out, nested deployments
as well. What only Azure knows says what it is: "principal_id of /subscriptions/...".

https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.unit.targets import arm_graph
from tests.unit.targets.arm_graph import Call

LOCATION = "westeurope"
SUFFIXES = {".suffixes.storage": "core.windows.net", ".suffixes.keyvaultDns": ".vault.azure.net"}
DEPLOYMENT = "Microsoft.Resources/deployments"
# What the tests' providers for Terraform call it.
ATTRIBUTES = {"ConnectionString": "connection_string", "documentEndpoint": "endpoint"}


@dataclass(frozen=True)
class Deployment:
    """One deployment into one resource group."""

    subscription: str
    group: str
    template: Mapping[str, Any]
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"/subscriptions/{self.subscription}/resourceGroups/{self.group}"

    def resources(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each with its id."""
        for each in self.template["resources"]:
            if each["type"] == DEPLOYMENT:
                yield from self._nested(each).resources()
            else:
                made = self.value(each)
                yield self._id_of(made), made

    def outputs(self) -> dict[str, Any]:
        return {key: self.value(each["value"]) for key, each in self.template["outputs"].items()}

    def value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if not isinstance(value, str):
            return value
        call = arm_graph.expression(value)
        if call is not None:
            return self._called(call)
        return value[1:] if value.startswith("[[") and value.endswith("]") else value

    def _nested(self, resource: Mapping[str, Any]) -> Deployment:
        properties = resource["properties"]
        parameters = properties["parameters"]
        return Deployment(
            self.value(resource.get("subscriptionId", self.subscription)),
            self.value(resource.get("resourceGroup", self.group)),
            properties["template"],
            {key: self.value(each["value"]) for key, each in parameters.items()},
        )

    def _id_of(self, made: Mapping[str, Any]) -> str:
        provider, *kinds = made["type"].split("/")
        place = made.get("scope") or self.place
        names = zip(kinds, made["name"].split("/"), strict=True)
        return "/".join((place, "providers", provider, *(f"{k}/{name}" for k, name in names)))

    def _called(self, call: Call) -> Any:
        name, arguments, path = call
        told = [self._called(each) if isinstance(each, tuple) else each for each in arguments]
        return getattr(self, f"_{name}")(*told, path=path)

    def _format(self, form: str, *values: Any, path: str) -> str:
        assert not path
        return form.format(*values)

    def _parameters(self, name: str, path: str) -> Any:
        assert not path
        if name in self.given:
            return self.given[name]
        return self.value(self.template["parameters"][name]["defaultValue"])

    def _variables(self, name: str, path: str) -> Any:
        assert not path
        return self.value(self.template["variables"][name])

    def _resourceGroup(self, path: str) -> str:  # noqa: N802
        return {".id": self.place, ".location": LOCATION, ".name": self.group}[path]

    def _environment(self, path: str) -> str:
        return SUFFIXES[path]

    def _uniqueString(self, *parts: str, path: str) -> str:  # noqa: N802
        """As the manifest for Terraform has it; Azure's own has other letters."""
        assert not path
        return hashlib.sha256("/".join(parts).encode()).hexdigest()[:13]

    def _guid(self, *parts: str, path: str) -> str:
        assert not path
        return hashlib.sha256("-".join(parts).encode()).hexdigest()[:32]

    def _resourceId(self, *parts: str, path: str) -> str:  # noqa: N802
        """Of this resource group, or of the one that is named before the type."""
        assert not path
        if "/" in parts[0]:
            return self.place + _below(*parts)
        return f"/subscriptions/{self.subscription}/resourceGroups/{parts[0]}" + _below(*parts[1:])

    def _subscriptionResourceId(self, *parts: str, path: str) -> str:  # noqa: N802
        assert not path
        return f"/subscriptions/{self.subscription}{_below(*parts)}"

    def _reference(self, place: str, *_: str, path: str) -> str:
        if path == ".identity.principalId":
            return f"principal_id of {place}"
        if path == ".primaryEndpoints.blob":
            return f"https://{place.rpartition('/')[2]}.blob.core.windows.net/"
        (attribute,) = re.findall(r"\w+", path)
        return f"{ATTRIBUTES.get(attribute, attribute)} of {place}"


def _below(kind: str, *names: str) -> str:
    provider, *kinds = kind.split("/")
    pairs = zip(kinds, names, strict=True)
    return "/".join(("/providers", provider, *(f"{each}/{name}" for each, name in pairs)))
