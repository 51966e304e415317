"""A question to a store of secrets. Lambda's Python has boto3, which is imported only for it."""

from __future__ import annotations

from faasport.runtime.errors import SecretError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_clients: dict[tuple[str, str | None], Any] = {}


def asked(service: str, method: str, reference: str, **arguments: Any) -> dict[str, Any]:
    """What the service answers. An error of its says which secret, and what went wrong."""
    try:
        answer: dict[str, Any] = getattr(_client(service, reference), method)(**arguments)
    except ImportError as error:
        raise SecretError(
            f"There is no boto3 here to ask {service} for {reference}: Lambda has it; on your own "
            "machine set the secret's name in the environment or in .env."
        ) from error
    except Exception as error:
        # boto3's are made at run time, with nothing in common but this.
        raise SecretError(f"{service} does not give {reference}: {_said(error)}") from error
    return answer


def _client(service: str, reference: str) -> Any:
    """That of the region in the ARN, else of the function."""
    region = reference.split(":")[3] if reference.startswith("arn:") else None
    known = _clients.get((service, region))
    if known is None:
        # By name: what ships imports nothing that it does not bring.
        from importlib import import_module

        boto3 = import_module("boto3")
        known = _clients[service, region] = boto3.client(service, region_name=region)
    return known


def _said(error: Exception) -> str:
    response = getattr(error, "response", None) or {}
    told = response.get("Error", {}) if isinstance(response, dict) else {}
    if told:
        return f"{told.get('Code')}: {told.get('Message')}"
    name = type(error).__name__
    # What botocore itself says is about regions, credentials and connections; what others say may
    # quote an answer.
    is_botocore = type(error).__module__.startswith("botocore.exceptions")
    return f"{name}: {error}" if is_botocore else name
