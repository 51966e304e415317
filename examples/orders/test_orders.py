"""A handler is a plain function, and `faasport.Application` answers whole requests in process."""

import asyncio
from collections.abc import Mapping

import orders
import pytest
from orders import Order

import faasport

APPLICATION = faasport.Application.of("orders", orders)


def send(
    method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> faasport.Response:
    path, _, query = target.partition("?")
    request = faasport.Request(
        method=method, raw_path=path, raw_query=query, headers=headers or {}, body=body
    )
    return APPLICATION.call(request)


def test_a_handler_is_called_like_any_function():
    found = orders.list_orders(["tea"])

    assert found == [Order(sku="tea")]


def test_an_async_handler_is_awaited_like_any_coroutine():
    order = asyncio.run(orders.get_order("jam-3"))

    assert (order.sku, order.quantity, str(order.total)) == ("jam", 3, "9.60")


def test_what_is_not_there_is_an_exception_to_python():
    with pytest.raises(faasport.NotFound):
        orders.download_label("cake-1")


def test_what_is_not_there_is_a_problem_to_http():
    response = send("GET", "/orders/cake-1")

    assert response.status == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_new_order_tells_where_it_is():
    created = send("POST", "/orders", b'{"sku": "tea", "quantity": 2}')

    location = created.headers["location"]
    assert (created.status, location) == (201, "/orders/tea-2")
    assert send("GET", location).body == created.body


def test_every_fault_of_an_order_is_named_at_once():
    response = send("POST", "/orders", b'{"sku": "cake", "quantity": 0}')

    assert response.status == 422
    assert b'"sku"' in response.body
    assert b'"quantity"' in response.body


def test_a_repeated_query_key_is_a_list():
    response = send("GET", "/orders?sku=tea&sku=jam", headers={"origin": "https://shop.example"})

    assert b"tea-1" in response.body
    assert b"jam-1" in response.body
    assert response.headers["access-control-allow-origin"] == "*"


def test_a_language_is_kept_in_a_cookie():
    chosen = send("POST", "/language/de")
    cookie = chosen.cookies[0].partition(";")[0]

    page = send("GET", "/", headers={"cookie": cookie})

    assert (chosen.status, chosen.headers["location"]) == (303, "/")
    assert len(chosen.cookies) == 2
    assert "Grüß Gott!" in page.body.decode()


def test_a_label_is_a_bitmap():
    label = send("GET", "/orders/tea-2/label")

    assert label.body[:10] == b"P4\n256 64\n"
    assert len(label.body) == 10 + 256 * 64 // 8


def test_progress_is_a_stream():
    response = orders.follow_order("bread-2")

    assert list(response.stream) == ["data: 1 of 2 packed\n\n", "data: 2 of 2 packed\n\n"]
