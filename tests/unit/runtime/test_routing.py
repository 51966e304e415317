from __future__ import annotations

import pytest

from faasport.runtime.errors import DeclarationError
from faasport.runtime.routing import Router

ROUTES = (
    ("GET", "/"),
    ("GET", "/a/fixed"),
    ("GET", "/a/{id}"),
    ("GET", "/a/{rest:path}"),
    ("POST", "/a/{other}"),
    ("DELETE", "/a/{rest:path}"),
    ("GET", "/a/{id}/b"),
    ("PUT", "/a/{x}/{y}"),
    ("ANY", "/any"),
    ("PUT", "/any"),
    ("GET", "/grüße"),
    ("HEAD", "/head/{x}"),
    ("GET", "/head/{x}"),
    ("GET", "/slash/"),
)


@pytest.fixture(scope="module")
def router() -> Router:
    made = Router()
    for method, template in ROUTES:
        made.add((method,), template, f"{method} {template}")
    return made


@pytest.mark.parametrize(
    ("method", "path", "value", "caught"),
    [
        ("GET", "/", "GET /", {}),
        ("GET", "/a/fixed", "GET /a/fixed", {}),
        ("GET", "/a/f%69xed", "GET /a/fixed", {}),
        ("GET", "/a/x", "GET /a/{id}", {"id": "x"}),
        ("GET", "/a/x%2Fy", "GET /a/{id}", {"id": "x/y"}),
        ("GET", "/a/x%2Fb", "GET /a/{id}", {"id": "x/b"}),
        ("GET", "/a/%25", "GET /a/{id}", {"id": "%"}),
        ("GET", "/a/x/b", "GET /a/{id}/b", {"id": "x"}),
        ("GET", "/a/x/c", "GET /a/{rest:path}", {"rest": "x/c"}),
        ("GET", "/a/x/b/", "GET /a/{rest:path}", {"rest": "x/b/"}),
        ("GET", "/a/", "GET /a/{rest:path}", {"rest": ""}),
        ("GET", "/a", "GET /a/{rest:path}", {"rest": ""}),
        ("GET", "/a//x", "GET /a/{rest:path}", {"rest": "/x"}),
        ("POST", "/a/fixed", "POST /a/{other}", {"other": "fixed"}),
        ("PUT", "/a/x/b", "PUT /a/{x}/{y}", {"x": "x", "y": "b"}),
        ("DELETE", "/a/x/b", "DELETE /a/{rest:path}", {"rest": "x/b"}),
        ("PATCH", "/any", "ANY /any", {}),
        ("PUT", "/any", "PUT /any", {}),
        ("PROPFIND", "/any", "ANY /any", {}),
        ("HEAD", "/a/x", "GET /a/{id}", {"id": "x"}),
        ("HEAD", "/any", "ANY /any", {}),
        ("HEAD", "/head/1", "HEAD /head/{x}", {"x": "1"}),
        ("GET", "/gr%C3%BC%C3%9Fe", "GET /grüße", {}),
        ("GET", "/slash/", "GET /slash/", {}),
    ],
)
def test_the_best_route_takes_a_path(
    router: Router, method: str, path: str, value: str, caught: dict[str, str]
) -> None:
    assert (value, caught) == router.find(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/A/fixed"),
        ("GET", "/b"),
        ("GET", "/slash"),
        ("GET", "//"),
        ("PATCH", "/a/x"),
        ("POST", "/a/"),
        ("POST", "/a/x/b"),
        ("GET", "/any/"),
        ("GET", "/a%2Ffixed"),
    ],
)
def test_no_route_takes_it(router: Router, method: str, path: str) -> None:
    assert router.find(method, path) is None


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", ("GET", "HEAD", "OPTIONS")),
        ("/a/fixed", ("DELETE", "GET", "HEAD", "OPTIONS", "POST")),
        ("/a/x/y", ("DELETE", "GET", "HEAD", "OPTIONS", "PUT")),
        ("/a", ("DELETE", "GET", "HEAD", "OPTIONS")),
        ("/any", ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")),
        ("/nowhere", ()),
    ],
)
def test_a_path_allows_what_its_routes_take(
    router: Router, path: str, methods: tuple[str, ...]
) -> None:
    assert methods == router.allowed(path)


@pytest.mark.parametrize("template", ["/a/fixed", "/a/{other}", "/a/{more:path}"])
def test_a_method_and_a_path_are_routed_once(router: Router, template: str) -> None:
    with pytest.raises(DeclarationError, match="routed twice"):
        router.add(("GET",), template, "again")


def test_head_goes_where_get_goes_before_it_goes_to_any() -> None:
    router = Router()
    router.add(("ANY",), "/{rest:path}", "any")
    router.add(("GET",), "/a", "get")
    router.add(("GET", "HEAD"), "/b", "both")
    router.add(("GET",), "/c/{x}", "get x")
    router.add(("HEAD",), "/c/{y}", "head y")

    assert router.find("HEAD", "/a") == ("get", {})
    assert router.find("HEAD", "/b") == ("both", {})
    assert router.find("HEAD", "/c/1") == ("head y", {"y": "1"})
    assert router.find("HEAD", "/d") == ("any", {"rest": "d"})


def test_head_is_declared_once() -> None:
    router = Router()
    router.add(("HEAD", "GET"), "/a", "first")

    with pytest.raises(DeclarationError, match="HEAD /a is routed twice"):
        router.add(("HEAD",), "/a", "second")
