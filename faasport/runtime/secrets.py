"""Secrets by the names that the project declares for them.

A platform that has references to secrets puts the value into the environment under that very name.
Where there is none, `FAASPORT_SECRET_<NAME>` says which module of the adapter fetches it, and by
what reference: "package.module:reference".
"""

import os
import threading
import time

from faasport.runtime.errors import SecretError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

REFERENCE = "FAASPORT_SECRET_"

# Name to value and the moment (of time.monotonic) at which it was fetched.
_fetched: dict[str, tuple[str, float]] = {}
# One fetch at a time: many threads that start together ask the store once.
_turn = threading.RLock()


def secret(name: str, *, max_age: float | None = None) -> str:
    """The value of a secret that the project declares under `secrets`.

    It is fetched on first use where the platform does not bring it, and kept for the life of the
    process, or for `max_age` seconds. Raises SecretError if it is not declared, or if the store
    does not give it; the message never holds a value. An empty one is none: whoever signs with it
    signs what anybody can.
    """
    value = os.environ.get(name)
    if value is not None:
        return _told(name, value)
    known = _kept(name, max_age)
    if known is None:
        with _turn:
            known = _kept(name, max_age)
            if known is None:
                known = _fetch(name)
                _fetched[name] = (known, time.monotonic())
    return known


def _kept(name: str, max_age: "float | None") -> "str | None":
    """What was fetched, unless that is too long ago."""
    value, moment = _fetched.get(name, (None, 0.0))
    is_fresh = max_age is None or time.monotonic() - moment < max_age
    return value if is_fresh else None


def _fetch(name: str) -> str:
    declared = os.environ.get(REFERENCE + name)
    if declared is None:
        raise SecretError(
            f"There is no secret {name}: declare it in the configuration, secrets = "
            f'{{ {name} = "path/in/the/store" }}, and on your own machine set {name} in the '
            "environment or in .env."
        )
    module, _, reference = declared.partition(":")
    return _told(name, _imported(module).fetch(reference))


def _told(name: str, value: str) -> str:
    if not value:
        raise SecretError(f"The secret {name} is empty; it takes a value.")
    return value


def _begin_anew() -> None:
    """In the child of a fork there is no thread that would end the turn it was forked in."""
    global _turn  # noqa: PLW0603
    _turn = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def _imported(module: str) -> "ModuleType":
    from importlib import import_module

    return import_module(module)
