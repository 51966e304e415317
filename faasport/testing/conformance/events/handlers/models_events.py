"""A handler of events that asks for a pydantic model."""

from __future__ import annotations

from pydantic import BaseModel, Field

import faasport

from .script import note


class Parcel(BaseModel):
    sku: str
    quantity: int = Field(default=1, ge=1)


@faasport.event("com.example.model")
def event_model(parcel: Parcel, event: faasport.CloudEvent) -> None:
    note("event_model", event, parcel=[parcel.sku, parcel.quantity])
