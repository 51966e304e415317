"""How many instances there are, how much of a processor each has, and how many requests it takes.

https://cloud.google.com/run/docs/about-concurrency
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from faasport.packager import setting
from faasport.packager.limit import Limit
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import limits
from faasport_gcp.packager.limits import CPU_SOURCE, TIERS_SOURCE
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.units import Deployed

_KEYS = {
    "min": "min_instance_count",
    "max": "max_instance_count",
    "per_instance": "max_instance_request_concurrency",
}


def cpus(options: GcpOptions, unit: Deployed) -> tuple[float, ...]:
    """What its functions say, each value once; there may be one alone."""
    own = (options.functions[name].cpu for name in unit.functions if name in options.functions)
    said = dict.fromkeys(value for value in own if value is not None)
    return tuple(said) or ((options.cpu,) if options.cpu is not None else ())


def of(options: GcpOptions, unit: Deployed) -> dict[str, Any]:
    """The part of `service_config`; what nobody says is left to Google."""
    told = unit.settings.concurrency.model_dump(exclude_none=True)
    cpu = cpus(options, unit)
    own = {"available_cpu": f"{cpu[0]:g}"} if cpu else {}
    return {**own, **{key: told[said] for said, key in _KEYS.items() if said in told}}


def problems(
    project: Project, where: str, options: GcpOptions, unit: Deployed
) -> Iterator[Problem]:
    """What Cloud Run does not take, or does not take together."""
    concurrency, said = unit.settings.concurrency, cpus(options, unit)
    refused = partial(setting.outside, project, "gcp", functions=unit.functions)
    for key, limit in limits.CONCURRENCY.items():
        value = getattr(concurrency, key)
        if value is not None:
            yield from refused(f"concurrency.{key}", value, limit)
    if None not in (concurrency.min, concurrency.max):
        most = Limit(concurrency.max or 0, limits.CONCURRENCY["min"].source)
        yield from refused("concurrency.min", concurrency.min or 0, most)
    if len(said) > 1:
        yield Problem(
            code="conflicting-settings",
            where=where,
            message=f"one service answers all of HTTP, and cpu is {' and '.join(map(str, said))}.",
            fix="Give its functions one value.",
        )
    yield from _processor(where, unit, said[0] if said else None)


def _processor(where: str, unit: Deployed, cpu: float | None) -> Iterator[Problem]:
    memory, requests = unit.settings.memory, unit.settings.concurrency.per_instance or 1
    has = limits.tier(memory) if cpu is None else cpu
    if cpu is not None and cpu > 1 and cpu not in limits.WHOLE_CPUS:
        yield _refused(where, f"cpu is {cpu:g}; above 1 it is one of {limits.WHOLE_CPUS}")
    if requests > 1 and has < 1:
        origin = f", as {memory} MB come with ({TIERS_SOURCE})" if cpu is None else ""
        yield _refused(
            where,
            f"an instance that takes {requests} requests at once needs a whole processor, and this "
            f"one has {has:g}{origin}",
        )
    if cpu is None:
        return
    needed = next((least for most, least in limits.CPU_OF_MEMORY if memory > most), 0)
    if cpu < needed:
        yield _refused(where, f"{memory} MB need a cpu of {needed:g}, and it is {cpu:g}")
    if memory < (least := limits.MEMORY_OF_CPU.get(cpu, 0)):
        yield _refused(where, f"a cpu of {cpu:g} needs {least} MB, and memory is {memory}")


def _refused(where: str, fact: str) -> Problem:
    return Problem(
        code="bad-cpu",
        where=where,
        message=f"{fact} ({CPU_SOURCE}).",
        fix="Change targets.gcp.cpu, memory or concurrency.per_instance.",
    )
