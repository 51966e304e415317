"""The patterns of rewrites and legacy routes → our path templates.

https://vercel.com/docs/project-configuration#rewrites
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALL = re.compile(r"\(\??:?\.[*+]\)\??|\(\[\^\]?.*\][*+]\)|\.[*+]|\*")
_NAMED = re.compile(r":(?P<name>\w+)(?P<pattern>\([^()]*\))?(?P<many>[*+?]?)")
_GROUP = re.compile(r"\((?:\?P?<(?P<name>\w+)>)?(?P<pattern>[^()]*)\)")
_FORWARD = re.compile(r"\(\(\?![^()]*\)\.[*+]\)|\(\?![^()]*\)\.[*+]")


@dataclass(frozen=True)
class Pattern:
    """Our paths, or none where there is no like; `looser` where they match more than before."""

    paths: tuple[str, ...]
    looser: bool = False


def pattern(source: str, *, is_regex: bool = False) -> Pattern:
    """What a `source`, or a `src` of the legacy `routes`, matches."""
    text = source.strip()
    if is_regex:
        text = text.removeprefix("^").removesuffix("$").removesuffix("/?").replace("\\/", "/")
        text = text.replace("\\.", ".").replace("\\-", "-")
    if not text.startswith("/"):
        text = "/" + text
    if text.endswith("(/.*)?"):
        text = text.removesuffix("(/.*)?") + "/(.*)"
    parts = [part for part in _split(text) if part]
    made: list[str] = []
    shorter: list[str] = []
    looser = False
    for number, part in enumerate(parts):
        found = _segment(part, number, is_last=number == len(parts) - 1)
        if found is None:
            return Pattern(())
        segment, loose, optional = found
        if optional:
            shorter.append("/" + "/".join(made))
        looser = looser or loose
        made.append(segment)
    return Pattern((*shorter, "/" + "/".join(made)), looser)


def _split(text: str) -> list[str]:
    """At slashes that are in no group."""
    parts, depth = [""], 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "/" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _segment(part: str, number: int, *, is_last: bool) -> tuple[str, bool, bool] | None:
    """One segment, whether it catches more than before, and whether it may be missing."""
    if _ALL.fullmatch(part) or _FORWARD.fullmatch(part):
        loose = bool(_FORWARD.fullmatch(part))
        return (f"{{path{number or ''}:path}}", loose, False) if is_last else None
    named = _NAMED.fullmatch(part)
    if named:
        if named["many"] in ("*", "+"):
            return (f"{{{named['name']}:path}}", False, False) if is_last else None
        if named["pattern"] in ("(.*)", "(.+)"):
            return (f"{{{named['name']}:path}}", False, False) if is_last else None
        return f"{{{named['name']}}}", bool(named["pattern"]), named["many"] == "?"
    group = _GROUP.fullmatch(part)
    if group:
        name = group["name"] or f"part{number}"
        return f"{{{name}}}", group["pattern"] not in ("[^/]+", "[^/]*"), False
    return (part, False, False) if not re.search(r"[(){}:*+?\[\]^$|\\]", part) else None
