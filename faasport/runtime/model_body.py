"""The reader of a body that is a pydantic model."""

from __future__ import annotations

from .models import VALIDATOR, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .calls import Reader
    from .request import Request
    from .structure import Fault


def model_body(kind: Any, default: Any, missing: object) -> Reader:
    """pydantic parses and validates in one step; its ValidationError is a ValueError."""
    own = vars(kind)
    straight = is_plain(kind, VALIDATOR, "model_validate_json")

    def model(request: Request, faults: list[Fault]) -> Any:
        body = request.body
        if not body and default is not missing:
            return default
        try:
            if straight:
                return own[VALIDATOR].validate_json(body)
            return kind.model_validate_json(body)
        except ValueError as fault:
            from .structure import explained

            explained(fault, ("body",), faults)
            return None

    return model
