"""What Vercel takes. As of November 2026; each row names its page."""

from __future__ import annotations

import re

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.runtimes import Runtime

_RUNTIMES = "https://vercel.com/docs/functions/runtimes/python"
_LIMITS = "https://vercel.com/docs/functions/limitations"

# Functions run on Amazon Linux 2023, glibc 2.34:
# https://vercel.com/docs/builds/build-image
RUNTIMES = {
    "3.12": Runtime("python3.12", "2.34", _RUNTIMES),
    "3.13": Runtime("python3.13", "2.34", _RUNTIMES),
    "3.14": Runtime("python3.14", "2.34", _RUNTIMES),
}

# On the Pro plan; on Hobby it is 2048.
MEMORY = Limit(4096, f"{_LIMITS}#memory-size-limits", lowest=128, unit="MB")
# On the Pro plan; on Hobby it is 300.
TIMEOUT = Limit(800, f"{_LIMITS}#max-duration", lowest=1, unit="s")
UNZIPPED = Limit(500 * MEGABYTE, f"{_LIMITS}#bundle-size-limits")
# https://github.com/vercel/vercel/blob/main/packages/build-utils/src/max-concurrency.ts
REQUESTS = Limit(
    8192,
    "https://github.com/vercel/vercel/blob/main/packages/build-utils/src/max-concurrency.ts",
    lowest=1,
)

# What the platform sets, and what steers the runtime that we vendor.
RESERVED_VARIABLES = re.compile(
    r"VERCEL|VERCEL_.*|__VC_.*|PYTHONPATH|PYTHONDONTWRITEBYTECODE|_HANDLER|NOW_REGION|TZ"
    r"|AWS_SECRET_KEY|AWS_EXECUTION_ENV|AWS_LAMBDA_.*|LAMBDA_.*"
)
VARIABLES_SOURCE = "https://vercel.com/docs/environment-variables/reserved-environment-variables"

# As of the emulator that comes with Vercel's own client (vercel-queue 0.10.0).
QUEUE_NAME = re.compile(r"[A-Za-z0-9_-]+")
QUEUES_SOURCE = "https://vercel.com/docs/queues/concepts"
SCHEDULE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
SCHEDULES_SOURCE = "https://vercel.com/docs/schedules/configuration"
SCHEDULES = Limit(100, "https://vercel.com/docs/cron-jobs/usage-and-pricing")
HOBBY_SOURCE = "https://vercel.com/docs/cron-jobs/usage-and-pricing"
