"""Request headers as a front of AWS writes them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from faasport.runtime.request import Request

    Map = dict[str, Any]
else:
    Map = dict

PORTS = {"https": "443", "http": "80"}


class Fields(Map):
    """A header map that is also found by another spelling of a name.

    REST APIs hand names on as the client wrote them, and handlers ask for that spelling. Elsewhere
    it is lost on the way: `X-Api-Key` and `x-api-key` both have to find it.
    """

    def __missing__(self, name: str) -> Any:
        if isinstance(name, str):
            wanted = name.lower()
            for known, value in self.items():
                if known.lower() == wanted:
                    return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (
            isinstance(name, str) and name.lower() in map(str.lower, self)
        )

    def get(self, name: str, default: Any = None) -> Any:
        """The value under whatever spelling."""
        try:
            return self[name]
        except KeyError:
            return default


def written(fields: Mapping[str, Any] | None) -> Fields | None:
    """A map whose names are spelled as clients do: `content-type` becomes `Content-Type`."""
    if fields is None:
        return None
    return Fields({spelled(name): value for name, value in fields.items()})


def spelled(name: str) -> str:
    """What has upper-case letters is as it was sent."""
    return "-".join(map(str.capitalize, name.split("-"))) if name.islower() else name


def forwarding(request: Request) -> Iterator[tuple[str, str]]:
    """What every front tells of the client, where the request does not have it yet.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
    """
    scheme = request.scheme
    told = {
        "host": request.host,
        "x-forwarded-for": request.client_ip,
        "x-forwarded-port": PORTS[scheme],
        "x-forwarded-proto": scheme,
    }
    for name, value in told.items():
        if value and name not in request.headers:
            yield name, value
