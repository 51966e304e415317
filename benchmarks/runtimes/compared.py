"""Who is started in which runtime, and how long that takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bundle import Bundles
from benchmarks.comparison import against
from benchmarks.jobs import JOBS
from benchmarks.peers import BUNDLES, OURS, PEERS
from benchmarks.platform import PLATFORMS
from benchmarks.runtimes.asked import Started
from benchmarks.runtimes.on_aws import OnAws
from benchmarks.runtimes.on_azure import OnAzure
from benchmarks.runtimes.on_gcp import OnGcp
from benchmarks.runtimes.on_vercel import OnVercel
from benchmarks.session import Session, say, shuffled

ROUNDS = 11
WARM = 100
QUICK_RUNTIMES = ("awslambdaric, no model", "functions-framework")


@dataclass(frozen=True)
class Case:
    """One peer in one runtime."""

    runtime: str
    peer: str
    bundle: str
    spec: str
    start: Callable[[Path, Path, str, object], Started]
    job: str
    floor: str
    has_bytecode: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What a row is of."""
        return self.runtime, self.peer


def _lambda(runtime: str, job: str, floor: str, peers: tuple[str, ...]) -> list[Case]:
    found = []
    for name in peers:
        bundle, spec = PEERS[name].entries[JOBS[job].entry]
        found.append(Case(runtime, name, bundle, spec, OnAws, job, floor))
    return found


MODEL, FLASK = "awslambdaric, a model", ("starlette", "fastapi", "flask")
CASES = [
    *_lambda("awslambdaric, no model", "plain", "hand-json", ("hand-json", OURS)),
    *_lambda(MODEL, "v2_get", "hand-pydantic", ("hand-pydantic", OURS, "powertools", *FLASK)),
    Case(
        MODEL,
        "hand-pydantic as SAM packages it",
        "hand-pydantic",
        "app:handler",
        OnAws,
        "v2_get",
        "hand-pydantic",
        has_bytecode=False,
    ),
    Case(
        "functions-framework", "gcp-hand", "gcp-hand", "main:orders", OnGcp, "gcp_get", "gcp-hand"
    ),
    Case(
        "functions-framework",
        OURS,
        "faasport-gcp",
        "main:faasport_entry",
        OnGcp,
        "gcp_get",
        "gcp-hand",
    ),
    Case(
        "azure-functions-runtime",
        "azure-hand",
        "azure-hand",
        "",
        OnAzure,
        "azure_get",
        "azure-hand",
    ),
    Case("azure-functions-runtime", OURS, "faasport-azure", "", OnAzure, "azure_get", "azure-hand"),
    Case("vercel-runtime", "vercel-hand", "vercel-hand", "", OnVercel, "v2_get", "vercel-hand"),
    Case("vercel-runtime", "vercel-class", "vercel-class", "", OnVercel, "v2_get", "vercel-hand"),
    Case("vercel-runtime", OURS, "faasport-vercel", "", OnVercel, "v2_get", "vercel-hand"),
]


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each case."""
    bundles = session.bundles
    cases = [each for each in CASES if _takes(session, each)]
    samples: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    rounds = session.several(ROUNDS)
    for number, case in shuffled(rounds, cases):
        samples[case.key].append(_one(case, bundles, 5 if session.quick else WARM))
        say(f"runtimes {number + 1}/{rounds}: {case.peer} in {case.runtime}")
    return [
        {
            "runtime": case.runtime,
            "peer": case.peer,
            **against(
                [first for first, _ in samples[case.runtime, case.floor]],
                [first for first, _ in samples[case.key]],
            ),
            "warm_us": median(warm for _, warm in samples[case.key]),
        }
        for case in cases
    ]


def _takes(session: Session, case: Case) -> bool:
    if session.quick:
        return case.runtime in QUICK_RUNTIMES
    return case.peer == case.floor or case.peer not in PEERS or session.takes(case.peer)


def _one(case: Case, bundles: Bundles, warm: int) -> tuple[float, float]:
    """Milliseconds to the first answer, and microseconds of a later one."""
    recipe = BUNDLES[case.bundle]
    folder = bundles.folder(case.bundle, recipe, has_bytecode=case.has_bytecode)
    platform = PLATFORMS.get(recipe.platform)
    python = bundles.environments.python(platform.lock if platform else "", bundles.version(recipe))
    started = case.start(folder, python, case.spec, JOBS[case.job].event)
    try:
        began = time.perf_counter()
        answer = started.ask()
        first = time.perf_counter() - began
        fault = JOBS[case.job].fault(answer)
        if fault:
            raise SystemExit(f"{case.peer} in {case.runtime}: {fault}")
        later = []
        for _ in range(warm):
            began = time.perf_counter()
            started.ask()
            later.append(time.perf_counter() - began)
    finally:
        started.stop()
    return first * 1e3, median(later) * 1e6
