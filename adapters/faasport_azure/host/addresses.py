"""What Kestrel and ASP.NET make of a request target.

Kestrel decodes the path once (all but %2F) and removes dot segments; the Functions host builds the
URL that a worker sees from the decoded path, encoded anew:
https://github.com/Azure/azure-functions-host/blob/v4.1037.0/src/WebJobs.Script.Grpc/MessageExtensions/GrpcMessageConversionExtensions.cs
https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Http/Http.Abstractions/src/PathString.cs
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

# RFC 3986 pchar and "/", which PathString leaves alone; and what looks like an escape.
_KEPT = "/:@!$&'()*+,;=-._~"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPES = re.compile(r"(?:%(?!2[Ff])[0-9A-Fa-f]{2})+")


def decoded(raw_path: str) -> str:
    """The path as ASP.NET routes it: %2F stays, escapes that are not UTF-8 stay."""
    return without_dots(_ESCAPES.sub(_text, raw_path))


def _text(found: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def encoded(path: str) -> str:
    """PathString.ToUriComponent: escapes what may not stand in a path, but no escape twice."""
    out, position = [], 0
    for found in _ESCAPE.finditer(path):
        out += [quote(path[position : found.start()], safe=_KEPT), found[0]]
        position = found.end()
    return "".join([*out, quote(path[position:], safe=_KEPT)])


def without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
