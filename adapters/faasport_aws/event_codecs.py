"""Which module of `runtime` reads and writes the events of which trigger.

Names only, so that the packager can say them without importing what ships.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EVENT_CODECS: Mapping[str, str] = MappingProxyType(
    {
        "queue": "sqs",
        "topic": "sns",
        "bucket": "s3",
        "table": "dynamodb",
        "event": "eventbridge",
        "schedule": "schedule",
        "stream": "stream",
    }
)
