"""What Vercel makes of each kind of trigger. As of November 2026; each row names its page."""

from __future__ import annotations

from faasport.packager.capability import Capabilities, Capability, Missing

_QUEUES = "https://vercel.com/docs/queues/concepts"
_NO_BUS = "https://vercel.com/docs/functions"

_SETTLED = (
    "Dead letters are faasport's doing: it sends the message to that topic, for seven days.",
    "One message a call: a Batch holds one.",
)

CAPABILITIES: Capabilities = {
    "http": Capability(
        service="Vercel Functions",
        source="https://vercel.com/docs/functions",
        dead_letter="does not apply",
    ),
    "schedule": Capability(
        service="Cron Jobs (UTC), Schedules (any other time zone)",
        source="https://vercel.com/docs/cron-jobs",
        dead_letter="none: a failed run is not fired again",
        degrades=(
            "A failed or rejected run is logged and never fired again.",
            "In UTC the handler is not told when it was due (`scheduled_at` is None).",
            "They fire in production alone; on the Hobby plan once a day at most, within the hour.",
            "What becomes of a local time that is skipped or repeated, Vercel does not tell.",
        ),
    ),
    "queue": Capability(
        service="Vercel Queues",
        source=_QUEUES,
        delay="yes, an hour at most",
        dead_letter="topic `NAME-dead-letters`",
        degrades=_SETTLED,
    ),
    "topic": Capability(
        service="Vercel Queues, a consumer group for each function",
        source=_QUEUES,
        delay="yes, an hour at most",
        dead_letter="topic `NAME-dead-letters`",
        degrades=_SETTLED,
    ),
    "bucket": Missing(
        reason="Vercel Blob tells no function of its changes, but for an upload's end to the "
        "client that made it",
        instead="Put a message on a queue where you write the object, or package this function "
        "for aws, gcp or azure.",
        source="https://vercel.com/docs/vercel-blob",
    ),
    "table": Missing(
        reason="Vercel has no database of its own whose changes it could tell of",
        instead="Put a message on a queue where you write the row, or package this function for "
        "aws, gcp or azure.",
        source="https://vercel.com/docs/storage",
    ),
    "event": Missing(
        reason="Vercel has no event bus",
        instead="Take the events over HTTP (@faasport.http), or package this function for aws, "
        "gcp or azure.",
        source=_NO_BUS,
    ),
    "stream": Missing(
        reason="Vercel has no stream of records",
        instead="Use @faasport.queue, or package this function for aws, gcp or azure.",
        source=_NO_BUS,
    ),
}
