"""Files that nobody should write: each is a finding, and none a traceback."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

import pytest

from faasport.checker.source import LARGEST

STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))
GOOD = "import faasport\n@faasport.http\ndef index(): ...\n"
BROKEN = {
    "a syntax error": b"def (:\n",
    "a null byte": b"a = 1\x00\n",
    "not UTF-8": b"word = 'caf\xe9'\n",
    "not UTF-8, further down": b"a = 1\n" * 50 + b"word = '\xff\xfe'\n",
    "an unknown coding": b"# -*- coding: klingon -*-\n",
    "two codings": b"\xef\xbb\xbf# coding: latin-1\n",
    "Python 2": b"print 'hello'\n",
    "parentheses": b"(" * 5_000 + b")" * 5_000,
    "an unfinished text": b"'''\n",
    "a lone surrogate as UTF-8": b"a = '\xed\xa0\x80'\n",
    "indented at random": b"if True:\n        a\n    b\n",
    "too many bytes": b"#" * (LARGEST + 1),
    "something binary": bytes(range(256)) * 8,
}
DEEP = {
    "attributes": b"a" + b".a" * 3_000,
    "calls": b"a" + b"()" * 3_000,
    "a sum": b"1" + b"+1" * 5_000,
    "negations": b"-" * 3_000 + b"1",
    "blocks": b"".join(b" " * depth + b"if a:\n" for depth in range(90)) + b" " * 90 + b"a\n",
    "functions": b"".join(b" " * depth + b"def f():\n" for depth in range(18)) + b" " * 18 + b"a\n",
    "joined texts": b"x = " + b" + ".join([b"'a'"] * 3_000),
    "a path": b"import pathlib\n(pathlib.Path('a')" + b" / 'b'" * 3_000 + b").write_text('')\n",
    "parents": b"import pathlib\npathlib.Path('a')" + b".parent" * 3_000 + b".mkdir()\n",
    "a text of parts": b"open(" + b" + ".join([b"'a'"] * 3_000) + b", 'w')\n",
    "decorators": b"@a\n" * 3_000 + b"def f(): ...\n",
    "names that stand for themselves": b"a = a\nb = c\nc = b\nopen(b, 'w')\n",
    "imports in a circle": b"from app import x\nfrom app import y as x\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_python_is_one_finding(name, inspect):
    found = inspect(GOOD, other=BROKEN[name])

    assert [(each.rule, each.file) for each in found] == [("FP001", "other.py")]
    assert found[0].line >= 1
    assert found[0].column >= 1


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deep_or_goes_round_is_read_or_refused(name, inspect):
    found = inspect(GOOD, other=DEEP[name], again=GOOD.encode() + DEEP[name])

    assert {each.rule for each in found} <= {"FP001", "FP021"}


def test_a_byte_order_mark_and_foreign_line_ends_are_fine(inspect):
    text = "import faasport\r\n@faasport.http\r\ndef index():\r\n    open('ä', 'w')\r\n"

    found = inspect(marked=b"\xef\xbb\xbf" + text.encode(), old=text.replace("\r\n", "\r").encode())

    assert [(each.rule, each.line, each.column) for each in found] == [("FP021", 4, 5)] * 2


def test_columns_count_letters_and_not_bytes(inspect):
    found = inspect("import faasport\n@faasport.http\ndef index():\n    'ä🎉', open('a', 'w')\n")

    assert [(each.line, each.column) for each in found] == [(4, 11)]


def some_of_the_standard_library() -> list[Path]:
    every = sorted(
        path
        for path in STANDARD_LIBRARY.rglob("*.py")
        if "site-packages" not in path.parts and path.stat().st_size < 30_000
    )
    return random.Random(4).sample(every, 200)


def test_no_module_of_the_standard_library_makes_it_stumble(inspect):
    """Half of them as they are, half with a handler of every function of theirs."""
    read = [path.read_bytes() for path in some_of_the_standard_library()]

    plain = inspect(**{f"plain{number}": text for number, text in enumerate(read[::2])})
    reached = inspect(
        **{f"reached{number}": handled(text) for number, text in enumerate(read[1::2])}
    )

    assert {each.rule for each in plain} <= {"FP001", "FP051"}
    assert {each.rule for each in reached} - {"FP001"} != set()


def handled(content: bytes) -> bytes:
    """The module with each of its top functions declared."""
    return content.replace(b"\ndef ", b"\n@faasport.http\ndef ") + b"\nimport faasport\n"
