from __future__ import annotations

import pytest

from faasport.runtime.template import Template
from faasport_vercel.importer.sources import pattern

PATTERNS = {
    "/(.*)": ("/{path:path}",),
    "/api/(.*)": ("/api/{path1:path}",),
    "/blog/:slug": ("/blog/{slug}",),
    "/blog/:path*": ("/blog/{path:path}",),
    "/about": ("/about",),
    "/": ("/",),
}
REGEXES = {
    "^/u/(?<id>[^/]+)$": ("/u/{id}",),
    "/(.*)": ("/{path:path}",),
    "/files(/.*)?": ("/files/{path1:path}",),
    r"/robots\.txt": ("/robots.txt",),
}


@pytest.mark.parametrize("source", PATTERNS)
def test_a_pattern_is_a_template(source):
    found = pattern(source)

    assert found.paths == PATTERNS[source]
    assert [Template(path).text for path in found.paths] == list(found.paths)


@pytest.mark.parametrize("source", REGEXES)
def test_a_regular_expression_of_the_older_form_is_a_template(source):
    assert pattern(source, is_regex=True).paths == REGEXES[source]


@pytest.mark.parametrize("source", ["/a(b|c)d", "/x/:a-:b", "/(.*)/edit", "/:rest*/end"])
def test_what_no_template_says_has_no_path(source):
    assert pattern(source).paths == ()


@pytest.mark.parametrize("source", ["/:id(\\d+)", "/((?!api/).*)"])
def test_what_matches_more_than_before_is_told(source):
    assert pattern(source).looser
