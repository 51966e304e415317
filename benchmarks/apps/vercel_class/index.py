"""By hand, as Vercel's own examples are written."""

import json
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from orders_core import create_order, get_order
from orders_model import Order, confirm
from pydantic import ValidationError


class handler(BaseHTTPRequestHandler):
    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        address = urlsplit(self.path)
        expand = parse_qs(address.query).get("expand", [None])[0]
        found = get_order(address.path.rsplit("/", 1)[1], expand)
        self.answer(200, json.dumps(found))

    def do_POST(self):
        try:
            order = Order.model_validate_json(self.rfile.read(int(self.headers["content-length"])))
        except ValidationError as error:
            self.answer(422, json.dumps({"detail": error.errors(include_url=False)}))
            return
        if self.path == "/receipts":
            self.answer(201, confirm(order).model_dump_json())
            return
        made = create_order(order.customer, order.sku, order.quantity, order.price)
        self.answer(201, json.dumps(made))
