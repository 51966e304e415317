"""A handler and the readers of its parameters, made into one call.

Theory. A reader is a closure `(request, faults) -> value`. One that cannot deliver adds to
``faults``; when all have run, the faults are answered together as one 422. What differs from one
handler to the next is settled when the call is made: it holds no loop and no branch for it.
"""

from __future__ import annotations

from .declared import is_coroutine_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .context import Context
    from .request import Request
    from .response import Response
    from .structure import Fault

    Handler = Callable[..., Any]
    Reader = Callable[[Request, list[Fault]], Any]
    Call = Callable[[Request], Any]
    Refuse = Callable[[list[Fault]], Any]

    # name, place, type, reader, whether keyword only, whether required, name in its place
    Row = tuple[str, str, Any, Reader, bool, bool, str]

# A small body can hold more faults than an answer can: `[1,1,1,...]` for a list of models.
MOST_FAULTS = 100


def call_of(
    handler: Handler, readers: Sequence[Reader], named: dict[str, Reader] | None = None
) -> Call:
    """What gives the handler's result, or its coroutine. What does not fit is answered: by a 422 in
    place of the result or, where that is a coroutine, by one that is raised."""
    refuse: Refuse = raised if is_coroutine_function(handler) else answered
    if named or len(readers) >= len(BY_COUNT):
        return _of_any(handler, refuse, readers, named or {})
    if readers == [whole]:
        return handler
    return BY_COUNT[len(readers)](handler, refuse, *readers)


def whole(request: Request, faults: list[Fault]) -> Request:
    """The reader of a parameter that is the request itself."""
    return request


def invocation(request: Request, faults: list[Fault]) -> Context:
    """The reader of its context."""
    return request.context


def _of_none(handler: Handler, refuse: Refuse) -> Call:
    return lambda request: handler()


def _of_one(handler: Handler, refuse: Refuse, first: Reader) -> Call:
    def call(request: Request) -> Any:
        faults: list[Fault] = []
        one = first(request, faults)
        if faults:
            return refuse(faults)
        return handler(one)

    return call


def _of_two(handler: Handler, refuse: Refuse, first: Reader, second: Reader) -> Call:
    def call(request: Request) -> Any:
        faults: list[Fault] = []
        one, two = first(request, faults), second(request, faults)
        if faults:
            return refuse(faults)
        return handler(one, two)

    return call


def _of_three(
    handler: Handler, refuse: Refuse, first: Reader, second: Reader, third: Reader
) -> Call:
    def call(request: Request) -> Any:
        faults: list[Fault] = []
        one, two, three = first(request, faults), second(request, faults), third(request, faults)
        if faults:
            return refuse(faults)
        return handler(one, two, three)

    return call


BY_COUNT: tuple[Callable[..., Call], ...] = (_of_none, _of_one, _of_two, _of_three)


def _of_any(
    handler: Handler, refuse: Refuse, readers: Sequence[Reader], named: dict[str, Reader]
) -> Call:
    def call(request: Request) -> Any:
        faults: list[Fault] = []
        values = [reader(request, faults) for reader in readers]
        by_name = {name: reader(request, faults) for name, reader in named.items()}
        if faults:
            return refuse(faults)
        return handler(*values, **by_name)

    return call


_refused: list[Callable[[Sequence[Fault]], Response]] = []  # what answers, once it is needed


def answered(faults: list[Fault]) -> Response:
    """The 422 of a request that does not fit."""
    if not _refused:
        from .problems import refused

        _refused.append(refused)
    return _refused[0](faults[:MOST_FAULTS])


def raised(faults: list[Fault]) -> Any:
    """The same as an exception: its caller awaits whatever is returned."""
    from .http_errors import UnprocessableContent
    from .problems import MISFIT

    raise UnprocessableContent(MISFIT, errors=faults[:MOST_FAULTS])
