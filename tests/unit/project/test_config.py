from __future__ import annotations

import pytest

from faasport.project import config_file
from faasport.project.problem import ProblemsFound

PLAIN = 'name = "shop"\nmodules = ["app"]\n'


def problems(root):
    with pytest.raises(ProblemsFound) as found:
        config_file.read(root)
    return found.value.problems


def test_the_table_in_pyproject_is_read(tmp_path):
    (tmp_path / "pyproject.toml").write_text(f"[tool.faasport]\n{PLAIN}memory = 1024\n")

    file = config_file.read(tmp_path)

    assert (file.name, file.table) == ("pyproject.toml", "tool.faasport.")
    assert (file.config.name, file.config.memory, file.config.python) == ("shop", 1024, "3.13")


def test_its_own_file_is_read_beside_a_pyproject_without_the_table(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "Other_Name"\n')
    (tmp_path / "faasport.toml").write_text('modules = ["app"]\n')

    file = config_file.read(tmp_path)

    assert (file.name, file.table) == ("faasport.toml", "")
    assert file.config.name == "other-name"


def test_both_places_at_once_are_a_problem(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.faasport]\n")
    (tmp_path / "faasport.toml").write_text(PLAIN)

    assert [problem.code for problem in problems(tmp_path)] == ["two-configurations"]


def test_no_configuration_is_a_problem_that_says_what_to_write(tmp_path):
    (problem,) = problems(tmp_path)

    assert (problem.code, "[tool.faasport]" in problem.fix) == ("no-configuration", True)


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    assert [problem.code for problem in problems(tmp_path / "nowhere")] == ["no-project"]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"\nname = = 1", 2, "not TOML"),
        (b'a = 1\n\nname = "\xff"', 3, "not UTF-8"),
        (b'\xef\xbb\xbfname = "shop"', 1, "a byte order mark"),
    ],
)
def test_a_file_that_is_no_toml_is_a_problem(tmp_path, content, line, said):
    (tmp_path / "faasport.toml").write_bytes(content)

    (problem,) = problems(tmp_path)

    assert (problem.code, problem.where) == ("bad-toml", f"faasport.toml:{line}")
    assert said in problem.message


def test_its_own_file_has_the_keys_in_no_table(tmp_path):
    (tmp_path / "faasport.toml").write_text(f"[tool.faasport]\n{PLAIN}")

    (problem,) = problems(tmp_path)

    assert (problem.code, problem.where) == ("wrong-table", "faasport.toml: tool.faasport")


def test_every_fault_is_told_at_once_with_its_place(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        """
        [tool.faasport]
        modules = ["app", "not-a-module"]
        name = "Shop"
        arhitecture = "arm64"
        architecture = "arm"
        memory = "512"
        [tool.faasport.functions.create_order]
        timout = 3
        timeout = 0
        [tool.faasport.stages.prod.functions.create_order]
        memroy = 1
        """
    )

    found = {problem.where.partition(": ")[2]: problem for problem in problems(tmp_path)}

    hints = {key.removeprefix("tool.faasport."): problem.fix for key, problem in found.items()}
    assert hints == {
        "name": "Write it like that.",
        "modules[1]": "Write it like that.",
        "arhitecture": "Did you mean 'architecture'?",
        "architecture": "Did you mean 'arm64'?",
        "memory": "Write a whole number, without quotes.",
        "functions.create_order.timout": "Did you mean 'timeout'?",
        "functions.create_order.timeout": "Write a larger number.",
        "stages.prod.functions.create_order.memroy": "Did you mean 'memory'?",
    }
    assert "kebab case" in found["tool.faasport.name"].message


def test_a_required_key_that_is_missing_is_told(tmp_path):
    (tmp_path / "faasport.toml").write_text("")

    assert {(problem.code, problem.where) for problem in problems(tmp_path)} == {
        ("missing-key", "faasport.toml: name"),
        ("missing-key", "faasport.toml: modules"),
    }
