"""Variables that Lambda sets and handlers read, set before a handler is imported elsewhere.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html

What is there already stays. A region is never made up: one that the configuration tells under
either of its two names is there under both, as on Lambda.
"""

from __future__ import annotations

import os
import sys

REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
DEFAULT_MEMORY = "512"
# As Lambda names them: the day, the version, and 32 hexadecimal digits of the sandbox.
LOG_STREAM = "2026/01/01/[$LATEST]6661617370f06f727400000000000001"


def prepare(name: str, reference: str, root: str) -> None:
    """Set what is missing for the function of this name; on Lambda nothing is."""
    for variable, value in variables(name, reference).items():
        os.environ.setdefault(variable, value)
    os.environ.setdefault("LAMBDA_TASK_ROOT", _task_root(reference, root))
    region = region_told()
    for variable in REGIONS if region else ():
        os.environ.setdefault(variable, region)
    if "AWS_LAMBDA_RUNTIME_API" not in os.environ:
        # Nobody listens to the X-Ray SDK here, and Powertools' Tracer goes by this too.
        # https://docs.aws.amazon.com/xray-sdk-for-python/latest/reference/configurations.html
        os.environ.setdefault("AWS_XRAY_SDK_ENABLED", "false")


def region_told() -> str:
    """The region that the configuration or the platform tells, or the empty string."""
    return next(filter(None, map(os.environ.get, REGIONS)), "")


def variables(name: str, reference: str) -> dict[str, str]:
    """Those that say nothing of a place."""
    path, _, attribute = reference.partition(":")
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "_HANDLER": f"{path.removesuffix('.py')}.{attribute}",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{python}",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        MEMORY: DEFAULT_MEMORY,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": LOG_STREAM,
    }


def _task_root(reference: str, root: str) -> str:
    """The folder of the code: files beside it are found by this variable."""
    path = reference.partition(":")[0]
    inner = path if path.endswith(".py") else path.replace(".", "/")
    for folder in sys.path:
        place = os.path.abspath(folder or ".")  # noqa: PTH100  # pathlib costs a cold start
        for file in (inner, f"{inner}.py", f"{inner}/__init__.py", f"{root}/{inner}.py"):
            if os.path.isfile(f"{place}/{file}"):  # noqa: PTH113
                return f"{place}/{root}" if root else place
    return os.getcwd()  # noqa: PTH109
