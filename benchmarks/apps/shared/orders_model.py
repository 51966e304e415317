from orders_core import create_order
from pydantic import BaseModel, Field


class Order(BaseModel):
    customer: str = Field(min_length=1)
    sku: str
    quantity: int = Field(gt=0)
    price: float = Field(ge=0)


class Receipt(BaseModel):
    id: str
    customer: str
    sku: str
    quantity: int
    price: float
    total: float


def confirm(order: Order) -> Receipt:
    return Receipt(**create_order(order.customer, order.sku, order.quantity, order.price))
