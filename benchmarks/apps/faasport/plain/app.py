"""The same work, with faasport: one route, and no model anywhere."""

import faasport
from orders_core import get_order


@faasport.http("GET", "/orders/{id}")
def order(id: str, expand: str | None = None):
    return get_order(id, expand)
