from __future__ import annotations

import pytest

from faasport.migrator import requirements, shipped

CONFIG = """\
name = "shop"
[functions.get]
handler = "app:get"
dialect = "aws"
http = "/a"
"""
PLAIN = "def get(event, context): ...\n"
BOTO = f"import boto3\n\n\n{PLAIN}"


def planned(root, lines=()):
    return requirements.planned(root, lines, shipped.of(root, CONFIG, {}))


def test_lines_become_a_file_where_there_is_none(make_folder):
    files, remarks = planned(make_folder({"app.py": PLAIN}), ["requests>=2", "flask", "flask"])

    assert files == {"requirements.txt": b"requests>=2\nflask\n"}
    assert remarks == []


def test_nothing_needed_is_nothing_written(make_folder):
    assert planned(make_folder({"app.py": PLAIN})) == ({}, [])


def test_what_the_old_platform_has_itself_is_asked_for(make_folder):
    files, remarks = planned(make_folder({"app.py": BOTO}))

    assert files == {"requirements.txt": b"boto3\n"}
    assert remarks == []


@pytest.mark.parametrize(
    "project",
    [
        {"requirements.txt": "requests\n"},
        {"pyproject.toml": '[project]\nname = "a"\nversion = "1"\ndependencies = ["requests"]\n'},
    ],
    ids=lambda files: next(iter(files)),
)
def test_what_is_missing_in_a_file_of_the_projects_is_told(make_folder, project):
    files, remarks = planned(make_folder({"app.py": BOTO, **project}), ["flask"])

    assert files == {}
    assert [each.fix for each in remarks] == ["Add flask there.", "Add boto3 there."]
    assert remarks[0].where.startswith(next(iter(project)))


def test_what_is_asked_for_already_is_not_missing(make_folder):
    root = make_folder({"app.py": BOTO, "requirements.txt": "Boto3==1.34\n"})

    assert planned(root) == ({}, [])


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("Pipfile", "pipenv lock && pipenv requirements > requirements.txt"),
        ("poetry.lock", "poetry export --without-hashes --output requirements.txt"),
        ("setup.py", "uv pip compile setup.py --output-file requirements.txt"),
    ],
)
def test_files_of_other_tools_are_told_with_the_command_that_exports_them(
    make_folder, file, command
):
    files, remarks = planned(make_folder({"app.py": PLAIN, file: "x = 1\n"}))

    assert files == {}
    assert [(each.where, each.fix) for each in remarks] == [(file, f"Run: {command}")]
