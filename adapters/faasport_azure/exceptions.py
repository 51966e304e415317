"""Cases of the conformance suite that Azure Functions cannot carry: why, and who says so."""

from __future__ import annotations

from collections.abc import Mapping

# The worker hands cookies over as fields, and the host writes them anew.
COOKIES = "https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Http/Http/src/Internal/ResponseCookies.cs"
OPTIONS = "https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.http.cookieoptions.path"

EXCEPTIONS: Mapping[str, tuple[str, str]] = {
    "a value in base64 is set as it is": (
        "the host percent-encodes a cookie's value: '/' and '=' become %2F and %3D",
        COOKIES,
    ),
    "a cookie without a path gets none": ("the host gives a cookie without a path '/'", OPTIONS),
}
