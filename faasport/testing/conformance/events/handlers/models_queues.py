"""A handler of queues that asks for a pydantic model."""

from __future__ import annotations

from pydantic import BaseModel, Field

import faasport

from .script import note


class Parcel(BaseModel):
    sku: str
    quantity: int = Field(default=1, ge=1)


@faasport.queue("model")
def queue_model(parcel: Parcel, message: faasport.Message) -> None:
    note("queue_model", message, parcel=[parcel.sku, parcel.quantity])
