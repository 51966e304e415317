"""Cross-origin sharing (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from faasport.testing.conformance.case import Case, Expected, Pairs, data, problem

APP = ("origin", "https://app.example")
STRANGER = ("origin", "https://stranger.example")
ANYBODY = {"access-control-allow-origin": "*"}
NAMED = {
    "access-control-allow-origin": "https://app.example",
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "x-total, etag",
    "vary": "Origin",
}


def _shared(name: str, method: str, path: str, headers: Pairs, expected: Expected) -> Case:
    return Case(name, expected, method, f"/shared/{path}", headers, handlers="sharing")


def _preflight(method: str, *headers: tuple[str, str]) -> Pairs:
    return (*headers, ("access-control-request-method", method))


CASES = (
    _shared("any origin may read", "GET", "any", (APP,), data({"shared": True}, headers=ANYBODY)),
    _shared("without an origin nothing is shared", "GET", "any", (), data({"shared": True})),
    _shared(
        "a preflight",
        "OPTIONS",
        "any",
        (*_preflight("POST", APP), ("access-control-request-headers", "content-type,x-a")),
        Expected(
            204,
            (
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "GET, HEAD, OPTIONS, POST"),
                ("access-control-allow-headers", "content-type,x-a"),
                ("access-control-max-age", "600"),
            ),
        ),
    ),
    _shared(
        "OPTIONS that is no preflight",
        "OPTIONS",
        "any",
        (APP,),
        Expected(204, (("allow", "GET, HEAD, OPTIONS, POST"), *ANYBODY.items())),
    ),
    _shared(
        "an origin by its name",
        "PUT",
        "named",
        (APP,),
        data({"shared": True}, headers={"x-total": "1", **NAMED}),
    ),
    _shared(
        "an origin that is not named",
        "PUT",
        "named",
        (STRANGER,),
        data({"shared": True}, headers={"x-total": "1", "vary": "Origin"}),
    ),
    _shared(
        "a preflight by name",
        "OPTIONS",
        "named",
        _preflight("PUT", APP),
        Expected(
            204,
            (
                *NAMED.items(),
                ("access-control-allow-methods", "OPTIONS, PUT"),
                ("access-control-allow-headers", "content-type, x-trace"),
                ("access-control-max-age", "60"),
            ),
        ),
    ),
    _shared(
        "a preflight from a stranger",
        "OPTIONS",
        "named",
        _preflight("PUT", STRANGER),
        Expected(204, (("vary", "Origin"),)),
    ),
    _shared(
        "a preflight names no method of a route that is not shared",
        "OPTIONS",
        "partly",
        _preflight("GET", APP),
        Expected(
            204,
            (
                *ANYBODY.items(),
                ("access-control-allow-methods", "GET, HEAD, OPTIONS"),
                ("access-control-max-age", "600"),
            ),
        ),
    ),
    _shared(
        "what the handler itself says of sharing is said once",
        "GET",
        "own",
        (APP,),
        data({"shared": True}, headers={"access-control-allow-origin": APP[1]}),
    ),
    _shared(
        "a 405 can be read from the other origin",
        "DELETE",
        "any",
        (APP,),
        problem(
            405, "Method Not Allowed", headers={"allow": "GET, HEAD, OPTIONS, POST", **ANYBODY}
        ),
    ),
    _shared(
        "a 500 can be read from the other origin",
        "GET",
        "broken",
        (APP,),
        problem(500, "Internal Server Error", headers=ANYBODY),
    ),
)
