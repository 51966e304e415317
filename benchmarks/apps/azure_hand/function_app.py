"""By hand, for Azure's second programming model."""

import json

import azure.functions as func
from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)
JSON = "application/json"


@app.route(route="orders/{id}", methods=["GET"])
def order(req: func.HttpRequest) -> func.HttpResponse:
    found = get_order(req.route_params["id"], req.params.get("expand"))
    return func.HttpResponse(json.dumps(found), mimetype=JSON)


@app.route(route="orders", methods=["POST"])
def create(req: func.HttpRequest) -> func.HttpResponse:
    try:
        order = Order.model_validate_json(req.get_body())
    except ValidationError as error:
        detail = json.dumps({"detail": error.errors(include_url=False)})
        return func.HttpResponse(detail, status_code=422, mimetype=JSON)
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return func.HttpResponse(json.dumps(made), status_code=201, mimetype=JSON)


@app.route(route="receipts", methods=["POST"])
def receipt(req: func.HttpRequest) -> func.HttpResponse:
    try:
        order = Order.model_validate_json(req.get_body())
    except ValidationError as error:
        detail = json.dumps({"detail": error.errors(include_url=False)})
        return func.HttpResponse(detail, status_code=422, mimetype=JSON)
    return func.HttpResponse(confirm(order).model_dump_json(), status_code=201, mimetype=JSON)
