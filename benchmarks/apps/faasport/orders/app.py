"""The same work, with faasport: a model in, and a dict or a model out."""

import faasport
from orders_core import create_order, get_order
from orders_model import Order, Receipt, confirm


@faasport.http("GET", "/orders/{id}")
def order(id: str, expand: str | None = None):
    return get_order(id, expand)


@faasport.http("POST", "/orders", status=201)
def create(order: Order):
    return create_order(order.customer, order.sku, order.quantity, order.price)


@faasport.http("POST", "/receipts", status=201)
def receipt(order: Order) -> Receipt:
    return confirm(order)


@faasport.queue("orders", batch_size=10)
def fulfil(order: Order):
    create_order(order.customer, order.sku, order.quantity, order.price)
