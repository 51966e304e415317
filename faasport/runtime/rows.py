"""The route table of modules that are imported already."""

from __future__ import annotations

from .function import functions_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from .application import Row


def rows_of(*modules: ModuleType) -> tuple[Row, ...]:
    """One row a route; a function that two modules name is listed once."""
    rows: list[Row] = []
    seen: set[int] = set()
    for module in modules:
        for function in functions_in(module):
            if id(function.handler) in seen:
                continue
            seen.add(id(function.handler))
            for index, trigger in enumerate(function.triggers):
                if trigger.kind == "http":
                    cors = trigger.cors.as_dict() if trigger.cors else None
                    rows.append((trigger.methods, trigger.path, function.target, index, cors))
    return tuple(rows)
