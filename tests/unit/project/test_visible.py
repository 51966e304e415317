from __future__ import annotations

import json

import pytest

from faasport.project import config_file
from faasport.project.visible import in_json, in_toml, visible

STEERING = {
    "escape": "\x1b[2J",
    "title": "\x1b]0;mine\x07",
    "eight-bit": "\x9b2J",
    "delete": "\x7f",
    "backspace": "a\b",
    "right-to-left": "\u202eevil",
    "isolate": "\u2066a\u2069",
    "line-separator": "\u2028",
    "tag": "\U000e0041",
}


@pytest.mark.parametrize("name", STEERING)
def test_what_steers_a_terminal_is_escaped(name):
    text = STEERING[name]
    quoted = json.dumps(text, ensure_ascii=False)

    assert visible(text).isprintable()
    assert in_json(quoted).isprintable()
    assert json.loads(in_json(quoted)) == text


@pytest.mark.parametrize("name", ["eight-bit", "delete", "right-to-left", "isolate", "tag"])
def test_toml_says_the_same_with_escapes(name):
    text = in_toml(f'a = "{STEERING[name]}"')

    assert text.isprintable()
    assert config_file.loads(text) == {"a": STEERING[name]}


def test_words_of_people_stay_and_lines_if_they_are_wanted():
    assert (
        visible("J\u00fcrgen \u2192 \u65e5\u672c\t1\n2") == "J\u00fcrgen \u2192 \u65e5\u672c\t1\n2"
    )
    assert visible("a\nb", lines=False) == "a\\nb"
