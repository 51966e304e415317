"""What the clouds' own runtimes have on their path, and have imported before the user's code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """How `child/timed.py` calls a function there."""

    driver: str
    lock: str
    preload: str
    variables: dict[str, str]
    packages: str = ""


_AWS = {
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_LAMBDA_FUNCTION_NAME": "orders",
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
    "POWERTOOLS_SERVICE_NAME": "orders",
    "TZ": ":UTC",
}
PLATFORMS = {
    "aws": Platform(
        "on_lambda", "awslambdaric", "awslambdaric.bootstrap,awslambdaric.lambda_context", _AWS
    ),
    "gcp": Platform(
        "on_functions_framework", "functions-framework", "functions_framework", {"K_SERVICE": "o"}
    ),
    "azure": Platform(
        "on_azure",
        "azure-functions-runtime",
        "azure_functions_runtime",
        {"FUNCTIONS_WORKER_RUNTIME": "python", "TZ": "UTC"},
        ".python_packages/lib/site-packages",
    ),
}
