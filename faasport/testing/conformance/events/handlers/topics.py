"""Topics. What to do is in the body."""

from __future__ import annotations

import faasport

from .script import invocation, note, obey, settle


@faasport.topic("each")
def topic_each(message: faasport.Message) -> None:
    note("topic_each", message)
    obey(message.body.decode("latin-1"))


@faasport.topic("batch")
def topic_batch(messages: faasport.Batch) -> None:
    for message in messages:
        note("topic_batch", message)
        settle(messages, message, message.text())


@faasport.topic("each", on_reject="drop")
def topic_drop(message: faasport.Message) -> None:
    note("topic_drop", message)
    obey(message.text())


@faasport.topic("context")
def topic_context(message: faasport.Message, context: faasport.Context) -> None:
    note("topic_context", message, context=invocation(context, message))
