"""Payloads that do not fit what a handler takes, told in words."""

from __future__ import annotations

from .errors import Reject
from .structure import explained

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .structure import Fault

MOST_FAULTS = 100


def misfit(fault: ValueError) -> Reject:
    """The rejection of a payload that a model does not take."""
    faults: list[Fault] = []
    explained(fault, (), faults)
    return Reject(told(faults))


def told(faults: Sequence[Fault]) -> str:
    """Every fault of a payload, each after its place in it."""
    shown = [
        f"{'.'.join(map(str, fault['loc'])) or 'payload'}: {fault['detail'].rstrip('.')}"
        for fault in faults[:MOST_FAULTS]
    ]
    return f"The payload does not fit. {'; '.join(shown)}."
