"""Handlers whose signatures say what they want."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Optional
from uuid import UUID

import faasport


class Colour(Enum):
    RED = "red"
    GREEN = "green"


@dataclass
class Item:
    sku: str
    quantity: int = 1


@dataclass
class Order:
    customer: str
    items: list[Item]
    express: bool = False
    notes: list[str] = field(default_factory=list)


@faasport.http("GET", "/bound/path/{number}/{when}/{key}")
def bound_path(number: int, when: date, key: UUID) -> dict[str, Any]:
    return {"number": number + 1, "year": when.year, "version": key.version}


@faasport.http("GET", "/bound/scalars")
def bound_scalars(text: str, whole: int, real: float, flag: bool, exact: Decimal) -> dict[str, Any]:
    return {"text": text, "whole": whole, "real": real, "flag": flag, "exact": exact * 2}


@faasport.http("GET", "/bound/moments")
def bound_moments(day: date, moment: datetime, key: UUID) -> dict[str, Any]:
    return {"day": day, "moment": moment, "key": key}


@faasport.http("GET", "/bound/choices")
def bound_choices(colour: Colour, size: Literal["s", "m"], level: Literal[1, 2]) -> dict[str, Any]:
    return {"colour": colour.name, "size": size, "level": level}


@faasport.http("GET", "/bound/optional")
def bound_optional(
    page: int = 1,
    word: Optional[str] = None,  # noqa: UP045
    limit: int | None = None,
) -> dict[str, Any]:
    return {"page": page, "word": word, "limit": limit}


@faasport.http("GET", "/bound/lists")
def bound_lists(ids: list[int], tag: Annotated[list[str], faasport.Query("tag")]) -> dict[str, Any]:
    return {"ids": ids, "tags": tag}


@faasport.http("GET", "/bound/elsewhere/{order_id}")
def bound_elsewhere(
    order: Annotated[str, faasport.Path("order_id")],
    trace: Annotated[str, faasport.Header("x-trace")],
    user_agent: Annotated[str, faasport.Header],
    session: Annotated[str, faasport.Cookie("sid")],
    page: Annotated[int, faasport.Query("p")] = 1,
) -> dict[str, Any]:
    return {"order": order, "trace": trace, "agent": user_agent, "sid": session, "page": page}


@faasport.http("GET", "/bound/request/{key}")
def bound_request(key: str, request, context, *, verbose: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Unannotated, the two are known by name."""
    return {
        "request": type(request).__mro__[-2].__name__,
        "context": type(context).__mro__[-2].__name__,
        "key": key,
        "verbose": verbose,
    }


@faasport.http("POST", "/bound/dataclass", status=201)
def bound_dataclass(order: Order) -> Order:
    return order


@faasport.http("POST", "/bound/dataclasses")
def bound_dataclasses(items: list[Item]) -> dict[str, int]:
    return {"total": sum(item.quantity for item in items)}


@faasport.http("POST", "/bound/raw")
def bound_raw(payload: Annotated[bytes, faasport.Body]) -> dict[str, str]:
    return {"hex": payload.hex()}


@faasport.http("POST", "/bound/text")
def bound_text(note: Annotated[str, faasport.Body]) -> dict[str, str]:
    return {"note": note}


@faasport.http("POST", "/bound/maybe")
def bound_maybe(order: Optional[Item] = None) -> dict[str, Any]:  # noqa: UP045
    return {"given": order is not None}
