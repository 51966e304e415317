from orders_core import create_order, get_order
from orders_model import Order, Receipt, confirm


def add_routes(app):
    @app.get("/orders/<id>")
    def order(id: str, expand: str | None = None):
        return get_order(id, expand)

    @app.post("/orders")
    def create(order: Order):
        return create_order(order.customer, order.sku, order.quantity, order.price), 201

    @app.post("/receipts")
    def receipt(order: Order) -> tuple[Receipt, int]:
        return confirm(order), 201

    return app
