"""Comments and tables that ignore rules."""

from __future__ import annotations

from faasport.checker.inspection import Ignored

HEAD = "import os\nimport faasport\n"
WEB = '@faasport.http("GET", "/")\ndef index(request: faasport.Request):\n'


def rules(found):
    return [(each.rule, each.line) for each in found]


def test_a_comment_keeps_back_what_it_names_and_no_more(inspect):
    text = (
        HEAD
        + WEB
        + '    os.mkdir(str(request.native), open("a", "w"))  # faasport: ignore[FP013]\n'
    )

    assert rules(inspect(text)) == [("FP021", 5)]


def test_a_comment_may_name_several_rules(inspect):
    text = (
        HEAD
        + WEB
        + '    open("a", "w").write(str(request.native))  # faasport:ignore[FP013,FP021]\n'
    )

    assert rules(inspect(text)) == []


def test_a_comment_holds_for_its_whole_statement(inspect):
    text = (
        HEAD
        + WEB
        + """\
    open(
        "a",
        "w",
    ).write("")  # faasport: ignore[FP021] a note of why
"""
    )

    assert rules(inspect(text)) == []


def test_of_a_statement_with_a_body_it_holds_for_the_head_alone(inspect):
    text = (
        HEAD
        + WEB
        + """\
    with open("a", "w") as file:
        file.write(open("b", "w"))  # faasport: ignore[FP021]
"""
    )

    assert rules(inspect(text)) == [("FP021", 5)]


def test_a_comment_above_is_none_of_the_statement(inspect):
    text = HEAD + WEB + '    # faasport: ignore[FP021]\n    open("a", "w")\n'

    assert rules(inspect(text)) == [("FP002", 5), ("FP021", 6)]


def test_a_comment_in_a_text_is_no_comment(inspect):
    text = HEAD + WEB + '    open("a", "w").write("# faasport: ignore[FP021]")\n'

    assert rules(inspect(text)) == [("FP021", 5)]


def test_a_comment_that_names_nothing_or_nothing_known_is_told(inspect):
    text = (
        HEAD
        + WEB
        + """\
    a = 1  # faasport: ignore
    b = 2  # faasport: ignore[]
    return a + b  # faasport: ignore[E501]
"""
    )

    found = inspect(text)

    assert rules(found) == [("FP002", 5), ("FP002", 6), ("FP002", 7)]
    assert "there is no rule 'E501'." in found[2].message


def test_the_tables_leave_rules_out(inspect):
    text = HEAD + WEB + '    open("a", "w").write(str(request.native))\n'

    everywhere = inspect(text, ignored=Ignored(["FP021"]))
    here = inspect(text, ignored=Ignored((), {"app.*": ["FP013", "FP021"]}))
    elsewhere = inspect(text, ignored=Ignored((), {"tools/*": ["FP013", "FP021"]}))

    assert rules(everywhere) == [("FP013", 5)]
    assert rules(here) == []
    assert rules(elsewhere) == [("FP021", 5), ("FP013", 5)]


def test_a_comment_beside_a_rule_of_the_table_is_not_idle(inspect):
    text = HEAD + WEB + '    open("a", "w")  # faasport: ignore[FP021]\n'

    assert rules(inspect(text, ignored=Ignored(["FP021"]))) == []


def test_a_comment_may_stand_on_any_line_of_its_statement(inspect):
    first = HEAD + WEB + '    print(  # faasport: ignore[FP021]\n        open("a", "w")\n    )\n'
    decorator = (
        HEAD
        + "def marked(**_): return lambda function: function\n"
        + '@marked(  # faasport: ignore[FP051]\n    token="q8Zr2LwX7vNp4TyB9kHd",\n)\n'
        + WEB
        + "    return 1\n"
    )

    assert rules(inspect(first)) == []
    assert rules(inspect(decorator)) == []


def test_two_comments_on_a_line_are_both_read(inspect):
    text = (
        HEAD
        + WEB
        + '    open("a", "w").write(str(request.native))'
        + "  # noqa  # faasport: ignore[FP013] # faasport: ignore[FP021]\n"
    )

    assert rules(inspect(text)) == []


def test_a_comment_is_found_whatever_ends_the_lines(inspect):
    text = HEAD + WEB + '    open("a", "w")  # faasport: ignore[FP021]\n'

    for end in ("\n", "\r\n", "\r"):
        assert rules(inspect(app=text.replace("\n", end).encode())) == []


def test_a_comment_is_not_idle_because_other_targets_are_asked_for(inspect):
    text = (
        "import boto3  # faasport: ignore[FP014]\n"
        + HEAD
        + WEB
        + '    boto3.__version__, open("a", "w")  # faasport: ignore[FP021]\n'
    )

    for target in ("aws", "gcp", "azure", "vercel"):
        assert rules(inspect(text, targets=(target,))) == []
