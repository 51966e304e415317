"""What Vercel Functions take and have, as a table. As of November 2026."""

from __future__ import annotations

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.limit_table import Limits, absent, limited, present, undocumented, unlimited
from faasport_vercel.packager import limits

_LIMITS = "https://vercel.com/docs/functions/limitations"
_CRONS = "https://vercel.com/docs/cron-jobs/usage-and-pricing"
_QUEUES = "https://vercel.com/docs/queues/concepts"
_RUNTIMES = "https://vercel.com/docs/functions/runtimes"
_PYTHON = "https://vercel.com/docs/functions/runtimes/python"
_BODY = Limit(4608 * 1024, f"{_LIMITS}#request-body-size", unit="bytes")

LIMITS = Limits(
    as_of="November 2026",
    pythons=tuple(limits.RUNTIMES),
    architectures=("x86_64", "arm64"),
    fronts={"Vercel": ("public",)},
    rows=(
        limited("payload-in", _BODY, note="4.5 MB"),
        limited("payload-out", _BODY, note="4.5 MB; a streamed answer has none"),
        present("streaming", "https://vercel.com/docs/functions/streaming-functions"),
        limited("duration", limits.TIMEOUT, of="Pro"),
        limited("duration", Limit(300, f"{_LIMITS}#max-duration", lowest=1, unit="s"), of="Hobby"),
        limited("memory", limits.MEMORY, of="Pro"),
        limited(
            "memory",
            Limit(2048, f"{_LIMITS}#memory-size-limits", lowest=128, unit="MB"),
            of="Hobby",
        ),
        undocumented("artifact-zipped", f"{_LIMITS}#bundle-size-limits"),
        limited(
            "artifact-unzipped",
            limits.UNZIPPED,
            note="up to 5 GB as a large function (beta), which faasport does not ask for",
        ),
        limited(
            "environment",
            Limit(
                64 * 1024,
                "https://vercel.com/docs/environment-variables#environment-variable-size",
                unit="bytes",
            ),
            note="all variables of a deployment together",
        ),
        limited("cron", Limit(1, _CRONS, unit="minute"), of="Pro"),
        limited("cron", Limit(1, _CRONS, unit="day"), of="Hobby", note="within the hour"),
        limited("schedules", limits.SCHEDULES),
        limited("batch", Limit(1, _QUEUES, lowest=1), of="queue, topic"),
        undocumented("attempts", _QUEUES, of="queue, topic"),
        limited(
            "routes", Limit(2048, "https://vercel.com/docs/limits#routes-created-per-deployment")
        ),
        unlimited("functions", "https://vercel.com/docs/limits", of="Pro"),
        limited(
            "name",
            Limit(128, _LIMITS, lowest=1, unit="characters"),
            note="no spaces; of the function's file, with its ending",
        ),
        limited("tmp", Limit(500 * MEGABYTE, f"{_RUNTIMES}#file-system-support")),
        absent("writable-code", f"{_RUNTIMES}#file-system-support"),
        undocumented("concurrency", "https://vercel.com/docs/fluid-compute"),
        limited(
            "instances",
            Limit(30_000, "https://vercel.com/docs/functions/concurrency-scaling"),
            of="Pro and Hobby",
        ),
        absent(
            "after-answer",
            "https://vercel.com/docs/functions/functions-api-reference",
            note="but what JavaScript's waitUntil is given",
        ),
        undocumented("shared-memory", _RUNTIMES),
        absent(
            "main-thread", _PYTHON, note="the runtime serves ASGI, and threads run sync handlers"
        ),
        absent(
            "root-logger",
            "https://github.com/vercel/vercel/tree/main/packages/python",
            note="the runtime puts its own handler there, at INFO",
        ),
        present("secrets-in-environment", "https://vercel.com/docs/environment-variables"),
    ),
)
