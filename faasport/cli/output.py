"""Standard output for results alone: whatever else is printed meanwhile goes to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

OUT, ERR = 1, 2


@contextmanager
def results_alone() -> Iterator[TextIO]:
    """The real standard output. Descriptor 1 is standard error till the end, so that handlers,
    extension modules and child processes cannot write among the results."""
    sys.stdout.flush()
    kept = os.dup(OUT)
    python_out = sys.stdout
    os.dup2(ERR, OUT)
    sys.stdout = sys.stderr
    try:
        # A lone surrogate, which JSON can hold and UTF-8 cannot, leaves as JSON's own escape.
        with os.fdopen(
            os.dup(kept), "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as results:
            yield results
    finally:
        sys.stdout = python_out
        sys.stdout.flush()
        os.dup2(kept, OUT)
        os.close(kept)
