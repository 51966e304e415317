from __future__ import annotations

import pytest

from faasport.runtime.errors import DeclarationError
from faasport.runtime.template import Template


@pytest.mark.parametrize(
    ("text", "segments", "names", "tail"),
    [
        ("/", ("",), (), False),
        ("/a/b", ("a", "b"), (), False),
        ("/a/", ("a", ""), (), False),
        ("/a/{id}", ("a", None), ("id",), False),
        ("/{a}/b/{c}", (None, "b", None), ("a", "c"), False),
        ("/files/{rest:path}", ("files",), ("rest",), True),
        ("/{rest:path}", (), ("rest",), True),
        ("/größe/{größe}", ("größe", None), ("größe",), False),
    ],
)
def test_a_template_is_its_segments_and_names(
    text: str, segments: tuple[str | None, ...], names: tuple[str, ...], tail: bool
) -> None:
    template = Template(text)

    assert (segments, names, tail) == (template.segments, template.names, template.tail)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("orders", "must start with '/'"),
        ("", "must start with '/'"),
        ("/a/{id", "a parameter is a whole segment"),
        ("/a/id}", "a parameter is a whole segment"),
        ("/a/x{id}", "a parameter is a whole segment"),
        ("/a/{id}-{no}", "a parameter is a whole segment"),
        ("/a/{}", "which is no Python name"),
        ("/a/{a b}", "which is no Python name"),
        ("/a/{1st}", "which is no Python name"),
        ("/a/{id:int}", "`id: int`"),
        ("/a/{id:uuid}", "`id: uuid`"),
        ("/a/{rest:path}/b", "must be the last segment"),
        ("/a/{id}/{id}", "catches {id} twice"),
        ("/a?b=1", "write it decoded"),
        ("/a%20b", "write it decoded"),
        ("/a b", "write it decoded"),
        ("/a#b", "write it decoded"),
        ("/*", "write it decoded"),
    ],
)
def test_a_bad_template_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=_literally(message)):
        Template(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/a/{x}", "/a/{y}", True),
        ("/a/{x:path}", "/a/{y:path}", True),
        ("/a/{x}", "/a/x", False),
        ("/a/{x}", "/a/{x:path}", False),
        ("/a", "/a/", False),
    ],
)
def test_templates_of_one_shape_match_the_same_paths(one: str, other: str, same: bool) -> None:
    assert same == (Template(one).shape == Template(other).shape)


def _literally(text: str) -> str:
    import re

    return re.escape(text)
