"""Every rule finds its own example, and nothing in the one that is put right."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from faasport.checker.page import markdown
from faasport.checker.rules import RULES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "check.md"
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@every_rule
def test_the_example_with_the_fault_has_this_finding_and_no_other(rule, inspect):
    found = inspect(rule.found, config=rule.config)

    assert {each.rule for each in found} == {rule.id}
    assert {each.severity for each in found} == {rule.severity}


@every_rule
def test_the_example_put_right_has_no_finding_at_all(rule, inspect):
    found = inspect(rule.fine, config=rule.config)

    assert [(each.rule, each.line, each.message) for each in found] == []


@every_rule
def test_a_rule_is_told_in_sentences(rule):
    assert rule.why.endswith(".")
    assert rule.fix.endswith((".", ").", "}."))
    assert rule.title[0].isupper() or rule.title.startswith("logging.")
    assert rule.severity in {"error", "warning", "note"}


def test_ids_are_unique_and_in_order():
    ids = [rule.id for rule in RULES]

    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"FP\d{3}", each) for each in ids)


def test_the_page_says_what_the_table_says():
    text = markdown(RULES)
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        PAGE.write_text(text, "utf-8")

    assert PAGE.read_text("utf-8") == text


def test_every_rule_has_a_heading_to_link_to():
    text = markdown(RULES)

    assert re.findall(r"^### (FP\d{3})$", text, re.MULTILINE) == [rule.id for rule in RULES]
