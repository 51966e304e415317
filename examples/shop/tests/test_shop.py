"""Handlers of events are plain functions too, and so are tests of them."""

import asyncio
import json
import logging
from datetime import datetime, timezone
from types import ModuleType
from typing import Any

import invoices
import orders
import outbox
import pytest
import reports
import stock
from orders import Order

import faasport

CONTEXT = faasport.Context()
AWS = faasport.Context(platform="aws")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What leaves on a platform where everything is there; `outbox.fake` stands for it."""
    found: list[tuple[Any, ...]] = []
    fake = ModuleType("outbox.fake")
    for action in ("send", "publish", "put", "save"):
        setattr(fake, action, lambda *what, action=action: found.append((action, *what)))
    monkeypatch.setattr(outbox, "import_module", lambda _: fake)
    monkeypatch.setenv("OUTBOX", "send")
    for name in ("QUEUE_ORDERS", "TOPIC_SHIPMENTS", "BUCKET_INVOICES", "TABLE_STOCK"):
        monkeypatch.setenv(f"FAASPORT_{name}", name.lower())
    return found


def test_an_order_is_accepted_and_sent_on(sent: list[tuple[Any, ...]]) -> None:
    response = orders.accept(Order("Ada", "tea"), AWS)

    ((action, queue, body),) = sent
    assert (response.status, action, queue) == (202, "send", "queue_orders")
    assert Order(**json.loads(body)) == Order("Ada", "tea")


def test_what_is_not_sold_is_not_accepted() -> None:
    application = faasport.Application.of("shop", orders)
    body = b'{"customer": "Ada", "sku": "cake"}'

    response = application.call(faasport.Request(method="POST", raw_path="/orders", body=body))

    assert response.status == 422


def test_an_order_becomes_an_invoice_and_twice_the_same_one(sent: list[tuple[Any, ...]]) -> None:
    orders.fulfil(Order("Ada", "tea", 2), AWS)
    orders.fulfil(Order("Ada", "tea", 2), AWS)

    first, second = sent
    assert first == second
    assert first[:2] == ("put", "bucket_invoices")
    assert first[2].startswith("new/")
    assert first[3].decode().endswith(",Ada,tea,2,900\r\n")


def test_an_order_that_nobody_can_fulfil_is_given_up() -> None:
    with pytest.raises(faasport.Reject):
        orders.fulfil(Order("Ada", "tea", 0), CONTEXT)


def test_an_invoice_is_announced(sent: list[tuple[Any, ...]]) -> None:
    created = faasport.ObjectEvent(kind="created", bucket="invoices", key="new/7.csv")

    invoices.announce(created, AWS)

    ((action, topic, body),) = sent
    assert (action, topic) == ("publish", "topic_shipments")
    assert json.loads(body) == {"number": "7", "invoice": "new/7.csv"}


def test_a_shipment_is_packed_and_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "shop")

    invoices.pack(invoices.Shipment("7", "new/7.csv"))
    asyncio.run(invoices.notify(faasport.Message(body=b'{"number": "7"}')))

    assert caplog.messages == ["packing 7 by new/7.csv", "telling the customer of 7"]


def test_a_shipment_without_a_number_is_given_up() -> None:
    with pytest.raises(faasport.Reject):
        asyncio.run(invoices.notify(faasport.Message(body=b"{}")))


def test_an_arrival_fills_a_shelf(sent: list[tuple[Any, ...]]) -> None:
    stock.receive(stock.Arrival("tea", 40), AWS)

    assert sent == [("save", "table_stock", {"id": "tea", "count": 40})]


@pytest.mark.parametrize(("count", "said"), [(4, ["only 4 of tea left"]), (5, [])])
def test_a_shelf_that_runs_out_is_told(
    caplog: pytest.LogCaptureFixture, count: int, said: list[str]
) -> None:
    row = {"id": "tea", "count": count}

    stock.watch(faasport.ChangeEvent(kind="update", table="stock", key={"id": "tea"}, new=row))

    assert caplog.messages == said


def test_a_report_is_written_every_morning(sent: list[tuple[Any, ...]]) -> None:
    due = datetime(2024, 2, 29, 6, tzinfo=timezone.utc)

    reports.report(faasport.Tick(scheduled_at=due), AWS)

    assert sent[0][:3] == ("put", "bucket_invoices", "reports/2024-02-29.txt")


def test_where_nothing_is_deployed_it_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "shop")

    outbox.save(CONTEXT, "stock", {"id": "tea", "count": 40})

    assert caplog.messages == [
        "would save to the table stock: ({'id': 'tea', 'count': 40},)",
    ]
