"""One table of settings over another: of stages, functions, targets and functions on targets."""

from __future__ import annotations

import pytest

from faasport.packager.options import TargetOptions, read_options, tailored
from faasport.project.auth import Auth
from faasport.project.config import Concurrency, Config
from faasport.project.config_file import ConfigFile
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound
from faasport.project.stages import at_stage

JWT = {"issuer": "https://a.example", "audience": ["shop"]}
# A key, what the project says of it, what its own table says, and what holds then.
SETTINGS = [
    ("memory", 256, 1024, 1024),
    ("timeout", 10, 20, 20),
    ("auth", "iam", "public", Auth(kind="public")),
    ("auth", "iam", JWT, Auth(kind="jwt", **JWT)),
    ("env", {"A": "1", "B": "1"}, {"B": "2"}, {"A": "1", "B": "2"}),
    ("secrets", {"A": "a", "B": "b"}, {"B": "c"}, {"A": "a", "B": "c"}),
    ("tags", {"a": "1", "b": "1"}, {"b": "2"}, {"a": "1", "b": "2"}),
    (
        "concurrency",
        {"min": 1, "max": 5},
        {"max": 9, "per_instance": 2},
        Concurrency(min=1, max=9, per_instance=2),
    ),
]
IDS = [f"{key}-{number}" for number, (key, *_) in enumerate(SETTINGS)]
UNSAID = Concurrency()


def project_of(tmp_path, common: dict, stage: str = "dev") -> Project:
    config = Config.model_validate({"name": "shop", "modules": ["app"], **common})
    file = ConfigFile(config, "pyproject.toml", "tool.faasport.")
    return Project(tmp_path, at_stage(file, stage), stage)


def on_target(project: Project) -> Project:
    return tailored(project, read_options(project, "aws", TargetOptions))


@pytest.mark.parametrize(("key", "common", "own", "holds"), SETTINGS, ids=IDS)
class TestOver:
    def test_a_function_is_over_the_project(self, tmp_path, key, common, own, holds):
        project = project_of(tmp_path, {key: common, "functions": {"one": {key: own}}})

        assert getattr(project.settings("one"), key) == holds
        assert getattr(project.settings("two"), key) == getattr(project.settings(), key)
        assert getattr(project.settings(), key) != holds

    def test_a_stage_is_over_the_project(self, tmp_path, key, common, own, holds):
        tables = {key: common, "stages": {"prod": {key: own}}}

        assert getattr(project_of(tmp_path, tables, "prod").settings("one"), key) == holds
        assert getattr(project_of(tmp_path, tables).settings("one"), key) != holds

    def test_a_function_of_a_stage_is_over_the_function(self, tmp_path, key, common, own, holds):
        tables = {
            "functions": {"one": {key: common}},
            "stages": {"prod": {"functions": {"one": {key: own}}}},
        }

        assert getattr(project_of(tmp_path, tables, "prod").settings("one"), key) == holds
        assert getattr(project_of(tmp_path, tables).settings("one"), key) != holds

    def test_a_target_is_over_the_project(self, tmp_path, key, common, own, holds):
        project = project_of(tmp_path, {key: common, "targets": {"aws": {key: own}}})

        assert getattr(on_target(project).settings("one"), key) == holds
        assert getattr(project.settings("one"), key) != holds

    def test_a_function_of_a_target_is_over_the_function(self, tmp_path, key, common, own, holds):
        tables = {
            "functions": {"one": {key: common}},
            "targets": {"aws": {"functions": {"one": {key: own}}}},
        }
        project = on_target(project_of(tmp_path, tables))

        assert getattr(project.settings("one"), key) == holds
        assert getattr(project.settings("two"), key) == getattr(project.settings(), key)

    def test_a_function_keeps_what_it_says_itself_on_a_target(
        self, tmp_path, key, common, own, holds
    ):
        tables = {"functions": {"one": {key: own}}, "targets": {"aws": {key: common}}}
        project = on_target(project_of(tmp_path, tables))

        assert getattr(project.settings("one"), key) == holds

    def test_a_stage_is_over_a_target(self, tmp_path, key, common, own, holds):
        tables = {
            "targets": {"aws": {key: common, "functions": {"one": {key: common}}}},
            "stages": {"prod": {"targets": {"aws": {"functions": {"one": {key: own}}}}}},
        }
        found = on_target(project_of(tmp_path, tables, "prod")).settings("one")

        # The raw tables of targets merge before anybody knows what `auth` means.
        assert getattr(found, key) == holds


ONE, TWO, THREE = {"Action": "one"}, {"Action": "two"}, {"Action": "three"}


def test_permissions_of_a_function_are_beside_the_projects(tmp_path):
    tables = {
        "permissions": {"aws": [ONE]},
        "functions": {"one": {"permissions": {"aws": [TWO], "gcp": [THREE]}}},
    }
    project = project_of(tmp_path, tables)

    assert project.settings("one").permissions == {"aws": (ONE, TWO), "gcp": (THREE,)}
    assert project.settings("two").permissions == {"aws": (ONE,)}


def test_permissions_of_a_stage_replace_those_of_the_target(tmp_path):
    tables = {
        "permissions": {"aws": [ONE], "gcp": [ONE]},
        "functions": {"one": {"permissions": {"aws": [TWO]}}},
        "stages": {
            "prod": {
                "permissions": {"aws": [THREE]},
                "functions": {"one": {"permissions": {"aws": []}}},
            }
        },
    }
    project = project_of(tmp_path, tables, "prod")

    assert project.settings("one").permissions == {"aws": (THREE,), "gcp": (ONE,)}


def test_groups_of_a_stage_replace_those_of_the_function(tmp_path):
    tables = {
        "functions": {"one": {"groups": ["ml"]}, "two": {"groups": ["ml"]}},
        "stages": {"prod": {"functions": {"one": {"groups": ["pdf"]}}}},
    }
    functions = project_of(tmp_path, tables, "prod").config.functions

    assert (functions["one"].groups, functions["two"].groups) == (["pdf"], ["ml"])


def test_python_and_architecture_of_a_target_replace_the_projects(tmp_path):
    tables = {"targets": {"aws": {"python": "3.12", "architecture": "arm64"}}}
    config = on_target(project_of(tmp_path, tables)).config

    assert (config.python, config.architecture) == ("3.12", "arm64")


def test_a_variable_that_is_missing_is_told_by_the_target_that_needs_it(tmp_path, monkeypatch):
    from faasport.project import reading

    monkeypatch.delenv("NOBODY", raising=False)
    (tmp_path / "faasport.toml").write_text(
        'name = "shop"\nmodules = ["app"]\n'
        '[targets.aws.env]\nA = "${NOBODY}"\n[targets.aws.functions.one.env]\nB = "${NOBODY}"\n'
    )
    config = reading.read(tmp_path, "dev").config
    project = Project(tmp_path, config, config_file="faasport.toml", config_table="")

    with pytest.raises(ProblemsFound) as found:
        read_options(project, "aws", TargetOptions)

    assert [(each.code, each.where, each.message) for each in found.value.problems] == [
        (
            "undefined-variable",
            f"faasport.toml: targets.aws.{key}",
            "the variable NOBODY is not set.",
        )
        for key in ("env.A", "functions.one.env.B")
    ]
    assert read_options(project, "gcp", TargetOptions) == TargetOptions()
