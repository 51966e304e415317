"""Under which name the wheels of some requirements are kept, and for how long.

What every hash is written of can be nothing else tomorrow. What is not pinned may: what was chosen
for it holds for a day, as long as nothing that decides it has changed, and not with `--force`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from faasport.packager.target import WheelTarget
from faasport.packager.wheels import direct, indexes, installation
from faasport.project import interpreters, store, uv

KIND = "wheels"
_DAY = 24 * 60 * 60
_HASH = "--hash="
_FORMAT = "1"


def name(
    lines: Sequence[str],
    pins: Sequence[str],
    wheels: WheelTarget,
    root: Path,
    interpreter: Path | None,
) -> str | None:
    """All that decides which wheels come, and what becomes of them; None for what is built from a
    source that may change: it is built each time."""
    if not lines or direct.to_build(lines, root):
        return None
    decided = {
        "lines": list(lines),
        "pins": list(pins),
        "arguments": installation.arguments_for(wheels),
        "index": indexes.settings(root),
        "local": direct.digests(lines, root),
        "uv": interpreters.identity(Path(uv.binary())),
        "interpreter": interpreters.identity(interpreter) if interpreter else "",
    }
    return store.key(_FORMAT, json.dumps(decided, sort_keys=True, default=str))


def oldest(lines: Sequence[str], *, anew: bool) -> float:
    """The time since when wheels must have been kept to be used."""
    if all(_HASH in line for line in lines if not line.startswith("-")):
        return 0
    return time.time() - (0 if anew else _DAY)
