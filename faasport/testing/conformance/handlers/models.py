"""A handler that asks for a pydantic model; the only module here that needs pydantic."""

from __future__ import annotations

from pydantic import BaseModel, Field

import faasport


class Parcel(BaseModel):
    sku: str
    quantity: int = Field(default=1, ge=1)


@faasport.http("POST", "/models/parcel", status=201)
def parcel(parcel: Parcel) -> Parcel:
    return parcel
