"""How a platform starts one deployed unit: what an adapter's host says of each, as its property
`starts: tuple[Start, ...]`, in the order of the manifests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Start:
    """One unit of an unpacked artifact: what its platform imports, from where, and after what."""

    unit: str
    """As the platform's manifest tells it from others; of one function alone, that one's name."""
    functions: tuple[str, ...]
    """The user's, by name, that it serves."""
    entry: str
    """The module that the platform imports; or the path of its file in `code`, with ".py"."""
    code: Path
    search_path: tuple[Path, ...]
    preloaded: tuple[str, ...] = ()
    """Modules of the platform's own that are there before: with what they import, they are free."""
    variables: Mapping[str, str] = field(default_factory=dict)
