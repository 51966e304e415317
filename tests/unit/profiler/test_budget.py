"""Which `cold_start_ms` holds for a unit, and where it stands."""

from __future__ import annotations

import pytest

from faasport.packager.options import TargetOptions, read_options, tailored
from faasport.profiler import budget
from faasport.project.config import Config
from faasport.project.config_file import ConfigFile
from faasport.project.model import Project
from faasport.project.stages import at_stage

PLACE = "pyproject.toml: tool.faasport."


def project_of(tmp_path, stage="dev", **tables):
    config = Config.model_validate({"name": "shop", "modules": ["app"], **tables})
    file = ConfigFile(config, "pyproject.toml", "tool.faasport.")
    return Project(tmp_path, at_stage(file, stage), stage)


EVERYWHERE = {
    "cold_start_ms": 1,
    "functions": {"one": {"cold_start_ms": 3}},
    "targets": {"aws": {"cold_start_ms": 2, "functions": {"two": {"cold_start_ms": 4}}}},
    "stages": {"prod": {"cold_start_ms": 5, "functions": {"one": {"cold_start_ms": 6}}}},
}


@pytest.mark.parametrize(
    ("target", "functions", "stage", "most", "where"),
    [
        ("gcp", (), "dev", 1, "cold_start_ms"),
        ("gcp", ("other",), "dev", 1, "cold_start_ms"),
        ("aws", (), "dev", 2, "targets.aws.cold_start_ms"),
        ("aws", ("one",), "dev", 3, "functions.one.cold_start_ms"),
        ("aws", ("two",), "dev", 4, "targets.aws.functions.two.cold_start_ms"),
        ("aws", ("two", "one"), "dev", 3, "functions.one.cold_start_ms"),
        ("gcp", ("other",), "prod", 5, "cold_start_ms"),
        ("gcp", ("one",), "prod", 6, "functions.one.cold_start_ms"),
    ],
)
def test_what_is_said_last_holds_and_of_several_functions_the_least(
    tmp_path, target, functions, stage, most, where
):
    found = budget.of_unit(project_of(tmp_path, stage, **EVERYWHERE), target, functions)

    assert found == budget.Budget(most, f"{PLACE}{where}")


def test_without_a_budget_there_is_nothing_to_measure(tmp_path):
    project = project_of(tmp_path, functions={"one": {"memory": 256}}, targets={"aws": {}})

    assert not budget.is_set(project, ["aws", "gcp"])
    assert budget.of_unit(project, "aws", ("one",)) is None


@pytest.mark.parametrize(
    "tables",
    [
        {"cold_start_ms": 1},
        {"functions": {"one": {"cold_start_ms": 1}}},
        {"targets": {"aws": {"cold_start_ms": 1}}},
        {"targets": {"aws": {"functions": {"one": {"cold_start_ms": 1}}}}},
    ],
)
def test_one_anywhere_is_measured_where_it_holds(tmp_path, tables):
    project = project_of(tmp_path, **tables)

    assert budget.is_set(project, ["aws"])
    assert budget.is_set(project, ["gcp"]) == ("targets" not in tables)


def test_the_table_of_a_target_takes_it_as_the_others_do(tmp_path):
    project = project_of(tmp_path, **EVERYWHERE)

    found = tailored(project, read_options(project, "aws", TargetOptions)).config

    assert found.cold_start_ms == 2
    assert found.functions["two"].cold_start_ms == 4
