from __future__ import annotations

import subprocess

import pytest

from faasport.packager.wheels import requirements
from faasport.project import uv
from faasport.project.problem import ProblemsFound

PROJECT = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.10"\n'


def test_pyproject_speaks_where_nothing_else_does(tmp_path):
    lines = '["tiny>=1", "faasport[cli]>=0.1", "Faasport", "faasport-extras"]'
    (tmp_path / "pyproject.toml").write_text(f"{PROJECT}dependencies = {lines}\n")

    found = requirements.of_project(tmp_path)

    assert found == ("tiny>=1", "faasport-extras")


def test_requirements_txt_is_read_with_what_it_includes(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "# ours\nfaasport==0.1 \\\n  --hash=sha256:00\ntiny==1.0 \\\n  --hash=sha256:11  # why\n"
        "-r more/others.txt\n"
    )
    (tmp_path / "more").mkdir()
    (tmp_path / "more/others.txt").write_text("-c pins.txt\nother\n")
    (tmp_path / "more/pins.txt").write_text("other==1.0\n")

    found = requirements.of_project(tmp_path)

    assert found == ("tiny==1.0 --hash=sha256:11", "--constraint more/pins.txt", "other")


def test_the_project_itself_among_its_requirements_means_its_dependencies(tmp_path):
    (tmp_path / "pyproject.toml").write_text(f'{PROJECT}dependencies = ["tiny"]\n')
    (tmp_path / "requirements.txt").write_text("-e .\nother\n")

    found = requirements.of_project(tmp_path)

    assert found == ("tiny", "other")


def test_a_lock_wins_and_what_only_faasport_needs_is_left_out(tmp_path, make_wheel):
    wheels = make_wheel("tiny")
    make_wheel("click")
    make_wheel(
        "faasport",
        **{
            "faasport-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: faasport\n"
            "Version: 1.0\nRequires-Dist: click\n"
        },
    )
    (tmp_path / "pyproject.toml").write_text(
        f'{PROJECT}dependencies = ["tiny", "faasport"]\n[tool.uv]\nno-index = true\n'
        f'find-links = ["{wheels}"]\n'
    )
    subprocess.run(
        [uv.binary(), "lock", "-q", "--python", uv.own_python()], cwd=tmp_path, check=True
    )
    (tmp_path / "requirements.txt").write_text("other\n")

    found = requirements.of_project(tmp_path)

    assert [line.split()[0] for line in found] == ["tiny==1.0"]


def test_a_lock_that_uv_cannot_read_is_a_problem(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "uv.lock").write_text("nonsense")

    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path)

    assert found.value.problems[0].code == "bad-lock"


def test_dependencies_that_are_no_list_are_a_problem(tmp_path):
    (tmp_path / "pyproject.toml").write_text(f'{PROJECT}dependencies = "tiny"\n')

    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path)

    assert found.value.problems[0].where == "pyproject.toml: project.dependencies"


def test_a_missing_include_is_a_problem(tmp_path):
    (tmp_path / "requirements.txt").write_text("-r nowhere.txt\n")

    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path)

    assert "nowhere.txt" in found.value.problems[0].where


def test_what_is_editable_here_is_not_in_an_artifact(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        f'{PROJECT}dependencies = ["tiny"]\n'
        '[project.optional-dependencies]\nfast = ["quick"]\nslow = ["snail"]\n'
    )
    (tmp_path / "requirements.txt").write_text("-e ../lib\n--editable=.[fast]\n")

    found = requirements.of_project(tmp_path)

    assert found == ("../lib", "tiny", "quick")


def test_a_folder_of_wheels_is_found_from_the_file_that_names_it(tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "requirements.txt").write_text("-r more/all.txt\n--find-links https://a.example/\n")
    (tmp_path / "more/all.txt").write_text("-f wheels\n")
    (tmp_path / "more/wheels").mkdir()

    found = requirements.of_project(tmp_path)

    assert found == ("--find-links more/wheels", "--find-links https://a.example/")


