"""Models of pydantic, and whether they are read and written as pydantic itself does it.

A model may have a `model_validate_json` of its own, which has its say. Where it has not, what
pydantic's calls can be called at once. It is had from ``vars`` of the class: the class itself looks
up what it has in a way of its own, which is dear.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VALIDATOR = "__pydantic_validator__"
SERIALIZER = "__pydantic_serializer__"


def is_plain(kind: Any, core: str, *methods: str) -> bool:
    """Whether a class has ``core``, and these methods as pydantic wrote them."""
    return core in vars(kind) and all(_home_of(kind, each) == "pydantic.main" for each in methods)


def _home_of(kind: Any, method: str) -> str:
    """The module of the class that has it; a wrapper may say that it stands elsewhere."""
    home = next((each for each in kind.__mro__ if method in vars(each)), None)
    return getattr(home, "__module__", "")
