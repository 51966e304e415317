"""The target of a request line: a path and a query."""

from __future__ import annotations


def split_target(target: str) -> tuple[str, str]:
    """(path, query) of a request target, both as sent."""
    if target[:1] != "/":
        target = _origin_form(target)
    raw_path, _, raw_query = target.partition("#")[0].partition("?")
    return raw_path, raw_query


def _origin_form(target: str) -> str:
    """RFC 9112, 3.2.2: a proxy may send the absolute form; keep what follows the authority."""
    scheme, mark, authority_on = target.partition("://")
    if mark and scheme.isalpha():
        slash = authority_on.find("/")
        return authority_on[slash:] if slash >= 0 else "/"
    return target
