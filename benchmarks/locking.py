"""The locks, resolved anew from the pins: `python -m benchmarks lock`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.pins import PINS, lock
from faasport.project import uv

SECONDS = 300.0


def write() -> None:
    """Every lock, for all systems and for each Python from the oldest on."""
    for name, pins in PINS.items():
        with tempfile.TemporaryDirectory() as scratch:
            given = Path(scratch, "requirements.in")
            given.write_text("\n".join(pins.requirements), encoding="utf-8")
            done = uv.run(
                [
                    *("pip", "compile", str(given), "--universal", "--quiet", "--no-header"),
                    *("--no-annotate", "--no-emit-index-url", "--python-version", pins.python),
                ],
                timeout=SECONDS,
            )
        if done.code != 0:
            raise SystemExit(f"{name}: {done.stderr}")
        lock(name).write_text(done.stdout, encoding="utf-8")
