"""Cookies: read leniently as browsers send them, written as RFC 6265 wants them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Literal

# RFC 6265, 4.1.1: a cookie-name is a token; a cookie-octet is not any of these.
NAME_ENDS = frozenset('()<>@,;:\\"/[]?={} \t')
VALUE_ENDS = frozenset(' ",;\\')
SAME_SITE = frozenset({"lax", "strict", "none"})


def parse_cookies(headers: Iterable[str]) -> dict[str, str]:
    """Read Cookie header values. Pairs without a name are dropped; the first of a name wins.

    RFC 6265, 5.4 sends longer paths first, so the first is the most specific one.
    """
    cookies: dict[str, str] = {}
    for header in headers:
        for part in header.split(";"):
            name, equals, value = part.partition("=")
            name = name.strip()
            if equals and name:
                cookies.setdefault(name, _unquoted(value.strip()))
    return cookies


def format_cookie(
    name: str,
    value: str,
    *,
    max_age: int | None = None,
    expires: datetime | None = None,
    path: str | None = "/",
    domain: str | None = None,
    secure: bool = False,
    http_only: bool = False,
    same_site: Literal["lax", "strict", "none"] | None = "lax",
) -> str:
    """One Set-Cookie value. Raises ValueError for a name or value that cannot be sent."""
    if not name or not name.isascii() or not NAME_ENDS.isdisjoint(name) or _controls(name):
        raise ValueError(f"{name!r} is not a cookie name: use letters, digits, '-' and '_'.")
    if not value.isascii() or not VALUE_ENDS.isdisjoint(value) or _controls(value):
        raise ValueError(f"The value of cookie {name!r} cannot be sent as it is: encode it.")
    for attribute, text in (("path", path), ("domain", domain)):
        if text and (";" in text or _controls(text)):
            raise ValueError(f"The {attribute} of cookie {name!r} holds ';' or a control code.")
        if text and not text.isascii():
            raise ValueError(f"The {attribute} of cookie {name!r} is beyond ASCII: encode it.")
    if same_site and same_site.lower() not in SAME_SITE:
        raise ValueError(f"same_site of cookie {name!r} is lax, strict or none, not {same_site!r}.")
    parts = [f"{name}={value}"]
    parts += [f"Max-Age={int(max_age)}"] if max_age is not None else []
    parts += [f"Expires={_http_date(expires)}"] if expires is not None else []
    parts += [f"Domain={domain}"] if domain else []
    parts += [f"Path={path}"] if path else []
    parts += ["Secure"] if secure else []
    parts += ["HttpOnly"] if http_only else []
    parts += [f"SameSite={same_site.capitalize()}"] if same_site else []
    return "; ".join(parts)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1] if quoted else value


def _controls(text: str) -> bool:
    return any(ord(char) < 0x20 or char == "\x7f" for char in text)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _http_date(moment: datetime) -> str:
    """RFC 9110, 5.6.7; names are English whatever the locale."""
    from datetime import timezone

    if moment.tzinfo is None:
        raise ValueError("Cookie expires: give an aware datetime, as datetime.now(timezone.utc).")
    utc = moment.astimezone(timezone.utc)
    day, month = DAYS[utc.weekday()], MONTHS[utc.month - 1]
    return f"{day}, {utc:%d} {month} {utc:%Y %H:%M:%S} GMT"
