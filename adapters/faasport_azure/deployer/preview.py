"""What a template would change: ARM's what-if, without what it is known to be wrong about.

https://learn.microsoft.com/azure/azure-resource-manager/templates/deploy-what-if
It compares with what the services answer, so that of a resource which nobody has touched it may
report defaults, other spellings and expressions that it cannot resolve (`reference`):
https://github.com/Azure/arm-template-whatif/issues. So of types whose declarations are as they
were when we last deployed them it is believed only that a resource is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer.change import Change
from faasport.deployer.faults import NameTaken
from faasport_azure.deployer import api_versions, declared, refusal, resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.place import PROJECT, STAGE
from faasport_azure.deployer.record import Content
from faasport_azure.packager import tags
from faasport_azure.packager.arm.elsewhere import API

_SHOWN = 4
_THERE = frozenset({"Modify", "NoChange", "Deploy", "Unsupported"})
# The expressions that names of ours are.
_NAMED = re.compile(r"\[(?:variables|parameters)\('(\w+)'\)\]")
_FORMAT = re.compile(r"\[format\('([^']*)'(?:, (?:variables|parameters)\('(\w+)'\))?")
_TAGGED = frozenset(each.lower() for each in tags.TAKEN_BY)


@dataclass(frozen=True)
class Preview:
    """`ids` are of all that the template names; `new` of what is not there yet."""

    changes: tuple[Change, ...]
    ids: tuple[str, ...]
    new: tuple[str, ...]


def of(arm: Arm, path: str, sent: Mapping[str, Any], before: Content) -> Preview:
    """Of what would be sent to `path`."""
    answer = arm.predict(f"{path}/whatIf", API, {"properties": sent["properties"]})
    if answer.get("error"):
        raise refusal.fault(f"{arm.place.where}: what-if", refusal.of_error(answer["error"]))
    every = [
        each
        for each in (answer.get("properties") or answer).get("changes") or ()
        if each["changeType"] not in ("Ignore", "Delete")
    ]
    every = [_looked_at(arm, each) for each in every]
    _refuse_taken(arm, every, before)
    touched = _touched(sent["properties"], before)
    return Preview(
        changes=tuple(_changes(every, touched)),
        ids=tuple(each["resourceId"] for each in every),
        new=tuple(each["resourceId"] for each in every if each["changeType"] == "Create"),
    )


def first(template: Mapping[str, Any]) -> tuple[Change, ...]:
    """Where there is no resource group that what-if could compare with: all of it is new."""
    known = {
        **{key: about.get("defaultValue") for key, about in template["parameters"].items()},
        **template.get("variables", {}),
    }
    return tuple(
        Change("add", each["type"], _shown(str(each["name"]), known), _reason(each))
        for each in template["resources"]
    )


def _reason(each: Mapping[str, Any]) -> str:
    """What it is there for; of a role also what it allows."""
    role = str(each.get("properties", {}).get("description", "")).partition(",")[0]
    reason = str(each.get("comments", "")).rstrip(".")
    return f"{role}, {reason[:1].lower()}{reason[1:]}" if role else reason


def _shown(name: str, known: Mapping[str, Any]) -> str:
    """A name, as far as it can be told before there is a group: what only that tells is "…"."""
    if not name.startswith("["):
        return name
    if found := _NAMED.fullmatch(name):
        return _shown(str(known.get(found[1], "…")), known)
    if found := _FORMAT.match(name):
        first = _shown(str(known.get(found[2], "…")), known) if found[2] else "…"
        return found[1].replace("{0}", first).replace("{1}", "…")
    return "…"


def _looked_at(arm: Arm, change: Any) -> Any:
    """What-if's word, unless it is that something is not there which may hold data: that is looked
    for, since what is new is deleted again if the deployment fails."""
    own = change["resourceId"]
    is_root = resource.root(own, arm.place.path) == own
    if change["changeType"] != "Create" or not (is_root and resource.may_hold_data(own)):
        return change
    there = arm.get(own, api_versions.of(arm, own))
    return change if there is None else {**change, "changeType": "Deploy", "before": there}


def _refuse_taken(arm: Arm, every: list[Any], before: Content) -> None:
    ours = resource.same(before.resources)
    for each in every:
        own, there = each["resourceId"], each.get("before")
        is_ours = own.lower() in ours or arm.place.owns(there or {})
        if (
            each["changeType"] in _THERE
            and there
            and not is_ours
            and resource.kind(own).lower() in _TAGGED
        ):
            told = " ".join(f"{key}={value}" for key, value in arm.place.tags.items())
            raise NameTaken(
                f"{arm.place.where}: {resource.kind(own)} {resource.name(own)}",
                "there is one of this name, which faasport has not made: it has no tags "
                f"{PROJECT} and {STAGE} of this project.",
                "If you deployed it yourself from this template, hand it over: az tag update "
                f"--operation Merge --resource-id {own} --tags {told}. Else deploy to another "
                "resource group.",
            )


def _touched(properties: Mapping[str, Any], before: Content) -> dict[str, list[str]] | None:
    given = {key: each["value"] for key, each in properties["parameters"].items()}
    if before.template is None or given != dict(before.parameters):
        return None
    return declared.differences(before.template, properties["template"])


def _changes(every: list[Any], touched: Mapping[str, list[str]] | None) -> Iterator[Change]:
    for each in every:
        kind = resource.kind(each["resourceId"]).lower()
        if each["changeType"] == "Create":
            yield Change("add", *_told(each))
        elif each["changeType"] == "NoChange":
            continue
        elif touched is None:
            if details := list(dict.fromkeys(_details(each.get("delta") or (), ()))):
                yield Change("update", *_told(each), ", ".join(details[:_SHOWN]))
        elif kind in touched:
            yield Change("update", *_told(each), ", ".join(touched[kind][:_SHOWN]))


def _told(each: Mapping[str, Any]) -> tuple[str, str]:
    """A role by what it allows: its own name is a number."""
    own = each["resourceId"]
    after = each.get("after") or {}
    said = str((after.get("properties") or {}).get("description") or "").partition(",")[0]
    return resource.kind(own), resource.name(own, said)


def _details(delta: Any, above: tuple[str, ...]) -> Iterator[str]:
    for each in delta:
        path = (*above, str(each["path"]))
        if each.get("children"):
            yield from _details(each["children"], path)
        elif not _is_noise(each):
            yield ".".join(path).removeprefix("properties.")


def _is_noise(each: Mapping[str, Any]) -> bool:
    """What the service has by default, and what only the deployment itself can tell."""
    before, after = each.get("before"), each.get("after")
    unresolved = isinstance(after, str) and after.startswith("[") and after.endswith("]")
    same = str(before).replace(" ", "").lower() == str(after).replace(" ", "").lower()
    return each.get("propertyChangeType") in ("Delete", "NoEffect") or unresolved or same
