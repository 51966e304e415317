"""What was measured, part by part, in one JSON file; a part measured again takes its place."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.pins import NPM, PINS
from benchmarks.session import Session
from faasport.project import interpreters

FILE = "results.json"
CPU = Path("/proc/cpuinfo")
Rows = list[dict[str, Any]]


def read(folder: Path) -> dict[str, Any]:
    """All parts; none, if nothing was measured yet."""
    file = folder / FILE
    if not file.is_file():
        return {"parts": {}}
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def rows(results: Mapping[str, Any], part: str) -> Rows:
    """Those of one part."""
    found: Rows = results["parts"].get(part, {}).get("rows", [])
    return found


def merge(session: Session, part: str, measured: Rows, seconds: float) -> None:
    """Write the rows of one part among the others."""
    known = read(session.out)
    known["conditions"] = conditions(session)
    known["versions"] = versions()
    known["parts"][part] = {
        "measured": time.strftime("%Y-%m-%d"),
        "seconds": round(seconds, 1),
        "load": round(os.getloadavg()[0], 1),
        "rows": [_rounded(row) for row in measured],
    }
    session.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
    (session.out / FILE).write_text(f"{text}\n", encoding="utf-8")


def conditions(session: Session) -> dict[str, str]:
    """On what it was measured."""
    lines = CPU.read_text("utf-8").splitlines() if CPU.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    python = interpreters.find(session.python)
    asked = [
        str(python),
        "-I",
        "-c",
        "import platform, sysconfig; print(platform.python_version())",
    ]
    exact = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return {
        "python": exact,
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": names[0] if names else platform.processor(),
        "cores": str(os.cpu_count()),
    }


def versions() -> dict[str, str]:
    """What is pinned, by name."""
    direct = [each for pins in PINS.values() for each in pins.requirements]
    found = {name: version for name, _, version in (each.partition("==") for each in direct)}
    return dict(sorted({**found, **NPM}.items()))


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: float(f"{value:.5g}") if isinstance(value, float) else value
        for name, value in row.items()
    }
