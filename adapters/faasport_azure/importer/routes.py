"""Route templates of ASP.NET, which Azure has → ours.

https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CAUGHT = re.compile(r"\{(?P<star>\*{0,2})(?P<name>[^:?=}]+)(?P<rest>[^}]*)\}")


@dataclass(frozen=True)
class Paths:
    """Our paths of one template: two where a parameter is optional. `constraints` are what is no
    more checked before the handler, and `refused` says why there is no path at all."""

    paths: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    refused: str = ""


def paths(route: str, prefix: str) -> Paths:
    """Of a route below the app's prefix."""
    made: list[str] = []
    constraints: list[str] = []
    shorter: list[str] = []
    for segment in [*prefix.strip("/").split("/"), *route.strip("/").split("/")]:
        if not segment:
            continue
        caught = _CAUGHT.fullmatch(segment)
        if caught is None:
            if "{" in segment:
                return Paths((), refused=f"{segment!r} is only partly a parameter")
            made.append(segment)
            continue
        name = re.sub(r"\W", "_", caught["name"])
        rest = caught["rest"]
        if rest.endswith("?") or "=" in rest:
            shorter.append("/" + "/".join(made))
        if ":" in rest:
            constraints.append(f"{{{caught['name']}{rest}}}")
        made.append(f"{{{name}:path}}" if caught["star"] else f"{{{name}}}")
    return Paths((*shorter, "/" + "/".join(made)), tuple(constraints))
