"""Events of any type. What to do is in the subject."""

from __future__ import annotations

from dataclasses import dataclass

import faasport

from .script import invocation, note, obey


@dataclass
class Parcel:
    sku: str
    quantity: int = 1


@faasport.event("com.example.each")
def event_each(event: faasport.CloudEvent) -> None:
    note("event_each", event)
    obey(event.subject or "")


@faasport.event(["com.example.first", "com.example.second"])
def event_several(event: faasport.CloudEvent) -> None:
    note("event_several", event)


@faasport.event("com.example.sourced", source="com.example.shop")
def event_sourced(event: faasport.CloudEvent) -> None:
    note("event_sourced", event)


@faasport.event("com.example.parcel")
def event_parcel(parcel: Parcel, event: faasport.CloudEvent) -> None:
    note("event_parcel", event, parcel=[parcel.sku, parcel.quantity])


@faasport.event("com.example.dropped", on_reject="drop")
def event_drop(event: faasport.CloudEvent) -> None:
    note("event_drop", event)
    obey(event.subject or "")


@faasport.event("com.example.context")
def event_context(event: faasport.CloudEvent, context: faasport.Context) -> None:
    note("event_context", event, context=invocation(context, event))
