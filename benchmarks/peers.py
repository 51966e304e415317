"""Who is compared: the peers, the folders that they ship, and what takes each kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks import events
from benchmarks.bundle import AZURE_PACKAGES, VERCEL_PACKAGES, Hand, Packaged, Recipe
from benchmarks.jobs import GET
from benchmarks.project import Project

AZURE_PYTHON = "3.13"  # azure-functions-runtime is for no older one
OURS = "faasport"


def _ours(name: str, app: str, front: str = "http-api") -> Project:
    return Project(name, ("shared", f"faasport/{app}"), front)


ORDERS_WEB = _ours("orders-vercel", "orders")
ORDERS, PLAIN = _ours("orders", "orders"), _ours("plain", "plain")
GUESTS = {
    "powertools": Project(
        "guest-powertools", ("shared", "powertools", "faasport/guests/aws"), lock="powertools"
    ),
    "fastapi": Project(
        "guest-fastapi", ("shared", "fastapi", "faasport/guests/aws"), lock="fastapi"
    ),
    "flask": Project("guest-flask", ("shared", "flask", "faasport/guests/aws"), lock="flask"),
    "fastapi-asgi": Project(
        "guest-asgi", ("shared", "fastapi", "faasport/guests/asgi"), lock="fastapi"
    ),
    "flask-wsgi": Project("guest-wsgi", ("shared", "flask", "faasport/guests/wsgi"), lock="flask"),
}
BUNDLES: dict[str, Recipe] = {
    "hand-json": Hand("hand_json"),
    "hand-pydantic": Hand("hand_pydantic", "pydantic"),
    "powertools": Hand("powertools", "powertools"),
    "starlette": Hand("starlette", "starlette"),
    "fastapi": Hand("fastapi", "fastapi"),
    "flask": Hand("flask", "flask"),
    "chalice": Hand("chalice", "chalice"),
    "agraffe": Hand("agraffe", "agraffe"),
    "gcp-hand": Hand("gcp_hand", "pydantic", platform="gcp"),
    "azure-hand": Hand(
        "azure_hand", "pydantic", AZURE_PACKAGES, platform="azure", version=AZURE_PYTHON
    ),
    "vercel-hand": Hand("vercel_hand", "vercel", VERCEL_PACKAGES, platform="vercel"),
    "vercel-class": Hand("vercel_class", "vercel", VERCEL_PACKAGES, platform="vercel"),
    OURS: Packaged(ORDERS),
    "faasport-rest": Packaged(_ours("orders-rest", "orders", "rest-api")),
    "faasport-alb": Packaged(_ours("orders-alb", "orders", "alb")),
    "faasport-plain": Packaged(PLAIN),
    "faasport-events": Packaged(_ours("events", "events")),
    "faasport-gcp": Packaged(ORDERS, "gcp", platform="gcp"),
    "faasport-vercel": Packaged(ORDERS_WEB, "vercel", platform="vercel"),
    "faasport-azure": Packaged(ORDERS, "azure", AZURE_PYTHON, "azure"),
    **{f"guest-{name}": Packaged(project) for name, project in GUESTS.items()},
}


@dataclass(frozen=True)
class Peer:
    """One contender: entry → (bundle, "module:name")."""

    name: str
    title: str
    entries: Mapping[str, tuple[str, str]]
    events: Mapping[str, object] = field(default_factory=dict)
    """By entry, where it knows another payload than the job's."""


def _in(bundle: str, **specs: str) -> dict[str, tuple[str, str]]:
    return {entry: (bundle, spec) for entry, spec in specs.items()}


V1 = {"plain": events.http_v1(*GET)}
BOTH = {"http_v2": "app:handler", "http_v1": "app:handler", "plain": "plain:handler"}
PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in [
        Peer(
            "hand-json",
            "by hand, json",
            _in(
                "hand-json",
                **BOTH,
                alb="load_balancer:handler",
                sqs="app:fulfil",
                s3="uploaded:handler",
                schedule="report:handler",
            ),
        ),
        Peer(
            "hand-pydantic",
            "by hand, pydantic",
            _in(
                "hand-pydantic",
                http_v2="app:handler",
                http_v1="app:handler",
                alb="load_balancer:handler",
                sqs="app:fulfil",
            ),
        ),
        Peer("hand-logged", "by hand, pydantic", _in("hand-pydantic", sqs_logged="logged:fulfil")),
        Peer(
            OURS,
            "faasport",
            {
                **_in(
                    OURS,
                    http_v2="faasport_entry.app:handler",
                    sqs="faasport_entry.fulfil:handler",
                    sqs_logged="faasport_entry.fulfil:handler",
                ),
                **_in("faasport-rest", http_v1="faasport_entry.app:handler"),
                **_in("faasport-alb", alb="faasport_entry.app:handler"),
                **_in("faasport-plain", plain="faasport_entry.app:handler"),
                **_in(
                    "faasport-events",
                    s3="faasport_entry.uploaded:handler",
                    schedule="faasport_entry.report:handler",
                ),
                **_in("faasport-gcp", gcp="main:faasport_entry"),
                **_in("faasport-azure", azure="function_app:app"),
            },
        ),
        Peer(
            "chalice",
            "Chalice",
            _in(
                "chalice",
                http_v1="app:app",
                plain="plain:app",
                sqs="app:fulfil",
                s3="plain:uploaded",
                schedule="plain:report",
            ),
            V1,
        ),
        Peer(
            "powertools",
            "Powertools",
            _in(
                "powertools",
                http_v2="app:handler",
                http_v1="rest:handler",
                alb="load_balancer:handler",
                plain="plain:handler",
                sqs="queue_orders:fulfil",
                s3="events:uploaded",
                schedule="events:report",
            ),
        ),
        Peer(
            "starlette",
            "Mangum + Starlette",
            _in("starlette", **BOTH, alb="app:handler"),
        ),
        Peer("fastapi", "Mangum + FastAPI", _in("fastapi", **BOTH, alb="app:handler")),
        Peer("flask", "apig-wsgi + Flask", _in("flask", **BOTH)),
        Peer(
            "agraffe",
            "agraffe + Starlette",
            _in("agraffe", http_v2="app:handler", http_v1="app:handler"),
        ),
        Peer("gcp-hand", "by hand, Functions Framework", _in("gcp-hand", gcp="main:orders")),
        Peer("azure-hand", "by hand, azure-functions", _in("azure-hand", azure="function_app:app")),
    ]
}
QUICK = ("hand-json", "hand-pydantic", "hand-logged", OURS, "starlette")
"""Those of the smoke test."""
