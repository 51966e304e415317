"""By hand, for the Functions Framework."""

import json

import functions_framework
from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

HEADERS = {"content-type": "application/json"}


@functions_framework.http
def orders(request):
    if request.method == "GET":
        found = get_order(request.path.rsplit("/", 1)[1], request.args.get("expand"))
        return json.dumps(found), 200, HEADERS
    try:
        order = Order.model_validate_json(request.get_data())
    except ValidationError as error:
        return json.dumps({"detail": error.errors(include_url=False)}), 422, HEADERS
    if request.path == "/receipts":
        return confirm(order).model_dump_json(), 201, HEADERS
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return json.dumps(made), 201, HEADERS
