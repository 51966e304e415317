"""Names and places on Vercel of what is not HTTP."""

from __future__ import annotations

from urllib.parse import quote

from faasport.project.model import Consumer, DeclaredTrigger

# No route of a user's may be below it.
PREFIX = "_faasport"
CRONS = f"/{PREFIX}/"


def function(consumer: Consumer) -> str:
    """The private function of a trigger, as a path of the output."""
    return f"{PREFIX}/{consumer.label}"


def cron(consumer: Consumer) -> str:
    """The path that fires a schedule; the codec reads the name off its end."""
    return f"{CRONS}{consumer.label}/{quote(consumer.trigger.name, safe='')}"


def topic(trigger: DeclaredTrigger) -> str:
    """The topic of Vercel Queues, if none exists that is to be taken."""
    return topic_of(trigger.kind, trigger.name)


def topic_of(kind: str, name: str) -> str:
    """Queues are topics there, too, so that a topic is told from a queue of its name."""
    return name if kind == "queue" else f"{name}-topic"
