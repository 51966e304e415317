from fastapi import FastAPI
from orders_core import create_order, get_order
from orders_model import Order, Receipt, confirm

app = FastAPI()


@app.get("/orders/{id}")
async def order(id: str, expand: str | None = None):
    return get_order(id, expand)


@app.post("/orders", status_code=201)
async def create(order: Order):
    return create_order(order.customer, order.sku, order.quantity, order.price)


@app.post("/receipts", status_code=201)
async def receipt(order: Order) -> Receipt:
    return confirm(order)
