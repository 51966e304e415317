"""What Lambda and its fronts take. As of November 2026; each row names its page."""

from __future__ import annotations

import re

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.runtimes import Runtime

_RUNTIMES = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_HTTP_API = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"

# Amazon Linux 2 has glibc 2.26, Amazon Linux 2023 has 2.34:
# https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html
RUNTIMES = {
    "3.10": Runtime("python3.10", "2.26", _RUNTIMES),
    "3.11": Runtime("python3.11", "2.26", _RUNTIMES),
    "3.12": Runtime("python3.12", "2.34", _RUNTIMES),
    "3.13": Runtime("python3.13", "2.34", _RUNTIMES),
    "3.14": Runtime("python3.14", "2.34", _RUNTIMES),
}

MEMORY = Limit(10_240, _QUOTAS, lowest=128, unit="MB")
UNZIPPED = Limit(250 * MEGABYTE, _QUOTAS)
"""Of the code and all layers together."""
IMAGE = Limit(10 * 1024 * MEGABYTE, _QUOTAS)
PER_INSTANCE = Limit(
    1, "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html", lowest=1
)
"""How many requests an instance of a function has at once."""
ALIASES = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html"
SNAP_START = "https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html"
SNAP_START_PYTHONS = ("3.12", "3.13", "3.14")
LAYER_NAME = 100
"""https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html: 140 characters, with
room for what is appended."""
AUTHORIZERS = Limit(10, _HTTP_API, unit="authorizers")
VARIABLES = Limit(4096, _QUOTAS, unit="bytes")
ROUTES = Limit(300, _HTTP_API, unit="routes")
RESOURCES = Limit(
    500, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
)
TEMPLATE = Limit(1024 * 1024, RESOURCES.source, unit="bytes")
"""What `sam deploy --resolve-s3` sends by way of a bucket."""
LOGICAL_ID = 200
"""Of 255, with room for what is appended:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
TARGET_GROUP_NAME = 32
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html"""
HANDLER = 128
HANDLER_SOURCE = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"
FUNCTION_NAME = 64
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

DURATION = Limit(900, _QUOTAS, lowest=1, unit="s")
"""How long a function runs at most, if nobody waits for it."""

_SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
_MAPPING = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"
QUEUE_NAME = 80
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html"""
FIFO_SOURCE = f"{_SQS}/sqs-fifo-queues.html"
TOPIC_SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"
STREAM_SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html"
TOPIC_NAME = 256
"""https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"""
STREAM_NAME = 128
"""https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html"""
SCHEDULE_NAME = 64
"""https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"""
PATTERN = Limit(
    4096,
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    unit="characters",
)
ASYNCHRONOUS_RETRIES = 2
ASYNCHRONOUS_SOURCE = (
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"
)
SCALING_SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency"

# How many messages, records or changes an invocation brings at most.
BATCHES = {
    "queue": Limit(10_000, _MAPPING, lowest=1),
    "table": Limit(10_000, _MAPPING, lowest=1),
    "stream": Limit(10_000, _MAPPING, lowest=1),
}
ORDERED_BATCH = Limit(10, _MAPPING, lowest=1)
# Deliveries before the dead letters: of a queue `maxReceiveCount`, of a log the retries and one.
ATTEMPTS = {
    "queue": Limit(1000, f"{_SQS}/sqs-configure-dead-letter-queue.html", lowest=1),
    "table": Limit(10_001, _MAPPING, lowest=1),
    "stream": Limit(10_001, _MAPPING, lowest=1),
}

KEPT = Limit(4 * 24 * 60 * 60, f"{_SQS}/sqs-quotas.html", unit="s")
"""How long a queue keeps a message if nobody says otherwise; an older one is gone."""

# How long a front waits for its function.
TIMEOUTS = {
    "http-api": Limit(30, _HTTP_API, lowest=1, unit="s"),
    "rest-api": Limit(
        29,
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
        "api-gateway-execution-service-limits-table.html",
        lowest=1,
        unit="s",
    ),
    "function-url": Limit(900, _QUOTAS, lowest=1, unit="s"),
    "alb": Limit(900, _QUOTAS, lowest=1, unit="s"),
}

# What a route of API Gateway may be written with:
# https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html
ROUTE_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html"
ROUTE = re.compile(r"[A-Za-z0-9._~:+{}/-]+")

# What Lambda sets itself; and, besides, names that it does not take at all.
_SET = (
    r"_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR"
    r"|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY)"
    r"|AWS_(SESSION_TOKEN|LAMBDA_RUNTIME_API|LAMBDA_INITIALIZATION_TYPE)"
    r"|AWS_LAMBDA_(FUNCTION_NAME|FUNCTION_MEMORY_SIZE|FUNCTION_VERSION)"
    r"|AWS_LAMBDA_(LOG_GROUP_NAME|LOG_STREAM_NAME)"
)
SET_VARIABLES = re.compile(_SET)
RESERVED_VARIABLES = re.compile(rf"{_SET}|(?![A-Za-z][A-Za-z0-9_]+$).*")
VARIABLES_SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"
