"""What it takes to make a stage on Vercel as an output is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from faasport.deployer.change import Change, Plan
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.projects import Target
from faasport_vercel.deployer.standing import Standing
from faasport_vercel.deployer.upload import Upload

Step = Literal["nothing", "make", "finish"]


@dataclass(frozen=True, kw_only=True)
class VercelPlan(Plan):
    """`step` is to make a deployment, or to see `deployment` through, which is there already: a
    run before did not come so far, or others have led the names elsewhere."""

    upload: Upload
    now: Standing
    step: Step
    deployment: Deployment | None = None


@dataclass(frozen=True, kw_only=True)
class RemovalPlan(Plan):
    """`deployments` are all of the stage."""

    project: Target | None
    deployments: Sequence[Deployment] = ()
    with_project: bool = False


_DETAILS = (("configuration", 0), ("code", 1))
ROUTING = "config.json"


def of_units(upload: Upload, former: Deployment | None) -> Iterator[Change]:
    """What becomes of each function, by what the former deployment says of its own."""
    before = {} if former is None else former.meta.units
    if former is not None and not before:
        return  # it has too many to tell them
    for name, digests in upload.units.items():
        kind = "routes and schedules" if name == ROUTING else "function"
        if name not in before:
            yield Change("add", kind, name)
        elif detail := _differing(before[name], digests):
            yield Change("update", kind, name, ", ".join(detail))
    yield from _removed(upload.units, before)


def _removed(units: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> Iterator[Change]:
    for name in before:
        if name not in units:
            yield Change("remove", "function", name)


def _differing(before: list[str], now: list[str]) -> list[str]:
    if len(before) != len(now):
        return ["code"]
    return [word for word, index in _DETAILS if before[index] != now[index]]
