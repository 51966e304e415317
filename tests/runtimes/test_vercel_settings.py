"""Secrets, dependency groups and the project form on Vercel's own runtime, by `faasport verify`."""

from __future__ import annotations

import pytest

from tests.runtimes.settings_project import Verified

PROJECT = """
[tool.faasport.targets.vercel]
manifest = "project"
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    return Verified(tmp_path_factory.mktemp("shop"), "vercel")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    return Verified(tmp_path_factory.mktemp("shop"), "vercel", queue=False, options=PROJECT)


def test_secrets_and_groups_work_on_the_runtime(output: Verified) -> None:
    assert output.functions == {"told", "fulfil"}


def test_a_private_function_has_the_packages_that_it_names(output: Verified) -> None:
    functions = output.folder / ".vercel" / "output" / "functions"

    assert not list((functions / "app.func").rglob("iniconfig"))
    assert (functions / "_faasport" / "fulfil.func" / "_vendor" / "iniconfig").is_dir()


def test_the_project_form_answers_as_the_handlers_do(project: Verified) -> None:
    assert project.functions == {"told"}
    assert (project.folder / "project" / "vercel.json").is_file()


def test_no_value_is_written_or_said(output: Verified, project: Verified) -> None:
    assert output.leaks == []
    assert project.leaks == []
