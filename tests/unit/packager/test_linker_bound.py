"""The names at the top of a module, the same under every Python."""

from __future__ import annotations

import ast

import pytest

from faasport.packager import vendor
from faasport.packager.linker import bound

HALVES = ("faasport", "faasport_aws", "faasport_azure", "faasport_gcp", "faasport_vercel")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = {n: t for n, t in y}", ["x"]),
        ("x = [(last := n) for n in y]", ["last", "x"]),
        ("x = lambda n: (m := n)", ["x"]),
        ("a, (b, *c) = d", ["a", "b", "c"]),
        ("a.b = c[d] = e", []),
        ("a += 1\nb: int = 2\nc: int", ["a", "b", "c"]),
        ("for a in b:\n c = 1\nelse:\n d = 1", ["a", "c", "d"]),
        ("with a as (b, c): pass", ["b", "c"]),
        ("try: a = 1\nexcept E as b: pass\nfinally: c = 1", ["a", "b", "c"]),
        ("match a:\n case {'b': b, **c}: pass\n case [d, *e] | E() as f: pass", list("bcdef")),
        ("import a.b, c as d\nfrom e import f, g as h", ["a", "d", "f", "h"]),
        ("def a(b=1):\n c = 2", ["a"]),
        ("class a:\n b = 1\n def c(self): pass", ["a"]),
        ("async def a(): b = 1", ["a"]),
        ("if a:\n b = 1\nelif (c := 1): d = 2", ["b", "c", "d"]),
        ("while (a := b): c = 1", ["a", "c"]),
        ("del a", []),
    ],
)
def test_names_are_bound_where_they_stand(source, names):
    assert bound.names(ast.parse(source).body) == names


@pytest.mark.parametrize("package", HALVES)
def test_a_module_has_all_that_its_statements_bind(package):
    sources = [text for path, text in vendor.shipped(package).items() if "/runtime/" in path]
    every = [(ast.parse(text).body, compile(text, "m", "exec")) for text in sources]

    told = [set(bound.names(body)) for body, _ in every]
    stored = [set(code.co_names) for _, code in every]

    assert any(told)
    assert all(one <= other | {"__annotations__"} for one, other in zip(told, stored, strict=True))
