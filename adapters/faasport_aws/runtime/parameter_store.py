"""Secrets in Systems Manager's Parameter Store (SecureString), by `faasport.secret`.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
"""

from __future__ import annotations

from faasport.runtime.errors import SecretError

from .stores import asked


def fetch(reference: str) -> str:
    """The value of the parameter of this name or ARN."""
    answer = asked("ssm", "get_parameter", reference, Name=reference, WithDecryption=True)
    value = answer.get("Parameter", {}).get("Value")
    if not isinstance(value, str):
        raise SecretError(f"The parameter {reference} has no text.")
    return value
