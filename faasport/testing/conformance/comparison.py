"""An answer against what was expected: every difference, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from faasport.runtime.response import Response
from faasport.testing.conformance.case import Case, Expected

# Of one connection, or of the server at its end (RFC 9110, 6.6.1, 7.6.1, 10.2.4).
CONNECTION = frozenset(
    {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "via"}
)
BODILESS = frozenset({204, 304})  # RFC 9110, 15.3.5 and 15.4.5
SHOWN = 300

Cookie = tuple[str, tuple[tuple[str, str], ...]]


def differences(case: Case, response: Response) -> list[str]:
    """How the collected ``response`` differs; empty where it is what the case expects."""
    expected = case.expected
    if expected.breaks:
        return [] if response.status >= 500 else [_looks_whole(response)]
    return [*_status(expected, response), *_headers(expected, response), *_body(case, response)]


def _looks_whole(response: Response) -> str:
    return f"an answer that broke off looks whole: {response.status}, {len(response.body)} bytes"


def _status(expected: Expected, response: Response) -> Iterator[str]:
    if response.status != expected.status:
        yield f"status: {expected.status} expected, {response.status} came"


def _headers(expected: Expected, response: Response) -> Iterator[str]:
    wanted, came = joined(expected.headers), joined(response.headers)
    for name in sorted({*wanted, *came}):
        if wanted.get(name) != came.get(name):
            yield f"header {name}: {wanted.get(name)!r} expected, {came.get(name)!r} came"
    cookies, baked = _cookies(expected.cookies), _cookies(response.headers.get_all("set-cookie"))
    if cookies != baked:
        yield f"cookies: {cookies} expected, {baked} came"


def _body(case: Case, response: Response) -> Iterator[str]:
    # The message's framing decides: after HEAD, 204 and 304 no client reads a body.
    if case.method == "HEAD" or response.status in BODILESS:
        return
    if response.body != case.expected.body:
        yield f"body: {_shown(case.expected.body)} expected, {_shown(response.body)} came"


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One value a name: repeats mean the list that commas make (RFC 9110, 5.3)."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        key = name.lower()
        if key not in CONNECTION and key != "set-cookie":
            values.setdefault(key, []).append(value.strip())
    return {name: ", ".join(several) for name, several in values.items()}


def _cookies(values: Iterable[str]) -> list[Cookie]:
    return sorted(_cookie(value) for value in values)


def _cookie(text: str) -> Cookie:
    """`name=value` and its attributes, whose order and case mean nothing (RFC 6265, 5.2)."""
    pair, *rest = text.split(";")
    attributes = {}
    for part in rest:
        name, _, value = part.strip().partition("=")
        key = name.lower()
        attributes[key] = _moment(value) if key == "expires" else _folded(key, value)
    return pair.strip(), tuple(sorted(attributes.items()))


def _folded(attribute: str, value: str) -> str:
    return value.lower() if attribute in {"samesite", "domain"} else value


def _moment(text: str) -> str:
    moment = parsedate_to_datetime(text.replace("-", " "))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return datetime.isoformat(aware.astimezone(timezone.utc))


def _shown(body: bytes) -> str:
    if len(body) <= SHOWN:
        return repr(body)
    return f"{body[:SHOWN]!r}... ({len(body)} bytes)"
