"""A fresh process: from the first import of the handler's module to its first answer."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from benchmarks.comparison import against, medians
from benchmarks.jobs import JOBS
from benchmarks.session import Session, say, shuffled

ROUNDS = 17
JOBS_OF = ("plain", "v2_get", "v2_model", "sqs", "s3", "gcp_get", "azure_get")
QUICK_JOBS = ("plain", "v2_get", "sqs")
OF_V1 = "v1_get"  # whoever knows no payload 2.0 is asked in its own
# After the runtime's own imports, as on the platform; and from nothing, which is what another
# runtime, a test or a command line sees.
VARIANTS = {"runtime": True, "bare": False}
BARE_JOBS = ("plain", "v2_get")


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each peer, job and variant."""
    bundles = session.bundles
    work = []
    for job in QUICK_JOBS if session.quick else JOBS_OF:
        everybody = session.contenders(bundles, job)
        if job == "v2_get":
            known = {each.name for each in everybody}
            everybody += [
                each for each in session.contenders(bundles, OF_V1) if each.name not in known
            ]
        for variant, preloads in VARIANTS.items():
            if preloads or (job in BARE_JOBS and not session.quick):
                work += [(job, variant, each, preloads) for each in everybody]
    samples: dict[tuple[str, str, str], list[dict[str, float]]] = defaultdict(list)
    rounds = session.several(ROUNDS)
    for number, (job, variant, contender, preloads) in shuffled(rounds, work):
        said = contender.once("cold", preloads=preloads)
        said.pop("answer")
        samples[job, variant, contender.name].append(said)
        if len(samples[job, variant, contender.name]) == 1:
            say(f"cold {number + 1}/{rounds}: {contender.name} {job} {variant}")
    return [_row(key, samples) for key in samples]


def _row(
    key: tuple[str, str, str], samples: dict[tuple[str, str, str], list[dict[str, float]]]
) -> dict[str, Any]:
    job, variant, name = key
    floor = samples[job, variant, JOBS[job].floor]
    mine = samples[key]
    total = against([each["total_us"] for each in floor], [each["total_us"] for each in mine])
    memory = against([each["peak_kib"] for each in floor], [each["peak_kib"] for each in mine])
    return {
        "peer": name,
        "job": job,
        "variant": variant,
        **medians(mine),
        "times": total["times"],
        "more_us": total["more"],
        "memory_times": memory["times"],
        "rounds": len(mine),
    }
