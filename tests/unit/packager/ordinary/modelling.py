"""Handlers of HTTP and of events that take models."""

from __future__ import annotations

from pydantic import BaseModel

import faasport


class Order(BaseModel):
    sku: str
    quantity: int = 1


@faasport.http("POST", "/models", status=201)
def model(order: Order) -> Order:
    return order


@faasport.queue("models")
def queue_model(order: Order) -> None:
    assert order.sku


@faasport.topic("models")
def topic_model(order: Order) -> None:
    assert order.sku
