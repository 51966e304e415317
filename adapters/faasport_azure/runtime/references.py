"""References to a key vault that Azure has not resolved.

Where it may not read a secret, or not yet, the variable holds the reference itself, which no
handler must take for the secret.
https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#troubleshoot-key-vault-references
"""

from __future__ import annotations

import os

from faasport.runtime.errors import SecretError
from faasport.runtime.secrets import REFERENCE

_UNRESOLVED = "@Microsoft.KeyVault("


def withhold(*names: str) -> None:
    """Leave those out of the environment that are no secrets, so that they are asked for here."""
    for name in names:
        if os.environ.get(name, "").startswith(_UNRESOLVED):
            os.environ[REFERENCE + name] = f"{__name__}:{name}"
            del os.environ[name]


def fetch(reference: str) -> str:
    """What `faasport.secret` asks where there is no value."""
    raise SecretError(
        f"Azure gives no value of {reference}: look for its secret in the key vault, and whether "
        'the app has the role "Key Vault Secrets User" on it; then restart the app.'
    )
