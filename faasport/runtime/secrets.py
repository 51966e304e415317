"""Secrets by the names that the project declares for them.

A platform that has references to secrets puts the value into the environment under that very name.
Where there is none, `FAASPORT_SECRET_<NAME>` says which module of the adapter fetches it, and by
what reference: "package.module:reference".
"""

import os
import time

from faasport.runtime.errors import SecretError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

REFERENCE = "FAASPORT_SECRET_"

# Name to value and the moment (of time.monotonic) at which it was fetched.
_fetched: dict[str, tuple[str, float]] = {}


def secret(name: str, *, max_age: float | None = None) -> str:
    """The value of a secret that the project declares under `secrets`.

    It is fetched on first use where the platform does not bring it, and kept for the life of the
    process, or for `max_age` seconds. Raises SecretError if it is not declared, or if the store
    does not give it; the message never holds a value.
    """
    value = os.environ.get(name)
    if value is not None:
        return value
    known = _fetched.get(name)
    if known and (max_age is None or time.monotonic() - known[1] < max_age):
        return known[0]
    value = _fetch(name)
    _fetched[name] = (value, time.monotonic())
    return value


def _fetch(name: str) -> str:
    declared = os.environ.get(REFERENCE + name)
    if declared is None:
        raise SecretError(
            f"There is no secret {name}: declare it in the configuration, secrets = "
            f'{{ {name} = "path/in/the/store" }}, and on your own machine set {name} in the '
            "environment or in .env."
        )
    module, _, reference = declared.partition(":")
    fetched: str = _imported(module).fetch(reference)
    return fetched


def _imported(module: str) -> "ModuleType":
    from importlib import import_module

    return import_module(module)
