"""Secrets in Secrets Manager, by `faasport.secret`.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
"""

from __future__ import annotations

from faasport.runtime.errors import SecretError

from .stores import asked


def fetch(reference: str) -> str:
    """The current value of the secret of this name or ARN."""
    answer = asked("secretsmanager", "get_secret_value", reference, SecretId=reference)
    value = answer.get("SecretString")
    if not isinstance(value, str):
        raise SecretError(f"The secret {reference} has bytes, and no text.")
    return value
