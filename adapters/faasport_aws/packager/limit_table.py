"""What Lambda and its fronts take and have, as a table. As of November 2026."""

from __future__ import annotations

from faasport.packager.limit import MEGABYTE, Limit
from faasport.packager.limit_table import Limits, absent, limited, present, unlimited
from faasport_aws.packager import limits

_QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
_HTTP_API = f"{_GATEWAY}/http-api-quotas.html"
_ALB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
_SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/UserGuide"
_CREATE = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"
_RUNTIME = f"{_LAMBDA}/lambda-runtime-environment.html"

_SYNCHRONOUS = Limit(6 * MEGABYTE, _QUOTAS, unit="bytes")
_BEHIND_ALB = Limit(1 * MEGABYTE, _ALB, unit="bytes")

# https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-api-gateway-integration-timeout-limit-29-seconds/
_RAISED = {"rest-api": "AWS raises it on request, of Regional APIs"}

LIMITS = Limits(
    as_of="November 2026",
    pythons=tuple(limits.RUNTIMES),
    architectures=("x86_64", "arm64"),
    fronts={
        "http-api": ("public", "iam", "jwt"),
        "rest-api": ("public", "iam", "key"),
        "function-url": ("public", "iam"),
        "alb": ("public",),
    },
    rows=(
        limited(
            "payload-in", _SYNCHRONOUS, note="of JSON, in which a binary body is a third larger"
        ),
        limited("payload-in", _BEHIND_ALB, of="alb"),
        limited(
            "payload-in",
            Limit(1 * MEGABYTE, f"{_LAMBDA}/invocation-async.html", unit="bytes"),
            of="asynchronous events",
        ),
        limited("payload-out", _SYNCHRONOUS),
        limited("payload-out", _BEHIND_ALB, of="alb"),
        absent(
            "streaming",
            f"{_LAMBDA}/configuration-response-streaming.html",
            note="the runtime for Python returns whole answers",
        ),
        *(
            limited("duration", limit, of=front, note=_RAISED.get(front, ""))
            for front, limit in limits.TIMEOUTS.items()
        ),
        limited("duration", limits.DURATION, of="events"),
        limited("memory", limits.MEMORY),
        limited(
            "artifact-zipped",
            Limit(50 * MEGABYTE, _QUOTAS, unit="bytes"),
            note="uploaded directly; through S3 only the unpacked size counts",
        ),
        limited("artifact-unzipped", limits.UNZIPPED, note="layers included; of an image 10 GB"),
        limited("environment", limits.VARIABLES, note="names and values together"),
        limited("cron", Limit(1, f"{_SCHEDULER}/schedule-types.html", unit="minute")),
        limited(
            "schedules",
            Limit(10_000_000, f"{_SCHEDULER}/scheduler-quotas.html"),
            note="a region, by default",
        ),
        *(limited("batch", limit, of=kind) for kind, limit in limits.BATCHES.items()),
        limited("batch", limits.ORDERED_BATCH, of="queue, ordered"),
        *(limited("attempts", limit, of=kind) for kind, limit in limits.ATTEMPTS.items()),
        limited(
            "attempts",
            Limit(
                limits.ASYNCHRONOUS_RETRIES + 1,
                f"{_LAMBDA}/invocation-async-error-handling.html",
                lowest=1,
            ),
            of="schedule, topic, bucket, event",
        ),
        limited("routes", limits.ROUTES, of="http-api"),
        unlimited("functions", _QUOTAS, note="but 75 GB of code a region, by default"),
        limited(
            "name",
            Limit(limits.FUNCTION_NAME, _CREATE, lowest=1, unit="characters"),
            note="letters, digits, - and _; longer ones are shortened",
        ),
        limited(
            "tmp",
            Limit(10_240 * MEGABYTE, f"{_LAMBDA}/configuration-ephemeral-storage.html"),
            note="512 MB unless set",
        ),
        absent("writable-code", f"{_LAMBDA}/configuration-ephemeral-storage.html"),
        limited("concurrency", Limit(1, f"{_LAMBDA}/lambda-concurrency.html", lowest=1)),
        limited(
            "instances",
            Limit(1000, _QUOTAS),
            note="all functions of a region together, by default",
        ),
        absent("after-answer", _RUNTIME, note="the environment is frozen till the next event"),
        absent(
            "shared-memory",
            "https://aws.amazon.com/blogs/compute/parallel-processing-in-python-with-aws-lambda/",
            note="pools, queues and locks of multiprocessing cannot be made",
        ),
        present("main-thread", f"{_LAMBDA}/python-handler.html"),
        absent(
            "root-logger",
            f"{_LAMBDA}/python-logging.html",
            note="the root logger has a handler already, so that it does nothing",
        ),
        absent(
            "secrets-in-environment",
            f"{_LAMBDA}/configuration-envvars.html",
            note="they are fetched from their store on first use",
        ),
    ),
)
