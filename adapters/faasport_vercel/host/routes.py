"""Which function of a Build Output takes a path: by `routes` of config.json, or by its name.

https://vercel.com/docs/build-output-api/configuration#routes
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from faasport.verifier.host import HostError


def config(output: Path) -> Mapping[str, Any]:
    """What config.json says."""
    file = output / "config.json"
    if not file.is_file():
        raise HostError(".vercel/output/config.json is not in the packaged folder.")
    told: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def functions(output: Path) -> dict[str, Path]:
    """The folders of all functions, by the path that each serves."""
    root = output / "functions"
    return {
        "/" + folder.relative_to(root).as_posix().removesuffix(".func"): folder
        for folder in sorted(root.rglob("*.func"))
    }


def select(
    routes: Sequence[Mapping[str, Any]], names: Collection[str], method: str, path: str
) -> str | None:
    """The function for this path, or None: the first route whose `src` fits, and where it leads."""
    for route in routes:
        if route.get("handle") == "filesystem" and path in names:
            return path
        destination = _leads_to(route, method, path)
        if destination in names:
            return destination
    return path if path in names else None


def _leads_to(route: Mapping[str, Any], method: str, path: str) -> str | None:
    found = re.match(route["src"], path) if "src" in route and "dest" in route else None
    if found is None or method not in route.get("methods", [method]):
        return None
    destination = re.sub(r"\$(\d)", lambda group: found[int(group[1])] or "", route["dest"])
    return "/" + destination.partition("?")[0].lstrip("/")
