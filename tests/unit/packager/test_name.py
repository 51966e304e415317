from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from faasport.packager import name
from faasport.project.config import Config
from faasport.project.model import Project


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [("create_order", "create-order"), ("createOrder", "create-order"), ("_x__Y2", "x-y2")],
)
def test_names_become_kebab_case(given_name, expected):
    assert name.kebab(given_name) == expected


@given(st.text("abc-", min_size=1), st.integers(min_value=8, max_value=64))
def test_a_shortened_name_fits_and_is_the_same_every_time(text, limit):
    short = name.shortened(text, limit)

    assert len(short) <= limit
    assert short == name.shortened(text, limit)


def test_long_names_that_differ_at_the_end_stay_different():
    names = {name.shortened("a" * 60 + end, 32) for end in "xyz"}

    assert len(names) == 3


def test_a_resource_is_named_by_project_stage_and_function():
    project = Project(Path(), Config(name="shop", modules=["app"]), stage="prod")

    assert name.resource(project, "create_order", limit=64) == "shop-prod-create-order"
    assert name.resource(project, limit=64) == "shop-prod"


def test_functions_that_would_share_a_name_are_a_problem():
    problems = name.collisions("aws", {"a_b": "x-a-b", "aB": "x-a-b", "c": "x-c"})

    (problem,) = problems
    assert (problem.where, "aB and a_b" in problem.message) == ("aws: x-a-b", True)
