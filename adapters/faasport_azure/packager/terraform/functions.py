"""ARM's template functions, as Terraform says them: a table by name.

https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from faasport_azure.packager.terraform.expression import Call, Node, NotArmError
from faasport_azure.packager.terraform.text import Text, expression, joined, text

GROUP = "data.azurerm_resource_group.app"
SUBSCRIPTION = text("/subscriptions/", *expression("var.subscription").parts)
Texts = tuple[Text, ...]
_UNIQUE = 13
"""As long as what uniqueString() gives."""


class Scope(Protocol):
    """What a name means where the expression stands."""

    def told(self, node: Node) -> Text: ...
    def parameter(self, name: str) -> Text: ...
    def resource_id(self, kind: str, names: Texts, place: Texts = ()) -> Text: ...
    def attribute(self, resource: Node, path: tuple[str, ...]) -> Text: ...


def told(call: Call, scope: Scope) -> Text:
    """What a call means."""
    function = _FUNCTIONS.get(call.name)
    if function is None or (call.path and call.name not in _WITH_PROPERTIES):
        raise NotArmError(f"{call.name}(): {'.'.join(call.path)}")
    return function(call, scope)


def _format(call: Call, scope: Scope) -> Text:
    form, *values = call.arguments
    if not isinstance(form, str):
        raise NotArmError(call.name)
    return joined(_piece(each, values, scope) for each in _PIECES.split(form))


def _piece(piece: str, values: list[Node], scope: Scope) -> Text:
    if re.fullmatch(r"\{\d+\}", piece):
        return scope.told(values[int(piece[1:-1])])
    return text(_BRACES.get(piece, piece))


_PIECES = re.compile(r"(\{\{|\}\}|\{\d+\})")
_BRACES = {"{{": "{", "}}": "}"}


def _concat(call: Call, scope: Scope) -> Text:
    return joined(map(scope.told, call.arguments))


def _variable(call: Call, scope: Scope) -> Text:
    return expression(f"local.{_literal(call.arguments[0])}")


def _parameter(call: Call, scope: Scope) -> Text:
    return scope.parameter(_literal(call.arguments[0]))


def _group(call: Call, scope: Scope) -> Text:
    """With arguments, which ARM has not, of another group: nested.py."""
    if call.arguments and call.path == ("id",):
        return group_of(tuple(map(scope.told, call.arguments)))
    return expression(".".join((GROUP, *call.path)))


def _subscription(call: Call, scope: Scope) -> Text:
    if call.path == ("subscriptionId",):
        return expression("var.subscription")
    if call.path == ("id",):
        return SUBSCRIPTION
    raise NotArmError(f"subscription().{call.path}")


def _unique(call: Call, scope: Scope) -> Text:
    """Other letters than ARM's, but they depend on the same and no more."""
    told = joined(map(scope.told, call.arguments), "/")
    return expression(f"substr(sha256({told.code}), 0, {_UNIQUE})")


def _guid(call: Call, scope: Scope) -> Text:
    told = joined(map(scope.told, call.arguments), "-")
    return expression(f'uuidv5("url", {told.code})')


def _resource_id(call: Call, scope: Scope) -> Text:
    """A subscription and a group, or the group alone, may come before the type."""
    arguments = tuple(map(scope.told, call.arguments))
    at = _type_in(call)
    kind = _literal(call.arguments[at])
    return scope.resource_id(kind, arguments[at + 1 :], arguments[:at])


def _of_subscription(call: Call, scope: Scope) -> Text:
    arguments = tuple(map(scope.told, call.arguments))
    at = _type_in(call)
    above = text("/subscriptions/", *arguments[0].parts) if at else SUBSCRIPTION
    return below(above, _literal(call.arguments[at]), arguments[at + 1 :])


def _reference(call: Call, scope: Scope) -> Text:
    """`'full'` gives the resource with what is around its properties."""
    full = call.arguments[2:] == ("full",)
    path = call.path if full else ("properties", *call.path)
    return scope.attribute(call.arguments[0], path)


def _environment(call: Call, scope: Scope) -> Text:
    return expression(_SUFFIXES[".".join(call.path)])


def group_of(place: Texts) -> Text:
    """The id of a resource group: ours, another one, or another one of another subscription."""
    if not place:
        return expression(f"{GROUP}.id")
    *subscription, group = place
    above = text("/subscriptions/", *subscription[0].parts) if subscription else SUBSCRIPTION
    return text(*above.parts, "/resourceGroups/", *group.parts)


def below(parent: Text, kind: str, names: Texts) -> Text:
    """The id of what a provider has there: its kinds and names take turns."""
    provider, *kinds = kind.split("/")
    pairs = [text("/", each, "/", *name.parts) for each, name in zip(kinds, names, strict=True)]
    return joined((parent, text(f"/providers/{provider}"), *pairs))


def _type_in(call: Call) -> int:
    """Where the type is: the first argument with a slash."""
    texts = [each if isinstance(each, str) else "" for each in call.arguments]
    return next(index for index, each in enumerate(texts) if "/" in each)


def _literal(node: Node) -> str:
    if not isinstance(node, str):
        raise NotArmError(node.name)
    return node


_FUNCTIONS: dict[str, Callable[[Call, Scope], Text]] = {
    "concat": _concat,
    "environment": _environment,
    "format": _format,
    "guid": _guid,
    "parameters": _parameter,
    "reference": _reference,
    "resourceGroup": _group,
    "resourceId": _resource_id,
    "subscription": _subscription,
    "subscriptionResourceId": _of_subscription,
    "uniqueString": _unique,
    "variables": _variable,
}
# How hosts end in this cloud; suffixes.py asks what is there.
_SUFFIXES = {
    "suffixes.storage": "local.storage_suffix",
    "suffixes.keyvaultDns": "local.vault_suffix",
}
_WITH_PROPERTIES = {"environment", "reference", "resourceGroup", "subscription"}
