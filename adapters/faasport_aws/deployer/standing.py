"""What is deployed, beside what is packaged here. Nothing is changed to find out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faasport.deployer.change import Change
from faasport.deployer.deployed import Status, Unit
from faasport.deployer.deployer import Progress
from faasport.packager.output import Output
from faasport_aws.deployer import (
    bucket as buckets,
    holding,
    repair,
    stack as stacks,
    template as templates,
)
from faasport_aws.deployer.repair import Deployed
from faasport_aws.deployer.site import Site


def status(site: Site, output: Output | None, progress: Progress) -> Status:
    place = site.account.place
    template = None
    if output is not None and (output.directory / templates.MANIFEST).is_file():
        template = templates.read(site, output)
    local = template.digest if template else ""
    stack = stacks.find(site.account, site.stack)
    if stack is None or stack.standing == "empty" or not stacks.is_ours(stack, site):
        return Status(place=place, is_deployed=False, local=local)
    progress("Asking what runs")
    deployed = stacks.original(site.account, stack)
    functions = tuple(repair.deployed(site, deployed))
    said = (deployed.get("Metadata") or {}).get("faasport", {})
    wanted = template.body(buckets.named(site, deployed)) if template else deployed
    return Status(
        place=place,
        is_deployed=True,
        state=stack.status,
        updated=stack.updated,
        faasport=said.get("version", ""),
        digest=said.get("digest", ""),
        local=local,
        units=tuple(_units(site, functions)),
        endpoints=stack.endpoints,
        drift=tuple(_drift(functions, deployed, wanted)),
        holder=holding.at_work(site, stack),
    )


def _units(site: Site, functions: Iterable[Deployed]) -> Iterator[Unit]:
    users = {unit.name: unit.functions for unit in site.units}
    for each in functions:
        found, names = each.running, users.get(each.name, ())
        if found is None:
            yield Unit(each.name, names, state="missing")
            continue
        yield Unit(
            name=each.name,
            functions=names,
            version=found.version,
            digest=found.sha256,
            state=found.settings.get("State", ""),
            traffic=found.traffic,
        )


def _drift(
    functions: Iterable[Deployed], deployed: Mapping[str, Any], wanted: Mapping[str, Any]
) -> Iterator[Change]:
    """What others have changed, and resources that the local template has otherwise."""
    yield from (each.change for each in repair.drifts(functions))
    before, after = deployed.get("Resources", {}), wanted.get("Resources", {})
    for key in dict.fromkeys((*before, *after)):
        kind = (after.get(key) or before[key])["Type"]
        if key not in before:
            yield Change("add", kind, key)
        elif key not in after:
            yield Change("remove", kind, key)
        elif before[key] != after[key]:
            yield Change("update", kind, key, ", ".join(_keys(before[key], after[key])))


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = before.get("Properties") or {}, after.get("Properties") or {}
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield key
