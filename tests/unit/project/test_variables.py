"""`${VAR}` in the values of `env`."""

from __future__ import annotations

import pytest

from faasport.project.unresolved import Unresolved
from faasport.project.variables import Variables

VARIABLES = Variables({"NAME": "Ada", "EMPTY": "", "TRAP": "${NAME}"}, frozenset({"KEY"}))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("${NAME}", "Ada"),
        ("<${NAME}${EMPTY}|${NAME}>", "<Ada|Ada>"),
        ("$${NAME}", "${NAME}"),
        ("$$${NAME}", "$${NAME}"),
        ("$NAME costs 5$", "$NAME costs 5$"),
        ("$${", "${"),
        ("${TRAP}", "${NAME}"),
    ],
)
def test_a_variable_becomes_its_value_once(text, value):
    found = VARIABLES.in_text(text)

    assert found == value
    assert not isinstance(found, Unresolved)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("${NOBODY}", "undefined_variable"),
        ("${NAME} ${NOBODY}", "undefined_variable"),
        ("${KEY}", "secret_in_env"),
        ("${}", "bad_variable"),
        ("${queue:orders}", "bad_variable"),
        ("${NAME", "bad_variable"),
        ("${NAME\n}", "bad_variable"),
    ],
)
def test_what_stands_for_nothing_stays_as_it_is_written(text, code):
    found = VARIABLES.in_text(text)

    assert isinstance(found, Unresolved)
    assert (str(found), found.code) == (text, code)


def test_what_is_no_table_of_texts_is_left_to_its_validator():
    assert VARIABLES.in_table(["${NAME}"]) == ["${NAME}"]
    assert VARIABLES.in_table({"A": 1, "B": "${NAME}"}) == {"A": 1, "B": "Ada"}
