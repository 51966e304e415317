from apig_wsgi import make_lambda_handler
from flask import Flask, jsonify, request
from orders_core import get_order

app = Flask(__name__)


@app.get("/orders/<id>")
def order(id):
    return jsonify(get_order(id, request.args.get("expand")))


handler = make_lambda_handler(app)
