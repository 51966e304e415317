"""What Cloud Run functions take. As of November 2026; each row names its page."""

from __future__ import annotations

import re

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.runtimes import Runtime

_RUNTIMES = "https://cloud.google.com/run/docs/runtimes/function-runtimes#python"
_QUOTAS = "https://cloud.google.com/functions/quotas"

# The stack google-22 is Ubuntu 22.04 (glibc 2.35), google-24 is Ubuntu 24.04 (glibc 2.39).
RUNTIMES = {
    "3.10": Runtime("python310", "2.35", _RUNTIMES),
    "3.11": Runtime("python311", "2.35", _RUNTIMES),
    "3.12": Runtime("python312", "2.35", _RUNTIMES),
    "3.13": Runtime("python313", "2.35", _RUNTIMES),
    "3.14": Runtime("python314", "2.39", _RUNTIMES),
}

# https://cloud.google.com/run/docs/configuring/services/memory-limits
MEMORY = Limit(
    32_768,
    "https://cloud.google.com/run/docs/configuring/services/memory-limits",
    lowest=128,
    unit="MB",
)
# Nowhere else may a channel of Eventarc be; its triggers' functions may be anywhere.
CHANNELS_SOURCE = "https://cloud.google.com/eventarc/docs/third-parties/create-channels"
CHANNELS = ("asia-northeast1", "europe-west4", "us-central1", "us-west1")
CPU_SOURCE = "https://cloud.google.com/run/docs/configuring/services/cpu"
TIERS_SOURCE = "https://cloud.google.com/functions/docs/configuring/memory"
# The processor that comes with memory where nobody says: https://cloud.google.com/functions/docs/configuring/memory
TIERS = (
    (32_768, 8.0),
    (16_384, 4.0),
    (4096, 2.0),
    (2048, 1.0),
    (1024, 0.583),
    (512, 0.333),
    (256, 0.167),
    (0, 0.083),
)
# https://cloud.google.com/run/docs/configuring/services/cpu
WHOLE_CPUS = (1, 2, 4, 6, 8)
MEMORY_OF_CPU = {4.0: 2048, 6.0: 4096, 8.0: 4096}
"""The least that goes with it."""
# https://cloud.google.com/run/docs/configuring/services/memory-limits
CPU_OF_MEMORY = (
    (24_576, 8.0),
    (16_384, 6.0),
    (8192, 4.0),
    (4096, 2.0),
    (1024, 1.0),
    (512, 0.5),
)
"""The least that goes with more than so many megabytes."""
CONCURRENCY = {
    "min": Limit(1000, "https://cloud.google.com/run/docs/configuring/min-instances"),
    "max": Limit(1000, "https://cloud.google.com/run/docs/configuring/max-instances", lowest=1),
    "per_instance": Limit(1000, "https://cloud.google.com/run/docs/about-concurrency", lowest=1),
}
TIMEOUT = Limit(3600, _QUOTAS, lowest=1, unit="s")
UNZIPPED = Limit(500 * MEGABYTE, _QUOTAS)
ARCHITECTURES_SOURCE = "https://cloud.google.com/run/docs/container-contract#languages"

FUNCTION_NAME = 49
"""Of the Cloud Run service behind the function, which has its name; the function alone may have 63:
https://cloud.google.com/run/docs/deploying"""
SHORTEST_ACCOUNT = 6
ACCOUNT_NAME = 30
"""https://cloud.google.com/iam/docs/service-accounts-create: 6 to 30 characters"""
ACCOUNT_TITLE = 100
"""https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts: in bytes"""
BUCKET_NAME = 25
"""63 (https://cloud.google.com/storage/docs/buckets#naming), less a project id of 30, a hyphen and
our suffix "-source"."""

# https://cloud.google.com/functions/docs/configuring/env-var#reserved
RESERVED_VARIABLES = re.compile(
    r"X_GOOGLE_.*|FUNCTION_TARGET|FUNCTION_SIGNATURE_TYPE|K_SERVICE|K_REVISION|K_CONFIGURATION|PORT"
)
VARIABLES_SOURCE = "https://cloud.google.com/functions/docs/configuring/env-var"

# How long the services behind event triggers wait for an answer.
# https://cloud.google.com/pubsub/docs/subscription-properties#ack_deadline
ACKNOWLEDGEMENT = Limit(
    600,
    "https://cloud.google.com/pubsub/docs/subscription-properties#ack_deadline",
    lowest=10,
    unit="s",
)
# https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs
ATTEMPT = Limit(
    1800,
    "https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs",
    lowest=15,
    unit="s",
)
# https://cloud.google.com/pubsub/docs/handling-failures#maximum_delivery_attempts
DELIVERIES = Limit(
    100,
    "https://cloud.google.com/pubsub/docs/handling-failures#maximum_delivery_attempts",
    lowest=5,
)
RESOURCE_NAME = 255
"""Of topics and subscriptions: https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names"""
TRIGGER_NAME = 63
"""https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.triggers"""
JOB_NAME = 500
"""https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs"""
OWN_BUCKET_NAME = 32
"""63 (https://cloud.google.com/storage/docs/buckets#naming), less a project id of 30 and a
hyphen."""
DESCRIPTION = 256
"""Of an account, in bytes: https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts"""


def tier(memory: int) -> float:
    """How much of a processor comes with so many megabytes; between two rows, the lower one's."""
    return next(cpu for least, cpu in TIERS if memory >= least)
