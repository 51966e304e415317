from __future__ import annotations

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.wheels.required_python import allows
from faasport.project.problem import ProblemsFound


@pytest.mark.parametrize(
    ("text", "python", "fits"),
    [
        ("", "3.13", True),
        (">=3.12", "3.13", True),
        (">=3.12", "3.12", True),
        (">=3.12", "3.11", False),
        (">=3.12.4", "3.12", True),
        (">3.12", "3.12", True),
        (">3.13", "3.12", False),
        ("<3.13", "3.13", False),
        ("<3.13", "3.12", True),
        ("<3.12.5", "3.12", True),
        ("<4", "3.13", True),
        ("<=3.12", "3.12", True),
        ("<=3.12", "3.13", False),
        (">=3.10, <3.13", "3.13", False),
        ("==3.12.*", "3.12", True),
        ("==3.12.*", "3.13", False),
        ("==3.12.4", "3.12", True),
        ("==3.*", "3.13", True),
        ("~=3.12", "3.13", True),
        ("~=3.12.1", "3.13", False),
        ("~=3.12.1", "3.12", True),
        ("!=3.12.*", "3.12", False),
        ("!=3.12.*", "3.13", True),
        ("!=3.12.4", "3.12", True),
        ("!=3.12", "3.12", True),
        ("whatever", "3.12", True),
        (">=3.9", "3.10", True),
    ],
)
def test_a_range_allows_a_minor_version_with_any_of_its_releases(text, python, fits):
    assert allows(text, python) is fits


def test_a_target_with_a_python_that_the_project_is_not_for_is_refused(make_project):
    root = make_project('[project]\nname = "shop"\nversion = "1"\nrequires-python = "<3.10"\n')

    with pytest.raises(ProblemsFound) as found:
        pipeline.package(root, registry.select(["fake"]))

    (problem,) = found.value.problems
    assert problem.code == "other-python"
    assert problem.where == "pyproject.toml: project.requires-python"
    assert "'<3.10'" in problem.message
    assert "tool.faasport.python" in problem.fix


def test_what_a_lock_was_resolved_for_counts_too(make_project):
    lock = 'version = 1\nrequires-python = ">=3.99"\n'
    root = make_project('[project]\nname = "shop"\nversion = "1"\n', **{"uv.lock": lock})

    with pytest.raises(ProblemsFound) as found:
        pipeline.package(root, registry.select(["fake"]))

    told = {each.where: each for each in found.value.problems}
    assert told["uv.lock: requires-python"].fix.endswith("run: uv lock.")
