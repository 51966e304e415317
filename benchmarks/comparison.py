"""Medians, and ratios to the floor that are taken round by round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median


def against(floor: Sequence[float], samples: Sequence[float]) -> dict[str, float]:
    """How a contender stands to the floor of the same rounds: `times` it, and so much `more`."""
    pairs = list(zip(samples, floor, strict=True))
    return {
        "median": median(samples),
        "least": min(samples),
        "times": median(mine / its for mine, its in pairs),
        "more": median(mine - its for mine, its in pairs),
        "rounds": len(pairs),
    }


def medians(samples: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Figure by figure."""
    return {name: median(each[name] for each in samples) for name in samples[0]}
