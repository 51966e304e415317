from chalice import Chalice, Response
from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

app = Chalice(app_name="orders")


@app.route("/orders/{id}")
def order(id):
    return get_order(id, (app.current_request.query_params or {}).get("expand"))


@app.route("/orders", methods=["POST"])
def create():
    try:
        order = Order.model_validate_json(app.current_request.raw_body)
    except ValidationError as error:
        return Response({"detail": error.errors(include_url=False)}, status_code=422)
    made = create_order(order.customer, order.sku, order.quantity, order.price)
    return Response(made, status_code=201)


@app.route("/receipts", methods=["POST"])
def receipt():
    try:
        order = Order.model_validate_json(app.current_request.raw_body)
    except ValidationError as error:
        return Response({"detail": error.errors(include_url=False)}, status_code=422)
    headers = {"content-type": "application/json"}
    return Response(confirm(order).model_dump_json(), headers, 201)


@app.on_sqs_message(queue="orders", batch_size=10)
def fulfil(event):
    failures = []
    for record in event:
        try:
            order = Order.model_validate_json(record.body)
            create_order(order.customer, order.sku, order.quantity, order.price)
        except Exception:
            failures.append({"itemIdentifier": record.to_dict()["messageId"]})
    return {"batchItemFailures": failures}
