"""The same application shipped as sources alone, with bytecode, and packaged by faasport unchanged.

A read-only folder without bytecode is compiled again at every cold start; SAM's and Chalice's
builders leave it so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from benchmarks.comparison import against
from benchmarks.contender import Contender
from benchmarks.jobs import JOBS
from benchmarks.peers import OURS, PEERS
from benchmarks.session import Session, say, shuffled

ROUNDS = 11
JOB = "v2_get"
SOURCE = "sources alone, as SAM packages it"
OUR_ENTRY = "faasport_entry.app:handler"


@dataclass(frozen=True)
class Form:
    """One way to ship an application."""

    app: str
    how: str
    peer: str
    bundle: str
    has_bytecode: bool = True


FORMS = [
    Form("hand-written", SOURCE, "hand-pydantic", "hand-pydantic", has_bytecode=False),
    Form("hand-written", "with bytecode", "hand-pydantic", "hand-pydantic"),
    Form("hand-written", "the same in faasport", OURS, "faasport"),
    *(
        form
        for app, title, standard in (
            ("powertools", "Powertools", ""),
            ("fastapi", "FastAPI", "asgi"),
            ("flask", "Flask", "wsgi"),
        )
        for form in (
            Form(title, SOURCE, app, app, has_bytecode=False),
            Form(title, "with bytecode", app, app),
            Form(title, "unchanged, by faasport", OURS, f"guest-{app}"),
            *(
                [
                    Form(
                        title,
                        f"its {standard} application, by faasport",
                        OURS,
                        f"guest-{app}-{standard}",
                    )
                ]
                if standard
                else []
            ),
        )
    ),
]
QUICK = ("hand-written",)


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each form, held against the sources alone of its application."""
    bundles = session.bundles
    forms = [each for each in FORMS if not session.quick or each.app in QUICK]
    samples: dict[Form, list[float]] = defaultdict(list)
    rounds = session.several(ROUNDS)
    for number, form in shuffled(rounds, forms):
        contender = Contender(
            PEERS[form.peer], JOBS[JOB], bundles, form.bundle, has_bytecode=form.has_bytecode
        )
        said = contender.once("cold")
        fault = contender.job.fault(said["answer"])
        if fault:
            raise SystemExit(f"{form.app}, {form.how}: {fault}")
        samples[form].append(said["total_us"] / 1e3)
        say(f"sources {number + 1}/{rounds}: {form.app} {form.how}")
    floors = {form.app: samples[form] for form in forms if form.how == SOURCE}
    return [
        {"app": form.app, "how": form.how, **against(floors[form.app], samples[form])}
        for form in forms
    ]
