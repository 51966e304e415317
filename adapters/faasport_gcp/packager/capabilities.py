"""What Google Cloud makes of each kind of trigger. As of November 2026."""

from __future__ import annotations

from collections.abc import Mapping

from faasport.packager.capability import Capability, Missing

_PUSH = "https://cloud.google.com/pubsub/docs/push"
_DEAD_LETTERS = "a topic of its own with a subscription that keeps them for 31 days"
_ATTEMPTS = (
    "`max_attempts` is 5 at the least and 100 at the most: Pub/Sub takes nothing else, and counts "
    "approximately."
)
_REJECTED = (
    "A rejected event comes again until its attempts are used up, and goes to the dead letters "
    "then: Pub/Sub takes no other word for it."
)
_ONE = "Every event comes alone, so a handler for a batch is given batches of one."
_TRANSPORT = (
    "Eventarc makes the subscription itself, and Terraform cannot set its dead letter policy: "
    "until you run the command of the output `dead_letters`, what fails comes again for 24 hours "
    "and is lost then, `max_attempts` does not count, and the service waits 10 s for an answer."
)
_MISSED = (
    "What fails is called again five times at the most, what is rejected too; after that it is "
    "lost until its next time."
)
_UNFILTERED = "Eventarc does not filter by the {}: {} is delivered, and left out then."
_AGAIN = "no: the subscription waits from 10 s to 10 minutes, longer each time"

CAPABILITIES: Mapping[str, Capability | Missing] = {
    "http": Capability(
        service="Cloud Run functions",
        source="https://cloud.google.com/functions/docs/writing/write-http-functions",
        batch="one request",
        partial_failure="each request alone",
    ),
    "schedule": Capability(
        service="Cloud Scheduler",
        source="https://cloud.google.com/scheduler/docs/http-target-auth",
        delay="no: the job waits from 10 s to 10 minutes, longer each time",
        dead_letter="none",
        degrades=(_MISSED,),
    ),
    "queue": Capability(
        service="Pub/Sub, one subscription pushed to the function",
        source=_PUSH,
        ordering="by ordering key, with `ordered=True`",
        delay=_AGAIN,
        dead_letter=_DEAD_LETTERS,
        degrades=(_ONE, _ATTEMPTS, _REJECTED),
    ),
    "topic": Capability(
        service="Pub/Sub, a subscription for each function",
        source=_PUSH,
        delay=_AGAIN,
        dead_letter=_DEAD_LETTERS,
        degrades=(_ATTEMPTS, _REJECTED),
    ),
    "bucket": Capability(
        service="Cloud Storage through Eventarc",
        source="https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-storage",
        delay=_AGAIN,
        dead_letter=f"{_DEAD_LETTERS}, after the command of the output `dead_letters`",
        degrades=(
            "An object that is restored counts as created; `restored` is refused.",
            _UNFILTERED.format("key", "what `prefix` and `suffix` leave out"),
            _TRANSPORT,
            _REJECTED,
        ),
    ),
    "table": Capability(
        service="Firestore through Eventarc",
        source="https://cloud.google.com/eventarc/docs/run/route-trigger-cloud-firestore",
        delay=_AGAIN,
        dead_letter=f"{_DEAD_LETTERS}, after the command of the output `dead_letters`",
        degrades=(
            _ONE,
            "Numbers are integers of 64 bits or doubles, never decimals; there are no sets.",
            _TRANSPORT,
            _REJECTED,
        ),
    ),
    "event": Capability(
        service="Eventarc",
        source="https://cloud.google.com/eventarc/docs/third-parties/create-channels",
        delay=_AGAIN,
        dead_letter=f"{_DEAD_LETTERS}, after the command of the output `dead_letters`",
        degrades=(
            "Google's own types come directly, all others through a channel that we create.",
            "Types are exact: a wildcard is refused, a list of types is not.",
            _UNFILTERED.format("source", "what another one sends"),
            _TRANSPORT,
            _REJECTED,
        ),
    ),
    "stream": Missing(
        reason="functions take nothing from partitioned streams: Pub/Sub, which they take, has "
        "neither partitions nor offsets",
        instead="Use @faasport.queue(..., ordered=True), whose ordering keys keep order, or "
        "@faasport.topic.",
        source="https://cloud.google.com/pubsub/docs/ordering",
    ),
}
