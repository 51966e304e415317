from __future__ import annotations

from faasport_vercel.importer.settings import _alternatives


def test_braces_are_written_out():
    assert _alternatives("a/{b,c}/{d,e}") == ["a/b/d", "a/b/e", "a/c/d", "a/c/e"]


def test_braces_that_were_made_to_hurt_have_an_end():
    assert len(_alternatives("{a,b}" * 60)) == 50
    assert _alternatives("{a,b}" * 100_000) == ["{a,b}" * 100_000]
