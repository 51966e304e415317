"""What the router finds is what the rules say, told here without look-up and without tree: every
template is held against the path by itself, and the best of those that match has it."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import example, given, settings, strategies as st

from faasport.runtime.errors import DeclarationError
from faasport.runtime.routing import ANY, METHODS, Router

LITERAL, CAUGHT, TAIL = range(3)
SEGMENT = st.sampled_from(["a", "b", "a.b", "é", "", "{x}", "{y}", "{long-name}"])
TEMPLATE = st.builds(
    lambda parts, tail: "/" + "/".join([*parts, *tail]),
    st.lists(SEGMENT, max_size=4),
    st.sampled_from([[], [], ["{rest:path}"], ["{z:path}"]]),
)
METHOD = st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", ANY])
ASKED = st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PATCH", "PROPFIND"])
PIECE = st.sampled_from(
    ["a", "b", "c", "a.b", "é", "%C3%A9", "", "%61", "a%2Fb", "%2F", "%", "%25", "%2561", "{x}"]
)
PATH = st.lists(PIECE, max_size=5).map(lambda parts: "/" + "/".join(parts))
Rows = list[tuple[str, str]]


def kept(rows: Rows) -> list[tuple[str, str]]:
    """Those that are not there already: one row a method and a shape."""
    seen, found = set(), []
    for method, template in rows:
        key = method, shape(template)
        names = [part for part in parts_of(template) if part.startswith("{")]
        if key not in seen and len(set(map(plain, names))) == len(names):
            seen.add(key)
            found.append((method, template))
    return found


def parts_of(template: str) -> list[str]:
    return template[1:].split("/")


def plain(part: str) -> str:
    return part.strip("{}").removesuffix(":path")


def shape(template: str) -> tuple[str, ...]:
    return tuple(
        "**" if part.endswith(":path}") else "*" if part.startswith("{") else part
        for part in parts_of(template)
    )


def matched(template: str, path: str) -> tuple[list[int], dict[str, str]] | None:
    """How well a template takes a path, and what it catches."""
    segments = [unquote(each) for each in path[1:].split("/")]
    rank: list[int] = []
    caught: dict[str, str] = {}
    for at, part in enumerate(parts_of(template)):
        if part.endswith(":path}"):
            return [*rank, TAIL], {**caught, plain(part): "/".join(segments[at:])}
        if at == len(segments):
            return None
        if part.startswith("{"):
            if not segments[at]:
                return None
            caught[plain(part)] = segments[at]
            rank.append(CAUGHT)
        elif part == segments[at]:
            rank.append(LITERAL)
        else:
            return None
    return (rank, caught) if len(rank) == len(segments) else None


def taken(rows: Rows, template: str, method: str) -> tuple[str, str] | None:
    """The row of the template's shape that answers a method."""
    same = {each: (each, other) for each, other in rows if shape(other) == shape(template)}
    as_get = same.get("GET") if method == "HEAD" else None
    return same.get(method) or as_get or same.get(ANY)


def expected(rows: Rows, method: str, path: str) -> object:
    every = [(found, row) for row in rows if (found := matched(row[1], path))]
    for (rank, _), (_, template) in sorted(every, key=lambda each: each[0][0]):
        row = taken(rows, template, method)
        if row is not None:
            told = matched(row[1], path)
            assert told is not None
            assert told[0] == rank
            return row, told[1]
    return None


def allowed(rows: Rows, path: str) -> tuple[str, ...]:
    methods = {method for method, template in rows if matched(template, path)}
    told = {*methods} | ({"HEAD"} if "GET" in methods else set())
    told = {*told - {ANY}, *METHODS} if ANY in methods else told
    return tuple(sorted({*told, "OPTIONS"})) if methods else ()


def router_of(rows: Rows) -> Router:
    router = Router()
    for method, template in rows:
        router.add([method], template, (method, template))
    return router


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(METHOD, TEMPLATE), max_size=10), ASKED, PATH)
@example([("GET", "/{x}"), ("GET", "/a/{rest:path}")], "GET", "/a")
@example([("GET", "/{x}"), (ANY, "/{y}/{rest:path}")], "GET", "/a")
@example([("GET", "/a/{x}"), ("GET", "/{y}/b")], "GET", "/a/b")
@example([("GET", "//{x}"), ("GET", "/{rest:path}")], "GET", "//a")
@example([("HEAD", "/a/{x}"), ("GET", "/a/{y}"), (ANY, "/a/b")], "HEAD", "/a/b")
def test_the_router_finds_what_the_rules_say(rows: Rows, method: str, path: str) -> None:
    known = kept(rows)
    router = router_of(known)

    assert router.find(method, path) == expected(known, method, path)
    assert router.allowed(path) == allowed(known, path)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(METHOD, TEMPLATE), max_size=10))
def test_the_router_refuses_what_is_there_already(rows: Rows) -> None:
    router, known = Router(), set(kept(rows))
    added = set()
    for row in rows:
        try:
            router.add([row[0]], row[1], row)
            added.add(row)
        except DeclarationError:
            continue

    assert added == known


@given(st.lists(st.tuples(METHOD, TEMPLATE), max_size=10), st.randoms(), ASKED, PATH)
@settings(max_examples=300, deadline=None)
def test_the_order_of_the_routes_does_not_count(rows: Rows, random, method, path) -> None:
    known = kept(rows)
    mixed = random.sample(known, len(known))

    assert router_of(known).find(method, path) == router_of(mixed).find(method, path)
