"""What somebody else's library writes of plain data, kept: a writer of YAML, say, takes longer to
load and to run than all that it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from faasport.packager.kept import packs

_ONLY = ""


def written(library: str, make: Callable[..., bytes], *data: object) -> bytes:
    """What a function makes of the data with the help of a library, whose first file tells its
    version. All that decides the rest stands in the function's own module."""
    # Unlike JSON, `repr` tells a date from its text; what has an address in it is never met again.
    means = (*_sources(library, make.__module__), make.__qualname__, *map(repr, data))
    return packs.whole("texts", means, partial(_made, make, data))[_ONLY]


def _made(make: Callable[..., bytes], data: tuple[object, ...]) -> dict[str, bytes]:
    return {_ONLY: make(*data)}


def _sources(library: str, module: str) -> tuple[str, ...]:
    found = find_spec(library)
    origins = (found.origin if found else None, sys.modules[module].__file__)
    return (library, *(Path(each).read_text("utf-8") for each in origins if each))
