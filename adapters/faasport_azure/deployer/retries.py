"""How often the SDK asks again by itself, and how long it waits for that.

https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
"""

from __future__ import annotations

from typing import Any

from azure.core.pipeline.policies import RetryPolicy

from faasport.deployer import waiting

_TRIES, _LONGEST = 6, 60.0


class Retries(RetryPolicy[Any, Any]):
    """Whoever asks us to wait for longer is told of, and not waited for."""

    def __init__(self) -> None:
        super().__init__(retry_total=_TRIES, retry_backoff_factor=waiting.FIRST)

    def is_retry(self, settings: dict[str, Any], response: Any) -> bool:
        asked = self.get_retry_after(response)
        return (asked is None or asked <= _LONGEST) and super().is_retry(settings, response)
