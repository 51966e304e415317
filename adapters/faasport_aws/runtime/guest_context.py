"""The `context` of a Lambda handler: Lambda's own object, or one made of a neutral context.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

from __future__ import annotations

import os
import time

from faasport.runtime.context import configured_deadline

from .arn import ACCOUNT, REGION
from .guest_environment import DEFAULT_MEMORY, LOG_STREAM, MEMORY, region_told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.context import Context

SECONDS = 900.0
"""Lambda's longest timeout, where neither the platform nor the configuration tells one."""


class Identity:
    """Who called with an identity pool of Cognito's: nobody."""

    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self) -> None:
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class LambdaContext:
    """What Lambda passes beside the event. A handler may put attributes of its own on it."""

    def __init__(self, context: Context, name: str) -> None:
        self.aws_request_id = request_id(context.invocation_id)
        self.function_name = name
        self.function_version = "$LATEST"
        self.invoked_function_arn = arn_of(name)
        self.memory_limit_in_mb = os.environ.get(MEMORY, DEFAULT_MEMORY)
        self.log_group_name = f"/aws/lambda/{name}"
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", LOG_STREAM)
        self.identity = Identity()
        self.client_context = None
        self.tenant_id = None
        left = context.remaining()
        now = time.time()
        told = now + left if left is not None else configured_deadline(now)
        self._epoch_deadline_time_in_ms = int((told or now + SECONDS) * 1000)

    def get_remaining_time_in_millis(self) -> int:
        """What is left until the platform ends the invocation, never below 0."""
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, message: object) -> None:
        """Write to the log as it is."""
        print(message)  # noqa: T201  # standard output is the log

    def __repr__(self) -> str:
        return f"LambdaContext({self.function_name!r}, aws_request_id={self.aws_request_id!r})"


def context_for(context: Context, name: str) -> Any:
    """What the handler is given: on Lambda the very object that Lambda made."""
    if context.platform == "aws" and hasattr(context.native, "aws_request_id"):
        return context.native
    return LambdaContext(context, name)


def arn_of(name: str) -> str:
    """A function's name; its account is the one of AWS's own examples, and so is its region unless
    the environment tells one."""
    return f"arn:aws:lambda:{region_told() or REGION}:{ACCOUNT}:function:{name}"


def request_id(told: str) -> str:
    """The platform's own id of the invocation, so that logs agree; a new one where it has none."""
    if told:
        return told
    import uuid

    return str(uuid.uuid4())
