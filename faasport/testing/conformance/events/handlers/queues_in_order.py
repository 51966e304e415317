"""Queues that keep the messages of one group in order."""

from __future__ import annotations

import faasport

from .script import note, obey


@faasport.queue("in-order", ordered=True)
def queue_in_order(message: faasport.Message) -> None:
    note("queue_in_order", message)
    obey(message.text())
