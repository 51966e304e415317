"""What the router looks up is what its tree finds."""

from __future__ import annotations

from hypothesis import example, given, settings, strategies as st

from faasport.runtime.errors import DeclarationError
from faasport.runtime.routing import ANY, Router
from faasport.runtime.tree import grown

SEGMENT = st.sampled_from(["a", "b", "", "{x}", "{y}"])
TAIL = st.sampled_from(["", "/{rest:path}"])
TEMPLATE = st.builds(
    lambda parts, tail: "/" + "/".join(parts) + tail,
    st.lists(SEGMENT, min_size=1, max_size=3),
    TAIL,
)
METHOD = st.sampled_from(["GET", "POST", "HEAD", ANY])
PATH = st.lists(st.sampled_from(["a", "b", "c", "", "%61", "a%2Fb"]), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


def router_of(rows: list[tuple[str, str]]) -> Router:
    """A router of the rows that can stand beside one another."""
    router = Router()
    for number, (method, template) in enumerate(rows):
        try:
            router.add([method], template, number)
        except DeclarationError:
            continue
    return router


def by_tree(router: Router, method: str, path: str) -> object:
    """The answer where every template with parameters is found by the tree alone."""
    slow = Router()
    slow._literal = router._literal
    slow._tree = router.tree
    slow._others = {((), False): {}}  # something that no look-up knows
    return slow.find(method, path)


@settings(max_examples=1000)
@given(st.lists(st.tuples(METHOD, TEMPLATE), min_size=2, max_size=8), METHOD, PATH)
@example([("GET", "/{x}"), ("GET", "/a/{rest:path}")], "GET", "/a")
@example([("GET", "/b/{x}"), (ANY, "/b/a/{rest:path}")], "GET", "/b/a")
def test_the_look_ups_agree_with_the_tree(
    rows: list[tuple[str, str]], method: str, path: str
) -> None:
    router = router_of(rows)

    assert router.find(method, path) == by_tree(router, method, path)


def test_a_tree_of_nothing_has_no_branches() -> None:
    root = grown({})

    assert (root.literal, root.caught, root.leaf, root.tail) == ({}, None, {}, {})
