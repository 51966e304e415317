"""A Set-Cookie value as what it says: platforms order and spell its attributes in their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

FLAGS = frozenset({"secure", "httponly", "partitioned"})
_FOLDED = frozenset({"samesite", "domain"})


@dataclass(frozen=True, order=True)
class SetCookie:
    """Name, value and attributes (lower-case names, sorted)."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        parts = [f"{name}={value}" if value else name for name, value in self.attributes]
        return "; ".join([f"{self.name}={self.value}", *parts])


def parse(text: str) -> SetCookie:
    """One header value; RFC 6265, section 5.2: attributes stand in any order and case."""
    pair, *rest = text.split(";")
    name, _, value = pair.partition("=")
    attributes = {}
    for part in rest:
        key, _, setting = part.strip().partition("=")
        if key:
            attributes[key.lower()] = _setting(key.lower(), setting.strip())
    return SetCookie(name.strip(), value.strip(), tuple(sorted(attributes.items())))


def _setting(key: str, text: str) -> str:
    if key in FLAGS:
        return ""
    if key == "expires":
        return _moment(text)
    return text.lower() if key in _FOLDED else text


def _moment(text: str) -> str:
    """The moment in one form: `Wed, 21-Oct-2026` and `Wed, 21 Oct 2026` are the same."""
    try:
        moment = parsedate_to_datetime(text.replace("-", " "))
    except ValueError:
        return text
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return datetime.strftime(aware.astimezone(timezone.utc), "%Y-%m-%dT%H:%M:%SZ")
