"""What happens as things grow: routes, bodies, messages, functions."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import events, generated, project
from benchmarks.bundle import Bundles, Recipe
from benchmarks.comparison import against
from benchmarks.contender import Contender
from benchmarks.jobs import Job
from benchmarks.peers import OURS, PEERS, Peer
from benchmarks.session import Session, say
from benchmarks.startup import timed
from benchmarks.warm import figures, sample

ROUNDS = 11
ROUTES = (1, 10, 100, 1_000)
BODIES = (1_000, 10_000, 100_000, 1_000_000, 5_000_000)
MESSAGES = (1, 10, 100, 1_000, 10_000)
FUNCTIONS = (1, 10, 50, 200)
BASE = 10
"""What the growth is told against; the only size of the smoke test."""
SPECS = {OURS: "faasport_entry.app:handler"}
ENTRY = "http_v2"


class Asked(Job):
    """A job whose answer is given."""

    answer: Mapping[str, Any]

    def expected(self) -> Mapping[str, Any]:
        """That answer."""
        return self.answer


def measure(session: Session) -> list[dict[str, Any]]:
    """A row for each size and peer."""
    rows = []
    for kind, sizes, of in (
        ("routes", ROUTES, _routes),
        ("routes, varying in the middle", ROUTES[1:], _middle),
        ("bytes", BODIES, _bodies),
        ("messages", MESSAGES, _messages),
    ):
        say(f"growth: {kind}")
        rows += _grown(session, kind, (BASE,) if session.quick else sizes, of)
    return rows if session.quick else [*rows, *_packaged(session)]


def _grown(
    session: Session,
    kind: str,
    sizes: tuple[int, ...],
    of: Callable[[Bundles, int], list[Contender]],
) -> list[dict[str, Any]]:
    """All sizes in the same rounds, so that they can be held against one another."""
    work = [
        (size, contender, number == 0)
        for size in sizes
        for number, contender in enumerate(of(session.bundles, size))
        if number == 0 or session.takes(contender.name)
    ]
    measured = sample(session, [contender for _, contender, _ in work], ROUNDS)
    by_key = {(size, each.name): mine for (size, each, _), mine in zip(work, measured, strict=True)}
    floors = {size: by_key[size, each.name] for size, each, is_floor in work if is_floor}
    rows = []
    for (size, name), mine in by_key.items():
        row = {"kind": kind, "size": size, "peer": name, **figures(mine, floors[size])}
        if (BASE, name) in by_key:
            row["times_base"] = against(by_key[BASE, name].rounds, mine.rounds)["times"]
        rows.append(row)
    return rows


def _asked(name: str, event: object, answer: Mapping[str, Any], entry: str = ENTRY) -> Asked:
    made = Asked(name, name, entry, event, "")
    object.__setattr__(made, "answer", answer)
    return made


def _generated(
    bundles: Bundles, job: Job, recipes: Mapping[str, Recipe], size: object
) -> list[Contender]:
    """The floor comes first."""
    found = []
    for name, recipe in recipes.items():
        bundle = f"{name}-{size}"
        spec = SPECS.get(name, "app:handler")
        peer = Peer(name, PEERS[name].title, {ENTRY: (bundle, spec)})
        found.append(Contender(peer, job, bundles, recipes={bundle: recipe}))
    return found


def _routes(bundles: Bundles, size: int) -> list[Contender]:
    number = size - 1
    event = _routed(f"/r{number}/{{id}}", {"id": "one"})
    answer = {"status": 200, "body": {"id": "one", "route": number}}
    recipes = generated.routes(size)
    return _generated(bundles, _asked(f"routes-{size}", event, answer), recipes, f"routes-{size}")


def _middle(bundles: Bundles, size: int) -> list[Contender]:
    number = size - 2
    values = {"key": "two", "id": "one"}
    event = _routed(f"/d/{{key}}/x{number}/{{id}}", values)
    answer = {"status": 200, "body": {**values, "route": number}}
    recipes = generated.routes(size)
    return _generated(bundles, _asked(f"middle-{size}", event, answer), recipes, f"routes-{size}")


def _routed(template: str, values: Mapping[str, str]) -> dict[str, Any]:
    path = template.format(**values)
    event = events.http_v2("GET", path)
    key = f"GET {template}"
    context = {**event["requestContext"], "routeKey": key}
    return {**event, "routeKey": key, "pathParameters": dict(values), "requestContext": context}


def _bodies(bundles: Bundles, size: int) -> list[Contender]:
    seal = hashlib.sha256(events.octets(size)).hexdigest()
    job = _asked(f"echo-{size}", events.upload(size), {"status": 200, "sha256": seal})
    return _generated(bundles, job, generated.echo(), "echo")


def _messages(bundles: Bundles, size: int) -> list[Contender]:
    job = _asked(f"sqs-{size}", events.sqs(size, ()), {"failures": []}, "sqs")
    return [Contender(PEERS[name], job, bundles) for name in ("hand-pydantic", OURS, "powertools")]


def _packaged(session: Session) -> list[dict[str, Any]]:
    """The seconds of packaging so many functions, each deployed alone: first, and unchanged."""
    rows = []
    for size in FUNCTIONS:
        say(f"growth: {size} functions")
        asked = generated.functions(size)
        folder, out = session.cache / "projects" / asked.name, session.cache / "out" / asked.name
        shutil.rmtree(out, ignore_errors=True)
        project.write(folder, asked, session.python)
        command = [*project.command(), "package", "--target", "aws"]
        command += ["--project", str(folder), "--out", str(out)]
        first, again = timed(command), timed(command)
        octets = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        rows.append(
            {
                "kind": "functions",
                "size": size,
                "peer": OURS,
                "seconds": first,
                "unchanged_seconds": again,
                "bytes": octets,
            }
        )
    return rows
