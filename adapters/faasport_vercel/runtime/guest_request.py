"""A request as Vercel's proxy hands it to a function.

https://vercel.com/docs/headers/request-headers
"""

from __future__ import annotations

import re

from faasport.runtime.request import Request

from .request import GEO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from faasport.runtime.response import Response
    from faasport.runtime.template import Template

_SEGMENT = re.compile(r"\[(?:\.\.\.)?([^\]]+)\]")
SAFE = "-._~"


def segments_of(handler: str) -> tuple[str, ...]:
    """The dynamic segments that a file's path names: `id`, of `api/users/[id].py`."""
    return tuple(_SEGMENT.findall(handler.partition(":")[0]))


def caught(segments: Sequence[str], template: Template) -> dict[str, str]:
    """The name in the route of each segment: its own or, if the route has others, that at its
    place."""
    named = {each: each for each in segments if each in template.names}
    if len(named) < len(segments) == len(template.names):
        return dict(zip(segments, template.names, strict=True))
    return named


def completed(request: Request, names: Mapping[str, str]) -> Request:
    """The request with the proxy's headers, as far as the platform at hand tells what they hold;
    and with its dynamic segments in the query, where Vercel's routing puts them."""
    return Request(
        method=request.method,
        raw_path=request.raw_path,
        raw_query=_query(request, names),
        root_path=request.root_path,
        headers=[*request.headers, *_missing(request)],
        body=request.body,
        client_ip=request.client_ip,
        scheme=request.scheme,
        host=request.host,
        path_params=request.path_params,
        context=request.context,
        native=request.native,
        platform=request.platform,
    )


def wsgi(app: Any) -> Callable[[Request], Response]:
    """What answers for a WSGI application. Its PATH_INFO is encoded as sent, as it is on Vercel.

    https://github.com/vercel/vercel/blob/main/python/vercel-runtime/src/vercel_runtime/vc_init.py
    """
    from faasport.runtime.wsgi_call import answered
    from faasport.runtime.wsgi_environ import environ_of

    def answer(request: Request) -> Response:
        environ = environ_of(request)
        environ["PATH_INFO"] = request.routing_path
        return answered(app, environ)

    return answer


def _query(request: Request, names: Mapping[str, str]) -> str:
    from urllib.parse import quote

    found = request.path_params
    added = [
        f"{quote(segment, safe=SAFE)}={quote(found[name], safe=SAFE)}"
        for segment, name in names.items()
        if name in found
    ]
    return "&".join([*([request.raw_query] if request.raw_query else []), *added])


def _missing(request: Request) -> list[tuple[str, str]]:
    from urllib.parse import quote

    client, host = request.client_ip, request.host
    geo = request.platform.get("geo") or {}
    told = [
        ("host", host),
        ("x-forwarded-host", host),
        ("x-forwarded-proto", request.scheme),
        ("x-forwarded-for", client),
        ("x-real-ip", client),
        ("x-vercel-forwarded-for", client),
        ("x-vercel-id", request.context.invocation_id),
        *((header, quote(str(geo[key]))) for key, header in GEO if geo.get(key)),
    ]
    return [(name, value) for name, value in told if value and name not in request.headers]
