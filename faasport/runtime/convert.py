"""Text to values: what a path, query, header or cookie can be bound to.

Nearly all that is bound is text: what makes anything else of it is loaded by who asks for that.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Converter = Callable[[str], Any]


def to_str(text: str) -> str:
    """Text as it is."""
    return text


def converter_for(hint: Any) -> Converter | None:
    """The converter to ``hint``, or None if text cannot become one."""
    if hint is str:
        return to_str
    from .converters import converter_to

    return converter_to(hint)
