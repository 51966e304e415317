"""awslambdaric behind a Runtime API on loopback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport_aws.host.function import FunctionResource, LambdaFunction

TIMEOUT, MEMORY = 60.0, 512


class OnAws:
    """A function of Lambda's. A bundle of sources cannot keep what is compiled: /var/task is
    read-only."""

    def __init__(self, folder: Path, python: Path, spec: str, event: object) -> None:
        module, _, name = spec.partition(":")
        variables = {"PYTHONDONTWRITEBYTECODE": "1", "POWERTOOLS_SERVICE_NAME": "orders"}
        resource = FunctionResource(
            "F", "orders", f"{module}.{name}", folder, TIMEOUT, MEMORY, variables
        )
        self._function = LambdaFunction(resource, python)
        self._payload = json.dumps(event).encode()

    def ask(self) -> Mapping[str, Any]:
        """What the function returned."""
        result = json.loads(self._function.invoke(self._payload))
        return {"status": result["statusCode"], "body": json.loads(result["body"])}

    def stop(self) -> None:
        """End the process."""
        self._function.stop()
