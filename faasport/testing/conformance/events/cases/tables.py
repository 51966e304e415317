"""Changes to rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase
from faasport.testing.conformance.events.cases.samples import BINARY, ODD_TEXT, context, row

PLAIN = {"id": "1", "name": "Grün", "count": 7, "active": True, "nothing": None}
NESTED = {"id": "1", "lines": [{"sku": "a", "n": 1}, {"sku": ODD_TEXT, "n": 2}], "empty": {}}


def _rows(
    name: str,
    events: tuple[ChangeEvent, ...],
    verdicts: tuple[Verdict, ...] = (FINE,),
    label: str = "table_each",
    module: str = "tables",
    **more: Any,
) -> EventCase:
    return EventCase(f"table: {name}", "table", label, events, verdicts, module, **more)


def _inserted(*ids: str) -> tuple[ChangeEvent, ...]:
    return tuple(row("insert", each, n, new={"id": each}) for n, each in enumerate(ids, start=1))


CASES = (
    _rows("a row was inserted", (row("insert", new=PLAIN),)),
    _rows("a row was updated", (row("update", old=PLAIN, new={**PLAIN, "count": 8}),)),
    _rows("a row was deleted", (row("delete", old=PLAIN),)),
    _rows("a row was inserted or updated", (row("upsert", new=PLAIN),)),
    _rows("a row whose time was over", (row("delete", old=PLAIN, ttl_expired=True),)),
    _rows("rows hold lists and maps", (row("insert", new=NESTED),)),
    _rows("text beyond ASCII", (row("insert", ODD_TEXT, new={"id": ODD_TEXT}),)),
    _rows("binary", (row("insert", new={"id": "1", "raw": BINARY}),)),
    _rows(
        "numbers that no float holds",
        (row("insert", new={"id": "1", "big": 2**60 + 1, "exact": Decimal("0.1000000000000001")}),),
    ),
    _rows(
        "sets",
        (row("insert", new={"id": "1", "tags": {"a", "b"}, "sizes": {1, 2}, "raw": {b"\xff"}}),),
    ),
    _rows("an empty text", (row("insert", new={"id": "1", "note": ""}),)),
    _rows("an exception", _inserted("crash"), (AGAIN,)),
    _rows("a rejection", _inserted("reject so"), (NEVER,)),
    _rows("again", _inserted("retry"), (AGAIN,)),
    _rows("several rows", _inserted("1", "2", "3"), (FINE,) * 3),
    _rows("the last one fails", _inserted("1", "2", "crash"), (FINE, FINE, AGAIN)),
    _rows("a batch is done", _inserted("1", "2"), (FINE, FINE), "table_batch"),
    _rows("a batch settles the last one", _inserted("1", "retry"), (FINE, AGAIN), "table_batch"),
    _rows(
        "a kind that is asked for",
        (row("insert", table="filtered", new=PLAIN),),
        (FINE,),
        "table_filtered",
    ),
    _rows(
        "another kind",
        (row("delete", table="filtered", old=PLAIN),),
        (FINE,),
        "table_filtered",
        handled=(),
    ),
    _rows("on_reject='drop' lets go of a rejected one", _inserted("reject"), (FINE,), "table_drop"),
    _rows(
        "a row that fits",
        (row("insert", table="account", new={"id": "1", "balance": Decimal("1.5")}),),
        (FINE,),
        "table_account",
        notes={"account": ["1", "1.5"]},
    ),
    _rows(
        "a row that does not fit",
        (row("insert", table="account", new={"id": "1", "balance": "much"}),),
        (NEVER,),
        "table_account",
        handled=(),
    ),
    _rows(
        "the context's fields",
        (row("insert", table="context", new=PLAIN),),
        (FINE,),
        "table_context",
        notes=context("table_context"),
    ),
    _rows("an async handler", _inserted("1"), (FINE,), "table_waiting", "waiting_tables"),
    _rows(
        "an exception of an async handler",
        _inserted("crash"),
        (AGAIN,),
        "table_waiting",
        "waiting_tables",
    ),
)
