"""A handler of topics that asks for a pydantic model."""

from __future__ import annotations

from pydantic import BaseModel, Field

import faasport

from .script import note


class Parcel(BaseModel):
    sku: str
    quantity: int = Field(default=1, ge=1)


@faasport.topic("model")
def topic_model(parcel: Parcel, message: faasport.Message) -> None:
    note("topic_model", message, parcel=[parcel.sku, parcel.quantity])
