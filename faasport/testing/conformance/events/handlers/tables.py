"""Tables. What to do is in the row's key."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import faasport

from .script import invocation, note, obey, settle


@dataclass
class Account:
    id: str
    balance: Decimal


@faasport.table("each")
def table_each(change: faasport.ChangeEvent) -> None:
    note("table_each", change)
    obey(change.key["id"])


@faasport.table("batch")
def table_batch(changes: faasport.Batch) -> None:
    for change in changes:
        note("table_batch", change)
    for change in changes:
        settle(changes, change, change.key["id"])


@faasport.table("filtered", on="insert")
def table_filtered(change: faasport.ChangeEvent) -> None:
    note("table_filtered", change)


@faasport.table("account")
def table_account(account: Account, change: faasport.ChangeEvent) -> None:
    note("table_account", change, account=[account.id, str(account.balance)])


@faasport.table("each", on_reject="drop")
def table_drop(change: faasport.ChangeEvent) -> None:
    note("table_drop", change)
    obey(change.key["id"])


@faasport.table("context")
def table_context(change: faasport.ChangeEvent, context: faasport.Context) -> None:
    note("table_context", change, context=invocation(context, change))
