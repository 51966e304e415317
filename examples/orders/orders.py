"""A small shop, to show what a faasport application looks like.

Nothing is kept between two calls, since a platform starts and stops processes as it likes: the id
of an order says all there is to it.
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError, computed_field

import faasport

PRICES = {"bread": Decimal("2.80"), "jam": Decimal("3.20"), "tea": Decimal("4.50")}
GREETINGS = {"de": "Grüß Gott", "en": "Good day", "fr": "Bonjour"}
Sku = Literal["bread", "jam", "tea"]
Language = Literal["de", "en", "fr"]


class Order(BaseModel):
    sku: Sku
    quantity: int = Field(1, ge=1, le=99)

    @computed_field
    @property
    def id(self) -> str:
        return f"{self.sku}-{self.quantity}"

    @computed_field
    @property
    def total(self) -> Decimal:
        return PRICES[self.sku] * self.quantity


def find(order_id: str) -> Order:
    sku, _, quantity = order_id.partition("-")
    try:
        return Order.model_validate_strings({"sku": sku, "quantity": quantity})
    except ValidationError:
        raise faasport.NotFound(f"There is no order {order_id!r}.") from None


@faasport.http("GET", "/")
def shop(language: Annotated[Language, faasport.Cookie] = "en") -> faasport.Response:
    shelf = "".join(f"<li>{sku}, €{price}</li>" for sku, price in PRICES.items())
    return faasport.Response.html(f"<h1>{GREETINGS[language]}!</h1><ul>{shelf}</ul>")


@faasport.http("POST", "/language/{language}")
def choose_language(language: Language) -> faasport.Response:
    response = faasport.Response.redirect("/", 303)
    response.set_cookie("language", language, max_age=3600)
    response.set_cookie("greeted", "yes", http_only=True)
    return response


@faasport.http("POST", "/orders")
def create_order(order: Order) -> faasport.Response:
    return faasport.Response.json(order, 201, {"location": f"/orders/{order.id}"})


@faasport.http("GET", "/orders", cors=True)
def list_orders(sku: list[Sku], limit: int = 10) -> list[Order]:
    return [Order(sku=each) for each in sku or PRICES][:limit]


@faasport.http("GET", "/orders/{order_id}")
async def get_order(order_id: str) -> Order:
    return find(order_id)


@faasport.http("GET", "/orders/{order_id}/label")
def download_label(order_id: str) -> faasport.Response:
    bars = hashlib.sha256(find(order_id).id.encode()).digest()  # a row of 256 black or white pixels
    attachment = f'attachment; filename="{order_id}.pbm"'
    fields = {"content-type": "image/x-portable-bitmap", "content-disposition": attachment}
    return faasport.Response(b"P4\n256 64\n" + bars * 64, headers=fields)


@faasport.http("GET", "/orders/{order_id}/progress")
def follow_order(order_id: str) -> faasport.Response:
    order = find(order_id)

    def events() -> Iterator[str]:
        for packed in range(1, order.quantity + 1):
            yield f"data: {packed} of {order.quantity} packed\n\n"

    headers = {"content-type": "text/event-stream"}
    # Collected where a platform cannot stream; it is short.
    return faasport.Response(events(), headers=headers)  # faasport: ignore[FP063]