def test_files_that_include_each_other_are_a_problem(tmp_path):
    (tmp_path / "requirements.txt").write_text("-r others.txt\n")
    (tmp_path / "others.txt").write_text("-r requirements.txt\n")

    (problem,) = problems(tmp_path)

    assert problem.code == "bad-requirements"
    assert problem.where.endswith("others.txt")
    assert "requirements.txt" in problem.message


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("project = 3\n", "project"),
        (f'{PROJECT}dynamic = ["dependencies"]\n', "project.dynamic"),
        ('[tool.poetry.dependencies]\nidna = "*"\n', "tool.poetry.dependencies"),
        (f'{PROJECT}[tool.uv.sources]\nlib = {{ path = "../lib" }}\n', "tool.uv.sources"),
    ],
)
def test_dependencies_that_cannot_be_read_are_never_lost_in_silence(tmp_path, text, where):
    (tmp_path / "pyproject.toml").write_text(text)

    (problem,) = problems(tmp_path)

    assert (problem.code, problem.where) == ("bad-requirements", f"pyproject.toml: {where}")


def test_a_lock_that_is_older_than_its_project_is_refused(tmp_path, make_wheel, monkeypatch):
    wheels = make_wheel("tiny")
    make_wheel("other")
    settings = f'[tool.uv]\nno-index = true\nfind-links = ["{wheels}"]\n'
    (tmp_path / "pyproject.toml").write_text(f'{PROJECT}dependencies = ["tiny"]\n{settings}')
    subprocess.run([uv.binary(), "lock", "--quiet"], cwd=tmp_path, check=True)
    monkeypatch.setenv("UV_FROZEN", "1")
    assert requirements.of_project(tmp_path)[0].startswith("tiny==1.0")

    (tmp_path / "pyproject.toml").write_text(
        f'{PROJECT}dependencies = ["tiny", "other"]\n{settings}'
    )

    (problem,) = problems(tmp_path)
    assert (problem.code, problem.fix) == ("stale-lock", "Run: uv lock.")


def problems(root):
    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(root)
    return found.value.problems


@pytest.mark.parametrize(
    "line", ["-rall of it.txt", '-r "all of it.txt"', "--requirement=all of it.txt"]
)
def test_an_include_may_be_written_as_pip_takes_it(tmp_path, line):
    (tmp_path / "requirements.txt").write_text(f"{line}\n")
    (tmp_path / "all of it.txt").write_text("tiny\nfaasport\n")

    assert requirements.of_project(tmp_path) == ("tiny",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-c pins.txt", "--constraint pins.txt: there is nothing of this name."),
        ("--find-links wheels", "--find-links wheels: there is nothing of this name."),
        ("-r https://user:SECRET@h.example/r.txt", "h.example/r.txt is not on this machine."),
    ],
)
def test_what_a_line_names_and_is_not_there_is_told_with_its_file(tmp_path, line, said):
    (tmp_path / "requirements.txt").write_text(f"{line}\n")

    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path)

    (problem,) = found.value.problems
    assert problem.where == str(tmp_path / "requirements.txt")
    assert said in problem.message
    assert "SECRET" not in str(problem)
    assert problem.fix


def test_an_option_is_one_only_at_the_start_of_a_line(tmp_path):
    listed = ("jupyter-events", "tiny-core", "more-find", "less-recent")
    (tmp_path / "requirements.txt").write_text("".join(f"{line}\n" for line in listed))

    assert requirements.of_project(tmp_path) == listed


def test_extras_of_the_project_may_name_each_other(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        f'{PROJECT}dependencies = ["tiny"]\n[project.optional-dependencies]\n'
        'All_of = ["Shop[fast, all-of]", "other"]\nfast = ["quick"]\n'
    )
    (tmp_path / "requirements.txt").write_text("-e .[all.of]\n")

    assert requirements.of_project(tmp_path) == ("tiny", "other", "quick")


def test_an_extra_that_the_project_has_not_is_refused(tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        f'{PROJECT}dependencies = ["tiny"]\n[project.optional-dependencies]\nfast = ["quick"]\n'
    )
    (tmp_path / "requirements.txt").write_text(".[fsat]\n")

    with pytest.raises(ProblemsFound) as found:
        requirements.of_project(tmp_path)

    (problem,) = found.value.problems
    assert problem.where == "pyproject.toml: project.optional-dependencies"
    assert problem.fix == "Did you mean 'fast'?"
