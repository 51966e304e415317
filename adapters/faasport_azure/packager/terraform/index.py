"""The resources of a template, each with its address in Terraform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faasport.packager.terraform import literal
from faasport_azure.packager.terraform import azapi, label as tf_label, nested, rows
from faasport_azure.packager.terraform.expression import Call, Node, NotArmError, parsed
from faasport_azure.packager.terraform.functions import below, group_of, told
from faasport_azure.packager.terraform.parameters import is_worked_out, snake
from faasport_azure.packager.terraform.row import Row
from faasport_azure.packager.terraform.text import Text, expression, text

Names = tuple[Text, ...]
Key = tuple[str, Names, Names]


@dataclass(frozen=True)
class Placed:
    """One resource: what ARM says, and how Terraform calls it."""

    arm: Mapping[str, Any]
    place: Names
    """A subscription and a resource group, or the group alone, if not the deployment's."""
    names: Names
    row: Row
    label: str
    is_later: bool = False
    """Whether it wants the code to be there."""

    @property
    def kind(self) -> str:
        return str(self.arm["type"])

    @property
    def key(self) -> Key:
        return self.kind.lower(), self.names, self.place

    @property
    def address(self) -> str:
        return f"{self.row.kind}.{self.label}"


class Index:
    """What the names of a template mean. `exported` gathers what others ask of the resources that
    azapi makes."""

    def __init__(
        self,
        parameters: Mapping[str, Any],
        resources: Sequence[Mapping[str, Any]],
        later: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.exported: dict[str, dict[str, None]] = {}
        self._parameters = parameters
        self._by_key: dict[Key, Placed] = {}
        self.resources: dict[str, Placed] = {}
        given = [
            *((each, False) for each in nested.flattened(resources)),
            *((each, True) for each in nested.flattened(later)),
        ]
        self.has_later = bool(later)
        for each, is_later in given:
            if not tf_label.is_assignment(each):
                label = tf_label.of(self._names(each))
                self._add(replace(self._placed(each, label), is_later=is_later))
        # Whose a role is and where, is told by what these are called.
        for each, _ in given:
            if tf_label.is_assignment(each):
                self._add(self._placed(each, tf_label.of_assignment(each, self)))

    def _add(self, placed: Placed) -> None:
        """Two of one type that are called alike, in different groups, are numbered."""
        number, label = 1, placed.label
        while self.resources.get(placed.address, placed).key != placed.key:
            number += 1
            placed = replace(placed, label=f"{label}-{number}")
        self.resources.setdefault(placed.address, placed)
        self._by_key.setdefault(placed.key, placed)

    def told(self, node: Node) -> Text:
        return told(node, self) if isinstance(node, Call) else text(node)

    def value(self, value: Any) -> Any:
        """Any value of the template, as Terraform's JSON has it."""
        if isinstance(value, str):
            return self.told(parsed(value)).template
        if isinstance(value, Mapping):
            return {literal(key): self.value(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value

    def parameter(self, name: str) -> Text:
        """Where the default is worked out, a local has it."""
        section = "local" if is_worked_out(self._parameters[name]) else "var"
        return expression(f"{section}.{snake(name)}")

    def find(self, kind: str, names: Names, place: Names = ()) -> Placed | None:
        return self._by_key.get((kind.lower(), names, place))

    def resource_id(self, kind: str, names: Names, place: Names = ()) -> Text:
        """Of one of ours, or below one of ours, or of what is there already."""
        found = self.find(kind, names, place)
        if found is not None:
            return expression(f"{found.address}.id")
        parent, _, last = kind.rpartition("/")
        if len(names) > 1:
            above = self.resource_id(parent, names[:-1], place)
            return text(*above.parts, f"/{last}/", *names[-1].parts)
        return below(group_of(place), kind, names)

    def attribute(self, resource: Node, path: tuple[str, ...]) -> Text:
        """What is known of a resource once it is there."""
        found = self._at(self.told(resource))
        wanted = ".".join(path)
        if wanted in found.row.outputs:
            return expression(f"{found.address}.{found.row.outputs[wanted]}")
        if found.row is not azapi.ANY:
            raise NotArmError(f"{found.kind}: {wanted}")
        self.exported.setdefault(found.address, {})[wanted] = None
        return expression(f"{found.address}.output.{wanted}")

    def _at(self, resource_id: Text) -> Placed:
        for each in self._by_key.values():
            if resource_id == expression(f"{each.address}.id"):
                return each
        raise NotArmError(resource_id.template)

    def _placed(self, arm: Mapping[str, Any], label: str) -> Placed:
        place = tuple(self.told(parsed(arm[key])) for key in nested.PLACE if key in arm)
        row = rows.elsewhere(arm["type"]) if place else rows.of(arm["type"])
        return Placed(arm, place, self._names(arm), row, label)

    def _names(self, arm: Mapping[str, Any]) -> Names:
        return self.told(parsed(arm["name"])).split()
