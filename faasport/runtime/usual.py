"""Handlers whose parameters are the usual ones: text of the path or the query, the request, its
context, a model from the body.

Theory. `binding` knows every parameter, and says what is wrong with one; a cold start that loads it
pays for all that. The usual ones are told by a look at each annotation. A handler with any other,
or with a slip, is left to `binding`; a test holds that both bind alike.
"""

from __future__ import annotations

from .calls import call_of, invocation, whole
from .texts import caught_text, query_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .calls import Call, Reader

# By module and name: who asks for neither does not load them for the question.
SPECIAL = {
    ("faasport.runtime.request", "Request"): whole,
    ("faasport.runtime.context", "Context"): invocation,
}
UNTYPED = {"request": whole, "context": invocation}

MISSING = object()
NONE = type(None)
UNION: Any = type(str | None)
TEXT_OR_NONE = ((str, NONE), (NONE, str))
DEFAULTS = frozenset({str, int, float, bool, NONE, object})  # no marker is one, MISSING neither
MANY = 0x0C  # inspect.CO_VARARGS | CO_VARKEYWORDS


def usual_call(handler: Callable[..., Any], caught: Sequence[str]) -> Call | None:
    """The call of ``handler`` for a template that catches the names ``caught``; None where any
    parameter is unusual."""
    if type(handler) is not type(usual_call) or hasattr(handler, "__wrapped__"):
        return None
    code = handler.__code__
    if code.co_flags & MANY or code.co_kwonlyargcount:
        return None
    names = code.co_varnames[: code.co_argcount]
    defaults = handler.__defaults__ or ()
    hints = handler.__annotations__
    readers: list[Reader] = []
    bodies = 0
    for index, name in enumerate(names, len(defaults) - len(names)):
        default = defaults[index] if index >= 0 else MISSING
        hint = hints.get(name, MISSING)
        if type(hint) is str:
            hint = _meant(hint, handler.__globals__)
        reader = _reader(name, hint, default, name in caught)
        bodies += hint is not str and _is_model(hint)
        if reader is None or bodies > 1:
            return None
        readers.append(reader)
    if whole not in readers and invocation not in readers:
        for name in caught:
            if name not in names:
                return None
    return call_of(handler, readers)


def _meant(text: str, names: dict[str, Any]) -> Any:
    """An annotation that is text (PEP 563), evaluated; text still if that cannot be done."""
    try:
        return eval(text, names)  # noqa: S307  # as `annotations.resolve`
    except Exception:  # which tells of it
        return text


def _reader(name: str, hint: Any, default: Any, is_caught: bool) -> Reader | None:
    if hint is MISSING:
        if name in UNTYPED:
            return UNTYPED[name]
        if not is_caught:
            return None
    elif type(hint) is UNION and hint.__args__ in TEXT_OR_NONE:
        default = None if default is MISSING else default
    elif hint is not str:
        is_body = default is MISSING and not is_caught
        return _of_class(hint, is_body) if isinstance(hint, type) else None
    if type(default) not in DEFAULTS:
        return None
    return (caught_text if is_caught else query_text)(name, default, MISSING)


def _of_class(hint: type, is_body: bool) -> Reader | None:
    """The request or its context; else the body, if it is a model."""
    special = SPECIAL.get((hint.__module__, hint.__qualname__))
    if special is not None or not (is_body and _is_model(hint)):
        return special
    from .model_body import model_body

    return model_body(hint, MISSING, MISSING)


def _is_model(hint: Any) -> bool:
    """As `annotations.is_model` says."""
    return isinstance(hint, type) and hasattr(hint, "model_validate_json")
