"""Signatures, tokens and books, without a platform."""

import json
import logging

import outbox
import payments
import pytest
from payments import Payment

import faasport

APPLICATION = faasport.Application.of("payments", payments)
AWS = faasport.Context(platform="aws")
BODY = b'{"id": "p-7",  "cents": 450}'


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a developer's machine a secret is a variable."""
    monkeypatch.setenv("WEBHOOK_SECRET", "of-the-provider")
    monkeypatch.setenv("ADMIN_TOKEN", "of-the-administrator")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """What leaves where everything is there."""
    found: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setitem(
        outbox.PLATFORMS, "neutral", lambda queue, body: found.append((queue, json.loads(body)))
    )
    monkeypatch.setenv("OUTBOX", "send")
    monkeypatch.setenv("FAASPORT_QUEUE_SETTLEMENTS", "the queue")
    return found


def post(path: str, body: bytes, **headers: str) -> faasport.Response:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = faasport.Request(method="POST", raw_path=path, headers=fields, body=body)
    return APPLICATION.call(request)


def test_what_the_provider_signed_is_sent_on(sent: list[tuple[str, dict[str, object]]]) -> None:
    signature = payments.sign(BODY, "of-the-provider")

    response = post("/webhooks/payments", BODY, x_signature=signature)

    assert response.status == 202
    assert sent == [("the queue", {"id": "p-7", "cents": 450})]


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        "é",
        payments.sign(BODY, "of-another"),
        payments.sign(b"{}", "of-the-provider"),
    ],
)
def test_what_anybody_else_signed_is_refused(
    sent: list[tuple[str, dict[str, object]]], signature: str
) -> None:
    response = post("/webhooks/payments", BODY, x_signature=signature)

    assert (response.status, sent) == (401, [])


@pytest.mark.parametrize("body", [b"", b"[]", b'{"id": "p"}', b'{"id": "p", "cents": "much"}'])
def test_what_is_signed_and_no_payment_is_refused(
    sent: list[tuple[str, dict[str, object]]], body: bytes
) -> None:
    response = post("/webhooks/payments", body, x_signature=payments.sign(body, "of-the-provider"))

    assert (response.status, sent) == (422, [])


def test_an_administrator_refunds(sent: list[tuple[str, dict[str, object]]]) -> None:
    known = "of-the-administrator"

    response = post("/payments/p-7/refund", b'{"cents": 450}', x_admin_token=known)

    assert response.status == 202
    assert sent == [("the queue", {"id": "p-7", "cents": -450})]


@pytest.mark.parametrize("token", ["", "of-the-provider", "of-the-administrator-too", "é"])
def test_nobody_else_does(sent: list[tuple[str, dict[str, object]]], token: str) -> None:
    response = post("/payments/p-7/refund", b'{"cents": 450}', x_admin_token=token)

    assert (response.status, sent) == (401, [])


def test_a_settlement_gets_into_the_books(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "payments")

    payments.settle(Payment("p-7", -450))

    assert caplog.messages == ["p-7: -450 cents"]


def test_a_payment_of_nothing_is_given_up() -> None:
    with pytest.raises(faasport.Reject):
        payments.settle(Payment("p-7", 0))


def test_where_nothing_is_deployed_it_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "payments")

    outbox.send(AWS, "settlements", {"id": "p-7"})

    assert caplog.messages == ['would send to settlements: {"id": "p-7"}']
