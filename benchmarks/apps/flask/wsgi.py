from flask import Flask, Response, jsonify, request
from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError

app = Flask(__name__)


@app.errorhandler(ValidationError)
def invalid(error):
    return jsonify({"detail": error.errors(include_url=False)}), 422


@app.get("/orders/<id>")
def order(id):
    return jsonify(get_order(id, request.args.get("expand")))


@app.post("/orders")
def create():
    order = Order.model_validate_json(request.get_data())
    return jsonify(create_order(order.customer, order.sku, order.quantity, order.price)), 201


@app.post("/receipts")
def receipt():
    order = Order.model_validate_json(request.get_data())
    return Response(confirm(order).model_dump_json(), 201, mimetype="application/json")
