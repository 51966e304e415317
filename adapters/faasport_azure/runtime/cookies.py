"""Set-Cookie as Azure's runtime takes it: as fields, from Python's http.cookies.

SimpleCookie gives up at the first thing that it does not know, and the runtime fails the whole
invocation for a date in another form. So a cookie is read here as browsers read it (RFC 6265,
section 5.2) and written with what both know.

The host percent-encodes every value on its way out (ASP.NET's ResponseCookies.Append), so a value
that is percent-encoded already goes to it decoded: the client then gets what the handler wrote.
https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Http/Http/src/Internal/ResponseCookies.cs
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

# RpcHttpCookie.SameSite; 0 says nothing.
# https://github.com/Azure/azure-functions-language-worker-protobuf/blob/dev/src/proto/FunctionRpc.proto
SAME_SITE = {"lax": 1, "strict": 2, "none": 3}
SPELLED = {number: text.capitalize() for text, number in SAME_SITE.items()}
STAMP = "%Y-%m-%dT%H:%M:%SZ"


def fields_of(cookie: str) -> dict[str, Any]:
    """A Set-Cookie value as RpcHttpCookie in protobuf's JSON form: what is not set is not there."""
    first, *rest = cookie.split(";")
    name, _, value = first.partition("=")
    fields: dict[str, Any] = {"name": name.strip(), "value": _before_escape(value.strip())}
    for part in rest:
        key, _, text = part.partition("=")
        reader = READERS.get(key.strip().lower())
        told = reader(text.strip()) if reader is not None else None
        if told is not None:
            fields.update(told)
    return fields


def cookie_of(fields: dict[str, Any]) -> str:
    """RpcHttpCookie as the Set-Cookie value that the client gets; the inverse of ``fields_of``."""
    return _written(fields, escaped(fields.get("value") or ""))


def _written(fields: dict[str, Any], value: str) -> str:
    parts = [f"{fields['name']}={value}"]
    expires = _told(fields, "expires")
    parts += [f"Expires={http_date(_moment(expires))}"] if expires else []
    age = _told(fields, "max_age")
    parts += [f"Max-Age={int(age)}"] if age is not None else []
    for key, spelled in (("domain", "Domain"), ("path", "Path")):
        text = _told(fields, key)
        parts += [f"{spelled}={text}"] if text else []
    parts += ["Secure"] if _told(fields, "secure") else []
    parts += ["HttpOnly"] if _told(fields, "http_only") else []
    same_site = SPELLED.get(fields.get("same_site") or 0)
    return "; ".join([*parts, f"SameSite={same_site}"] if same_site else parts)


def plain_cookie(cookie: str) -> str:
    """A Set-Cookie value with only what the runtime reads, in the form in which it reads it."""
    from http.cookies import SimpleCookie

    fields = fields_of(cookie)
    _, quoted = SimpleCookie().value_encode(fields["value"])
    return _written(fields, quoted)


def escaped(value: str) -> str:
    """`Uri.EscapeDataString`: all but letters, digits, '-', '.', '_' and '~'."""
    from urllib.parse import quote

    return quote(value, safe="")


def _before_escape(value: str) -> str:
    """What the host has to be given for the client to get ``value``, if anything will do."""
    value = _unquoted(value)
    if "%" not in value:
        return value
    from urllib.parse import unquote

    decoded = unquote(value)
    return decoded if escaped(decoded) == value else value


def http_date(moment: datetime) -> str:
    """`Wed, 21 Oct 2026 07:28:00 GMT`, in English whatever the locale."""
    from faasport.runtime.cookies import DAYS, MONTHS

    day, month = DAYS[moment.weekday()], MONTHS[moment.month - 1]
    return f"{day}, {moment:%d} {month} {moment.year:04} {moment:%H:%M:%S} GMT"


def _expires(text: str) -> dict[str, Any] | None:
    """Any form in use (`21-Oct-2026`, two-digit years); a date that is none says nothing."""
    from datetime import timezone
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(timezone.utc)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return {"expires": {"value": f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}"}}


def _max_age(text: str) -> dict[str, Any] | None:
    digits = text.removeprefix("-")
    return {"max_age": {"value": int(text)}} if digits.isascii() and digits.isdigit() else None


def _same_site(text: str) -> dict[str, Any] | None:
    number = SAME_SITE.get(text.lower())
    return {"same_site": number} if number else None


READERS = {
    "expires": _expires,
    "max-age": _max_age,
    "domain": lambda text: {"domain": {"value": text}} if text else None,
    "path": lambda text: {"path": {"value": text}} if text else None,
    "secure": lambda text: {"secure": {"value": True}},
    "httponly": lambda text: {"http_only": {"value": True}},
    "samesite": _same_site,
}


def _moment(stamp: str) -> datetime:
    from datetime import datetime

    return datetime.strptime(stamp, STAMP)  # noqa: DTZ007  # only its fields are read


def _told(fields: dict[str, Any], name: str) -> Any:
    """A nullable of protobuf: `{"value": ...}` or nothing."""
    nullable = fields.get(name)
    return nullable.get("value") if isinstance(nullable, dict) else nullable


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1] if quoted else value
