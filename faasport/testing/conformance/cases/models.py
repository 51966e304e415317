"""pydantic models, for handlers that ask for one."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, data, invalid


def _parcel(name: str, body: bytes, expected: Expected) -> Case:
    fields = (("content-type", "application/json"),)
    return Case(name, expected, "POST", "/models/parcel", fields, body, "models")


CASES = (
    _parcel("a pydantic model, sent back", b'{"sku":"a"}', data({"sku": "a", "quantity": 1}, 201)),
    _parcel(
        "every fault that pydantic finds",
        b'{"quantity":0}',
        invalid(
            (["body", "sku"], "Field required", "missing"),
            (
                ["body", "quantity"],
                "Input should be greater than or equal to 1",
                "greater_than_equal",
            ),
        ),
    ),
)
