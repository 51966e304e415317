"""Whose everything is, what brought it, and what of it is heaviest."""

from __future__ import annotations

import pytest

from faasport.profiler import heaviest
from faasport.profiler.origin import Origins
from faasport.profiler.tree import grown

MILLISECOND = 1_000_000


def shape(branch):
    """A branch as names, lines and milliseconds."""
    within = [shape(each) for each in branch.below]
    return (str(branch.origin), branch.where, branch.own // MILLISECOND, within)


def test_the_users_files_stand_with_what_their_lines_brought(project, start, trace):
    tree = grown(trace, Origins(project, start))

    assert shape(tree) == (
        "faasport",
        "",
        6,
        [
            (
                "src/app.py",
                "",
                10,
                [
                    (
                        "fast-lib 2.0",
                        "src/app.py:1",
                        40,
                        [("json", "", 4, []), ("attr", "", 2, [])],
                    ),
                    (
                        "src/models.py",
                        "src/app.py:2",
                        0,
                        [
                            ("PyYAML 6.0", "src/models.py:2", 20, []),
                            ("asyncio", "src/models.py:1", 18, []),
                        ],
                    ),
                ],
            )
        ],
    )
    assert tree.total == trace.total


def test_the_heaviest_are_imports_and_lines_of_the_users(project, start, trace):
    tree = grown(trace, Origins(project, start))

    found = [(each.what, each.where, f"{each.share:.0%}") for each in heaviest.costs(tree)]

    assert found == [
        ("fast-lib 2.0", "src/app.py:1", "46%"),
        ("PyYAML 6.0", "src/models.py:2", "20%"),
        ("asyncio", "src/models.py:1", "18%"),
        ("what the line itself does", "src/app.py:4", "8%"),
        ("what the line itself does", "src/app.py:1", "1%"),
    ]


@pytest.mark.parametrize(
    ("module", "file", "kind", "name", "version"),
    [
        ("app", "app.py", "yours", "src/app.py", ""),
        ("fast_lib", "fast_lib/__init__.py", "package", "fast-lib", "2.0"),
        ("yaml", "yaml/__init__.py", "package", "PyYAML", "6.0"),
        ("google.cloud.storage", "google/cloud/storage/__init__.py", "package",
         "google-cloud-storage", "3.0"),
        ("attr", "attr/__init__.py", "package", "attr", ""),
        ("faasport.runtime.application", "faasport/runtime/application.py", "faasport",
         "faasport", ""),
        ("faasport_entry.app", "faasport_entry/app.py", "faasport", "faasport", ""),
        ("framework", "/env/lib/python3/site-packages/framework.py", "platform", "framework", ""),
        ("email.message", "/usr/lib/python3/email/message.py", "python", "email", ""),
        ("_socket", "built-in", "python", "_socket", ""),
    ],
)  # fmt: skip
def test_whose_a_module_is(project, start, loaded, module, file, kind, name, version):
    place = file if file != "built-in" else "/built-in"
    found = Origins(project, start).of(loaded(module, place))

    assert found is not None
    assert (found.kind, found.name, found.version) == (kind, name, version)


def test_a_folder_without_a_file_belongs_to_what_imports_it(project, start, loaded):
    assert Origins(project, start).of(loaded("google", "")) is None


def test_the_users_files_are_those_of_the_project(project, start):
    found = Origins(project, start).own_files()

    assert [each.name for each in found] == ["app.py", "models.py"]
