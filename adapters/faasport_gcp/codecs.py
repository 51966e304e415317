"""Each kind of trigger's codec, and what it loses."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from faasport.testing.event_losses import EventLosses
from faasport_gcp.event_losses import LOSSES
from faasport_gcp.packager.units import CODECS


def codec_of(kind: str) -> Any:
    """The module of the runtime half that reads these events."""
    return import_module(f"faasport_gcp.runtime.{CODECS[kind]}")


def losses_of(kind: str) -> EventLosses:
    return LOSSES[CODECS[kind]]
