from __future__ import annotations

import pytest

from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound
from faasport.project.stages import at_stage

CONFIG = Config.model_validate(
    {
        "name": "shop",
        "modules": ["app"],
        "timeout": 10,
        "env": {"A": "1", "B": "1"},
        "functions": {"one": {"memory": 256, "env": {"C": "1"}}},
        "targets": {"aws": {"front": "alb", "raw": {"x": 1, "y": 1}}},
        "stages": {
            "prod": {
                "memory": 2048,
                "env": {"B": "2"},
                "functions": {"one": {"timeout": 99}, "two": {"memory": 128}},
                "targets": {"aws": {"raw": {"y": 2}}, "gcp": {"region": "europe-west1"}},
            }
        },
    }
)
FILE = ConfigFile(CONFIG, "pyproject.toml", "tool.faasport.")


def test_a_stage_overrides_key_by_key(tmp_path):
    config = at_stage(FILE, "prod")

    project = Project(tmp_path, config, "prod")
    assert (config.memory, config.timeout, config.env) == (2048, 10, {"A": "1", "B": "2"})
    assert project.options("aws") == {"front": "alb", "raw": {"x": 1, "y": 2}}
    assert project.options("gcp") == {"region": "europe-west1"}
    one, two = project.settings("one"), project.settings("two")
    assert (one.memory, one.timeout, one.env) == (256, 99, {"A": "1", "B": "2", "C": "1"})
    assert (two.memory, two.timeout) == (128, 10)


def test_the_default_stage_needs_no_table():
    assert at_stage(FILE, "dev") == CONFIG


def test_a_stage_that_no_table_names_is_a_problem_with_a_hint():
    with pytest.raises(ProblemsFound) as found:
        at_stage(FILE, "prdo")

    assert found.value.problems[0].fix == "Did you mean 'prod'?"


@pytest.mark.parametrize("stage", ["Prod_1", "", "../prod", "prod\n"])
def test_a_stage_is_named_in_kebab_case(stage):
    with pytest.raises(ProblemsFound) as found:
        at_stage(FILE, stage)

    assert found.value.problems[0].code == "bad-stage"
