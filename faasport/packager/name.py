"""Names of what we create: `{project}-{stage}-{function}` in kebab case, never too long."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from faasport.project.model import Project
from faasport.project.problem import Problem

_HASH = 6


def kebab(name: str) -> str:
    """`createOrder`, `create_order` and `Create-Order` as `create-order`."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", parted.lower()).strip("-")


def shortened(name: str, limit: int) -> str:
    """The name itself, or as much of it as leaves room for a hash of the whole."""
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_HASH]
    return f"{name[: limit - _HASH - 1].rstrip('-')}-{digest}"


def resource(project: Project, function: str | None = None, *, limit: int) -> str:
    """The name of one deployed unit; without a function, of the application."""
    parts = [project.name, project.stage, *([function] if function else [])]
    return shortened("-".join(kebab(part) for part in parts), limit)


def variable(kind: str, name: str) -> str:
    """What tells the code a resource that we create: ("queue", "new-orders") as
    FAASPORT_QUEUE_NEW_ORDERS."""
    return f"FAASPORT_{kind}_{kebab(name).replace('-', '_')}".upper()


def collisions(target: str, names: Mapping[str, str]) -> list[Problem]:
    """Problems for functions that would share a name; `names` maps function to resource name."""
    owners: dict[str, list[str]] = defaultdict(list)
    for function, name in names.items():
        owners[name].append(function)
    return [_collision(target, name, taken) for name, taken in owners.items() if len(taken) > 1]


def _collision(target: str, name: str, functions: Iterable[str]) -> Problem:
    return Problem(
        code="same-name",
        where=f"{target}: {name}",
        message=f"{' and '.join(sorted(functions))} would be deployed under this one name.",
        fix="Rename one of the functions.",
    )
