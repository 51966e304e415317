"""What Azure Functions take and have on the Flex Consumption plan, as a table. As of November
2026."""

from __future__ import annotations

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.limit_table import Limits, absent, limited, present, undocumented, unlimited
from faasport_azure.packager import limits

_SCALE = "https://learn.microsoft.com/azure/azure-functions/functions-scale"
_FLEX = "https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan"
_PYTHON = "https://learn.microsoft.com/azure/azure-functions/functions-reference-python"
_HTTP = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger"
_TIMER = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer"
_BUS = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus"

LIMITS = Limits(
    as_of="November 2026",
    pythons=tuple(limits.RUNTIMES),
    architectures=("x86_64",),
    fronts={"Functions host": ("public", "key", "jwt")},
    rows=(
        limited(
            "payload-in",
            Limit(210 * MEGABYTE, f"{_SCALE}#service-limits", unit="bytes"),
            note="100 MB by the page of the HTTP trigger",
        ),
        limited(
            "payload-in",
            Limit(
                48 * 1024,
                "https://learn.microsoft.com/azure/storage/queues/scalability-targets",
                unit="bytes",
            ),
            of="a message of a Storage queue",
            note="64 KB in base64",
        ),
        undocumented("payload-out", f"{_SCALE}#service-limits"),
        absent(
            "streaming",
            f"{_PYTHON}#http-streams",
            note="but with an extension of Microsoft's own, which faasport does not use",
        ),
        limited("duration", limits.TIMEOUT, of="http"),
        unlimited(
            "duration", f"{_SCALE}#timeout", of="events", note="faasport keeps to that of http"
        ),
        limited(
            "memory", limits.MEMORY, note="an instance has 512, 2,048 or 4,096 MB for all functions"
        ),
        undocumented("artifact-zipped", f"{_FLEX}#considerations"),
        limited("artifact-unzipped", limits.UNZIPPED),
        undocumented(
            "environment",
            "https://learn.microsoft.com/azure/azure-functions/functions-how-to-use-azure-function-app-settings",
        ),
        limited("cron", Limit(1, f"{_TIMER}#ncrontab-expressions", unit="second")),
        unlimited("schedules", _TIMER),
        limited("batch", Limit(1, _BUS, lowest=1), of="queue (Storage), bucket, event, schedule"),
        undocumented("batch", _BUS, of="queue and topic (Service Bus), table, stream"),
        undocumented("attempts", _BUS, of="queue (Storage)"),
        undocumented("routes", _HTTP),
        undocumented("functions", f"{_SCALE}#service-limits"),
        limited(
            "name",
            Limit(128, limits.FUNCTION_NAME_SOURCE, lowest=1, unit="characters"),
            note="a letter, then letters, digits, - and _; not host",
        ),
        limited(
            "tmp",
            Limit(800 * MEGABYTE, f"{_SCALE}#service-limits"),
            note="about; said to be 0.8 GB",
        ),
        absent(
            "writable-code",
            "https://learn.microsoft.com/azure/azure-functions/run-functions-from-deployment-package",
            note="the folder of the app is mounted from its package",
        ),
        limited(
            "concurrency",
            Limit(
                1000,
                "https://learn.microsoft.com/azure/azure-functions/functions-concurrency",
                lowest=1,
            ),
            of="http",
        ),
        limited("instances", Limit(1000, f"{_FLEX}#scale", lowest=1), note="100 unless set"),
        absent(
            "after-answer",
            "https://learn.microsoft.com/azure/azure-functions/event-driven-scaling",
            note="an instance that serves nothing may be taken away",
        ),
        undocumented("shared-memory", _PYTHON),
        absent(
            "main-thread", f"{_PYTHON}#multiple-language-worker-processes", note="threads run them"
        ),
        absent(
            "root-logger",
            "https://github.com/Azure/azure-functions-python-worker/pull/637",
            note="the root logger has the worker's handler already, so that it does nothing",
        ),
        present(
            "secrets-in-environment",
            "https://learn.microsoft.com/azure/app-service/app-service-key-vault-references",
        ),
    ),
)
