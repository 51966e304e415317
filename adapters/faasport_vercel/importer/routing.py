"""Rewrites, redirects and headers of the edge: what leads to a function becomes its route.

https://vercel.com/docs/project-configuration
"""

from __future__ import annotations

from collections.abc import Sequence

from faasport.migrator.reader import Reader
from faasport_vercel.importer.functions import Deployed, Functions
from faasport_vercel.importer.sources import Pattern, pattern

_STATIC = "files that no function makes are not served here."
_FIX_STATIC = "Serve them from a content network or a bucket, or from the application itself."
_CONDITIONS = ("has", "missing", "caseSensitive", "host")


def read(reader: Reader, functions: Functions) -> None:
    """All of the tables that tell the edge what to do."""
    for each in reader.readers("rewrites"):
        _rewrite(each, functions)
    for each in reader.readers("routes"):
        _legacy(each, functions)
    for each in reader.readers("redirects"):
        source, to = each.take("source", str, ""), each.take("destination", str, "")
        message = f"the edge redirected {source!r} to {to!r}; there is no edge here."
        fix = "Answer the redirect in a handler."
        functions.draft.say("left", each.where("source"), message, fix)
        each.ignore("permanent", "statusCode", *_CONDITIONS)
    for each in reader.readers("headers"):
        source = each.take("source", str, "")
        message = f"the edge added headers to answers for {source!r}; there is no edge here."
        fix = "Add them in the handler; those of CORS are `cors` of a route."
        functions.draft.say("left", each.where("source"), message, fix)
        each.ignore("headers", *_CONDITIONS)


def _rewrite(reader: Reader, functions: Functions) -> None:
    source, to = reader.take("source", str, ""), reader.take("destination", str, "")
    where = reader.where("source")
    if _is_conditional(reader, functions, where):
        return
    _lead(where, source, to, pattern(source), functions)


def _legacy(reader: Reader, functions: Functions) -> None:
    """One of `routes`, which `rewrites` and the others have taken the place of."""
    where = reader.where("src" if "src" in reader else "handle")
    handle, source = reader.take("handle", str, ""), reader.take("src", str, "")
    to = reader.take("dest", str, "")
    methods = [str(each) for each in reader.each("methods")]
    if _is_conditional(reader, functions, where):
        return
    for key in ("headers", "status", "continue", "important", "check", "middlewarePath"):
        if reader.take(key) is not None and (key != "status" or not to):
            message = f"{key!r} of a route was the edge's, and there is no edge here."
            functions.draft.say("left", reader.where(key), message, "Do it in the handler.")
    if handle:
        message = f"the phase {handle!r}: {_STATIC}"
        if handle == "filesystem":
            functions.draft.say("changed", where, message, _FIX_STATIC)
        return
    if to:
        _lead(where, source, to, pattern(source, is_regex=True), functions, methods)


def _is_conditional(reader: Reader, functions: Functions, where: str) -> bool:
    told = [key for key in _CONDITIONS if reader.take(key) is not None]
    if told:
        message = f"it holds only where `{told[0]}` does, and a route here has no condition."
        functions.draft.say("left", where, message, "Decide it in the handler.")
        reader.ignore(*reader.keys())
    return bool(told)


def _lead(
    where: str,
    source: str,
    to: str,
    found: Pattern,
    functions: Functions,
    methods: Sequence[str] = (),
) -> None:
    """Have a function answer what is rewritten to it."""
    draft = functions.draft
    if "://" in to:
        message = f"{source!r} was passed on to {to}, and nothing here passes requests on."
        draft.say("left", where, message, "Call it from a handler.")
        return
    it = functions.serving(to)
    if it is None:
        draft.say("left", where, f"{source!r} led to {to!r}: {_STATIC}", _FIX_STATIC)
        return
    name = it.draft.name
    if not found.paths:
        message = f"the pattern {source!r} is none that a route here has."
        fix = "Write the paths that it stands for in `http`, as in /users/{id}."
        draft.say("left", where, message, fix, function=name)
        return
    before = f"{','.join(methods)} " if methods else ""
    it.route([before + path for path in found.paths])
    _tell(where, source, to, found, it, functions)


def _tell(
    where: str, source: str, to: str, found: Pattern, it: Deployed, functions: Functions
) -> None:
    name = it.draft.name
    if found.looser:
        message = f"{source!r} is {' and '.join(found.paths)} now, which matches more paths."
        fix = "Look at the path in the handler."
        functions.draft.say("changed", where, message, fix, function=name)
    query = to.partition("?")[2]
    if query:
        message = f"the rewrite no longer adds {query!r} to the query."
        fix = "Read it from the path, which the handler sees as it was asked for."
        functions.draft.say("changed", where, message, fix, function=name)
