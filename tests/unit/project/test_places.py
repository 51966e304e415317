"""The line of a problem, for every way in which TOML writes a key."""

from __future__ import annotations

import pytest

from faasport.project.places import placed
from faasport.project.problem import Problem

FILE = """\
# the first line
[project]
name = "shop"

[tool.faasport]
modules = [ # of the shop
  "app",

  "other",  # the second
]
env = { A = "1", "B.C" = "2" }
text = \"\"\"
several
lines\"\"\"
include = [["a", { x = [
  1,
  2 ] }]]

[tool.faasport.functions."we.ird"]
memory = 5

[tool.faasport.functions]
plain.memory = 6
plain.tags."cost.center" = "x"

[[tool.faasport.permissions.aws]]
Action = "a"

[[tool.faasport.permissions.aws]]
Action = [
  "b",
  "c",
]

[tool.faasport.stages.prod]
memory = 7
[tool.faasport.stages.prod.targets.aws]
front = "alb"
"""
FILE_LINES = FILE.splitlines()


def where(tmp_path, key, *, stage="", name="pyproject.toml", text=FILE):
    (tmp_path / name).write_bytes(text.encode())
    (found,) = placed([Problem("code", f"{name}: {key}", "said.", "")], tmp_path, stage)
    return found.where


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("modules", 6),
        ("modules[0]", 7),
        ("modules[1]", 9),
        ("modules[7]", 6),
        ("env", 11),
        ("env.A", 11),
        ("env.B.C", 11),
        ('env."B.C"', 11),
        ("text", 12),
        ("include[0][1].x[1]", 17),
        ("functions.we.ird.memory", 20),
        ('functions."we.ird".memory', 20),
        ("functions.we.ird", 19),
        ("functions.plain.memory", 23),
        ("functions.plain.tags.cost.center", 24),
        ("permissions.aws[0].Action", 27),
        ("permissions.aws[1]", 29),
        ("permissions.aws[1].Action", 30),
        ("permissions.aws[1].Action[1]", 32),
        ("stages.prod.targets.aws.front", 38),
        # What is missing would stand in its table.
        ("name", 5),
        ("functions.plain.timeout", 23),
        ("functions.plainer", 19),
    ],
)
def test_a_key_is_on_its_line(tmp_path, key, line):
    found = where(tmp_path, f"tool.faasport.{key}")

    assert found == f"pyproject.toml:{line}: tool.faasport.{key}"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_lines_end_as_they_like(tmp_path, ending):
    text = FILE.replace("\n", ending)

    assert where(tmp_path, "tool.faasport.modules[1]", text=text).startswith("pyproject.toml:9:")


def test_a_key_of_faasports_own_file_has_no_table_before_it(tmp_path):
    text = 'name = "x"\n[targets.aws]\nfront = 1\n'

    found = where(tmp_path, "targets.aws.front", name="faasport.toml", text=text)

    assert found == "faasport.toml:3: targets.aws.front"


@pytest.mark.parametrize(
    ("key", "stage", "found"),
    [
        ("memory", "prod", "36: tool.faasport.stages.prod.memory"),
        ("targets.aws.front", "prod", "38: tool.faasport.stages.prod.targets.aws.front"),
        ("targets.aws", "prod", "37: tool.faasport.stages.prod.targets.aws"),
        ("functions", "prod", "19: tool.faasport.functions"),
        ("env.A", "prod", "11: tool.faasport.env.A"),
        ("memory", "dev", "5: tool.faasport.memory"),
    ],
)
def test_what_the_stage_says_is_where_the_stage_says_it(tmp_path, key, stage, found):
    assert where(tmp_path, f"tool.faasport.{key}", stage=stage) == f"pyproject.toml:{found}"


MERGED = """\
[env]
A = "1"
B = "1"
[functions.one.env]
B = "1"
[targets.aws.tags]
"c.d" = "1"
[targets.aws.functions.one.env]
C = "1"
[stages.prod.env]
A = "2"
[stages.prod.targets.aws.secrets]
KEY = "key"
"""


@pytest.mark.parametrize(
    ("place", "stage", "found"),
    [
        ("aws: env.A", "dev", "faasport.toml:2: env.A (aws)"),
        ("aws: env.A", "prod", "faasport.toml:11: stages.prod.env.A (aws)"),
        ("gcp: env.B", "dev", "faasport.toml:5: functions.one.env.B (gcp)"),
        ("aws: env.C", "dev", "faasport.toml:9: targets.aws.functions.one.env.C (aws)"),
        ("gcp: env.C", "dev", "gcp: env.C"),
        ("aws: tags.c.d", "dev", "faasport.toml:7: targets.aws.tags.c.d (aws)"),
        ("aws: secrets.KEY", "prod", "faasport.toml:13: stages.prod.targets.aws.secrets.KEY (aws)"),
        ("aws: secrets.KEY", "dev", "aws: secrets.KEY"),
        ("aws: create_order", "dev", "aws: create_order"),
    ],
)
def test_what_a_target_says_of_merged_tables_is_in_the_table_that_counts(
    tmp_path, place, stage, found
):
    (tmp_path / "faasport.toml").write_text(MERGED)

    (problem,) = placed([Problem("code", place, "said.", "")], tmp_path, stage)

    assert problem.where == found


@pytest.mark.parametrize(
    "place",
    [
        "app.py:3",
        "--stage prod",
        "pyproject.toml:3: tool.faasport.memory",
        "nowhere.toml: memory",
        "aws: env.NOBODY",
    ],
)
def test_what_is_no_key_of_a_file_is_left(tmp_path, place):
    (tmp_path / "pyproject.toml").write_text(FILE)
    problem = Problem("code", place, "said.", "")

    assert placed([problem], tmp_path) == [problem]


def test_a_file_that_is_no_toml_has_no_lines(tmp_path):
    assert where(tmp_path, "a", text="a = = 1\n") == "pyproject.toml: a"


def test_every_key_of_a_long_file_is_found(tmp_path):
    keys = [f"key{number}" for number in range(200)]
    text = "".join(f"[{key}]\na = [\n 1,\n 2,\n]\n" for key in keys)
    (tmp_path / "x.toml").write_text(text)
    problems = [Problem("c", f"x.toml: {key}.a[1]", "", "") for key in keys]

    found = placed(problems, tmp_path)

    assert [each.where for each in found] == [
        f"x.toml:{number * 5 + 4}: {key}.a[1]" for number, key in enumerate(keys)
    ]
