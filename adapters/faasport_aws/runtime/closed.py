"""Routes that a Lambda function must not follow: another one's authorizer guards them.

A front matches paths in its own way, and what it takes for a public path may be a guarded one to
our router: an encoded letter is enough. So in a function that was reached past the guard, the route
is there (OPTIONS and 405 need it), but its handler is not.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from faasport.runtime.application import Row

REFUSAL = "faasport_aws.runtime.refusal:refuse"


def rows(routes: Iterable[Row], targets: Iterable[str]) -> tuple[Row, ...]:
    """The table with a refusal in place of each of these ("module:function")."""
    closed = frozenset(targets)
    return tuple(
        (methods, template, REFUSAL, 0, cors)
        if target in closed
        else (methods, template, target, index, cors)
        for methods, template, target, index, cors in routes
    )
