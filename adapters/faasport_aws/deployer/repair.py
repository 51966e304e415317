"""Functions as the template has them again, past CloudFormation, which sees no reason to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.deployer.change import Change
from faasport.deployer.deployer import Progress
from faasport_aws.deployer import running
from faasport_aws.deployer.running import CODE, VARIABLES, Running, change, updated
from faasport_aws.deployer.site import Site
from faasport_aws.deployer.template import FUNCTION, LOCAL
from faasport_aws.deployer.upload import checksum
from faasport_aws.packager.units import ALIAS


@dataclass(frozen=True)
class Drift:
    """A function that is not as its stack's template says."""

    logical_id: str
    running: Running
    deviations: tuple[str, ...]

    @property
    def change(self) -> Change:
        details = [f"{each} (changed by others)" for each in self.deviations]
        if self.running.weights:
            details.append(f"a canary is taken back ({self.running.traffic})")
        return Change("update", "AWS::Lambda::Function", self.running.name, ", ".join(details))


@dataclass(frozen=True)
class Deployed:
    """A function of a template, by its properties there, and as it runs: None if it does not."""

    logical_id: str
    name: str
    properties: Mapping[str, Any]
    running: Running | None


def deployed(site: Site, template: Mapping[str, Any]) -> Iterator[Deployed]:
    """Every function of the template that a stack was deployed from."""
    for key, resource in template.get("Resources", {}).items():
        properties = resource.get("Properties") or {}
        name = properties.get("FunctionName")
        if resource["Type"] == FUNCTION and isinstance(name, str):
            found = running.running(site, name, live=running.is_live(properties))
            yield Deployed(key, name, properties, found)


def drifts(functions: Iterable[Deployed]) -> Iterator[Drift]:
    """Those that are otherwise."""
    for each in functions:
        if each.running is None:
            continue
        code = deployed_code(each.properties)
        deviations = tuple(running.deviations(each.properties, code, each.running))
        if deviations or each.running.weights:
            yield Drift(each.logical_id, each.running, deviations)


def deployed_code(properties: Mapping[str, Any]) -> str:
    """The digest that the key in the bucket tells; "" of another tool's."""
    uri = properties.get(LOCAL[FUNCTION])
    name = uri.rpartition("/")[2].partition("-")[0] if isinstance(uri, str) else ""
    return name if len(name) == 64 else ""


def take_back(site: Site, drift: Drift, progress: Progress) -> None:
    """All calls go to the one version that the alias names."""
    if not drift.running.weights:
        return
    progress(f"Taking back the canary of {drift.running.name}")
    route(site, drift.running.name, drift.running.version, {})


def repair(site: Site, drift: Drift, resource: Mapping[str, Any], progress: Progress) -> None:
    """What still deviates from this, the template that is deployed now."""
    properties, name = resource["Properties"], drift.running.name
    live = running.is_live(properties)
    found = running.running(site, name, live=live)
    if found is None:
        return
    wrong = tuple(running.deviations(properties, deployed_code(properties), found))
    if not wrong:
        return
    progress(f"Restoring {name}: {', '.join(wrong)}")
    if CODE in wrong:
        bucket, _, key = properties[LOCAL[FUNCTION]].removeprefix("s3://").partition("/")
        change(site, "update_function_code", name, S3Bucket=bucket, S3Key=key)
        updated(site, name)
    settings = _settings(properties, wrong, found)
    if settings:
        change(site, "update_function_configuration", name, **settings)
        updated(site, name)
    if live:
        code = checksum(deployed_code(properties) or found.sha256)
        route(site, name, running.published(site, name, code), {})


def _settings(
    properties: Mapping[str, Any], wrong: tuple[str, ...], found: Running
) -> dict[str, Any]:
    settings: dict[str, Any] = {
        key: kind(properties[key]) for key, kind in running.PLAIN.items() if key in wrong
    }
    if VARIABLES in wrong:
        settings[VARIABLES] = {"Variables": running.variables(properties, found)}
    return settings


def route(site: Site, name: str, version: str, weights: Mapping[str, float]) -> None:
    """Where the alias leads: https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html"""
    change(
        site,
        "update_alias",
        name,
        Name=ALIAS,
        FunctionVersion=version,
        RoutingConfig={"AdditionalVersionWeights": dict(weights)},
    )
