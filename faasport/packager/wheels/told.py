"""The distributions of a folder that is kept, without reading their metadata once more."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from faasport.packager.kept import packs
from faasport.packager.wheels import distributions
from faasport.packager.wheels.distributions import Distribution

_ONLY = ""


def read(folder: Path) -> tuple[Distribution, ...]:
    """As `distributions.read`. A kept folder has a name of its own, and is never written again;
    Python's own reader and ours decide the rest."""
    ours = Path(distributions.__file__).read_text("utf-8")
    means = (str(folder), sys.version, ours)
    content = packs.whole("distributions", means, partial(_made, folder))[_ONLY]
    return tuple(map(_from_json, json.loads(content)))


def _made(folder: Path) -> dict[str, bytes]:
    told = [asdict(each) for each in distributions.read(folder)]
    return {_ONLY: json.dumps(told, default=sorted).encode()}


def _from_json(raw: dict[str, Any]) -> Distribution:
    sets = {key: frozenset(raw[key]) for key in ("files", "requires")}
    return Distribution(**{**raw, **sets, "licences": tuple(raw["licences"])})
