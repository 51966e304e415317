"""The codec that a trigger's events go through, with the list of what it loses."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

from faasport.packager.options import read_options
from faasport.project.model import Consumer, Project
from faasport.testing.event_losses import EventLosses
from faasport_azure.event_losses import ALONE, LOSSES
from faasport_azure.packager import services
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.services import Service

_ALIKE = {("blob_events", "blobTrigger"): "blob_trigger", ("event_hub", "kafkaTrigger"): "kafka"}


def service_of(consumer: Consumer, project: Project) -> Service:
    """The service behind a trigger, as the project's options have it."""
    return services.of(consumer, read_options(project, "azure", AzureOptions))


def codec_of(service: Service) -> ModuleType:
    return _module(service.codec)


def _module(name: str) -> ModuleType:
    return import_module(f"faasport_azure.runtime.{name}")


def codec_for(service: Service, native: Any) -> ModuleType:
    """The codec of what a function of this service was given: triggers that we bind nothing to send
    the same kind of event."""
    kind = native.get("trigger_type") if isinstance(native, dict) else None
    return _module(_ALIKE.get((service.codec, str(kind)), service.codec))


def losses_of(service: Service, consumer: Consumer) -> EventLosses:
    losses = LOSSES[service.codec]
    if service is services.COSMOS and not consumer.trigger.takes_batch:
        return replace(losses, outcome=ALONE)  # it is given one change at a time
    return losses
