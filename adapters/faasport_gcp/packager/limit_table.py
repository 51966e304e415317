"""What Cloud Run functions take and have, as a table. As of November 2026."""

from __future__ import annotations

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.limit_table import Limits, absent, limited, present, undocumented, unlimited
from faasport_gcp.packager import limits

_QUOTAS = "https://cloud.google.com/functions/quotas"
_RUN = "https://cloud.google.com/run/quotas"
_CONTRACT = "https://cloud.google.com/run/docs/container-contract"
_PUBSUB = "https://cloud.google.com/pubsub/docs/push"

LIMITS = Limits(
    as_of="November 2026",
    pythons=tuple(limits.RUNTIMES),
    architectures=("x86_64",),
    fronts={"Cloud Run": ("public", "iam")},
    rows=(
        limited("payload-in", Limit(32 * MEGABYTE, _QUOTAS, unit="bytes")),
        limited(
            "payload-in",
            Limit(512 * 1024, _QUOTAS, unit="bytes"),
            of="events through Eventarc",
        ),
        limited("payload-out", Limit(32 * MEGABYTE, _QUOTAS, unit="bytes")),
        limited("payload-out", Limit(10 * MEGABYTE, _QUOTAS, unit="bytes"), of="streamed"),
        present("streaming", "https://cloud.google.com/run/docs/triggering/https-request"),
        limited("duration", limits.TIMEOUT, of="http"),
        limited("duration", limits.ATTEMPT, of="schedule"),
        limited("duration", limits.ACKNOWLEDGEMENT, of="other events"),
        limited("memory", limits.MEMORY),
        undocumented("artifact-zipped", _QUOTAS, note="100 MB in the first generation"),
        limited(
            "artifact-unzipped",
            limits.UNZIPPED,
            note="said of the first generation; of the second the page says nothing",
        ),
        limited(
            "environment",
            Limit(
                32 * 1024,
                "https://cloud.google.com/functions/docs/configuring/env-var#size_limits",
                unit="bytes",
            ),
            note="names and values together",
        ),
        limited(
            "cron",
            Limit(
                1,
                "https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules",
                unit="minute",
            ),
        ),
        limited(
            "schedules",
            Limit(5000, "https://cloud.google.com/scheduler/quotas"),
            note="a region, by default",
        ),
        limited("batch", Limit(1, _PUBSUB, lowest=1), note="every event comes alone"),
        limited("attempts", limits.DELIVERIES, of="queue, topic"),
        unlimited("routes", "https://cloud.google.com/functions/docs/writing/write-http-functions"),
        limited("functions", Limit(1000, _QUOTAS), note="a region, less its Cloud Run services"),
        limited(
            "name",
            Limit(
                limits.FUNCTION_NAME,
                "https://cloud.google.com/run/docs/deploying",
                lowest=1,
                unit="characters",
            ),
            note="small letters, digits and -; longer ones are shortened",
        ),
        unlimited(
            "tmp",
            f"{_CONTRACT}#filesystem",
            note="what is written takes the memory of the instance",
        ),
        present("writable-code", f"{_CONTRACT}#filesystem", note="in memory, and gone with it"),
        limited(
            "concurrency",
            Limit(1000, "https://cloud.google.com/run/docs/about-concurrency", lowest=1),
        ),
        limited("instances", Limit(1000, _RUN), note="a function, by default of a region's quota"),
        absent(
            "after-answer",
            "https://cloud.google.com/run/docs/configuring/billing-settings",
            note="an instance has next to no CPU while it serves no request",
        ),
        present("shared-memory", f"{_CONTRACT}#filesystem"),
        absent(
            "main-thread",
            "https://github.com/GoogleCloudPlatform/functions-framework-python",
            note="requests are served by threads",
        ),
        present("root-logger", "https://github.com/GoogleCloudPlatform/functions-framework-python"),
        present(
            "secrets-in-environment", "https://cloud.google.com/functions/docs/configuring/secrets"
        ),
    ),
)
