"""The clients of the clouds, which only those have installed who deploy there."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from faasport.deployer.faults import NoClient

_OURS = "faasport"


@contextmanager
def of_extra(extra: str) -> Iterator[None]:
    """Around the imports of a client: if it is not there, the problem names the extra that has it.
    What is missing of our own is a fault of ours.

    What a client has to say of the Python it will leave behind some day is for developers:
    https://github.com/googleapis/google-cloud-python/blob/main/packages/google-api-core/google/api_core/_python_version_support.py
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith(_OURS):
            raise
        raise NoClient(
            f"target {extra}",
            f"its client is not installed: there is no module {missing.name!r}.",
            f"Run: pip install 'faasport[{extra}]'",
        ) from missing
