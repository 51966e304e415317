"""Functions with dependency groups get what those hold, and no other function does."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile

import pytest

from faasport.packager import pipeline, registry
from faasport.project import uv
from faasport.project.problem import ProblemsFound

APP = """\
import faasport
import tiny

@faasport.http
def train():
    import heavy

@faasport.http
def show(): ...

@faasport.http
def both(): ...
"""
PROJECT = '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.10"\n'
TABLES = """
[tool.faasport.functions]
train.groups = ["ML"]
both.groups = ["ml", "web_tools"]
"""
GROUPS = """
[dependency-groups]
ml = [{ include-group = "numbers" }]
numbers = ["heavy"]
web-tools = ["client"]
"""


@pytest.fixture
def wheels(make_wheel):
    make_wheel("tiny", metadata=["Requires-Dist: shared"])
    make_wheel("shared", version="1.0")
    make_wheel("shared", version="2.0")
    make_wheel("heavy", metadata=["Requires-Dist: shared <2"])
    return make_wheel("client")


@pytest.fixture
def make(make_project, wheels):
    def made(groups=GROUPS, tables=TABLES, *, app=APP, unit="function", dependencies='["tiny"]'):
        settings = f'[tool.uv]\nno-index = true\nfind-links = ["{wheels}"]\n'
        target = f'[tool.faasport.targets.fake]\nunit = "{unit}"\n'
        project = f"{PROJECT}dependencies = {dependencies}\n"
        return make_project(f"{tables}{target}{project}{groups}{settings}", app=app)

    return made


def package(root):
    (output,) = pipeline.package(root, registry.select(["fake"])).outputs
    return output


def modules(root, archive):
    """The modules of the wheels in an archive, and the version of one that two need."""
    with zipfile.ZipFile(root / "dist/fake" / archive) as opened:
        names = opened.namelist()
    found = {name.partition(".")[0] for name in names if name.endswith(".py") and "/" not in name}
    versions = {name.partition("/")[0] for name in names if name.startswith("shared-")}
    return sorted(found & {"tiny", "heavy", "client"}), sorted(versions)


def lock(root):
    command = [uv.binary(), "lock", "--quiet", "--python", uv.own_python()]
    subprocess.run(command, cwd=root, check=True)


@pytest.mark.parametrize("locked", [True, False])
def test_each_function_gets_its_own_groups_in_one_resolution(make, locked):
    root = make()
    if locked:
        lock(root)

    package(root)

    common = ["shared-1.0.dist-info"]  # alone, `tiny` would have had 2.0
    assert modules(root, "show.zip") == (["tiny"], common)
    assert modules(root, "train.zip") == (["heavy", "tiny"], common)
    assert modules(root, "both.zip") == (["client", "heavy", "tiny"], common)


def test_one_unit_gets_the_groups_of_all_its_functions(make):
    root = make(unit="app")

    package(root)

    assert modules(root, "code.zip")[0] == ["client", "heavy", "tiny"]


def test_modules_are_imported_with_every_group(make):
    root = make(app=APP.replace("import tiny", "import tiny, client, heavy"))

    output = package(root)

    assert [artifact.functions for artifact in output.artifacts] == [
        ("train",),
        ("show",),
        ("both",),
    ]


def test_groups_stand_beside_a_requirements_file(make):
    root = make(dependencies="[]")
    (root / "requirements.txt").write_text("tiny\n")

    package(root)

    assert modules(root, "train.zip")[0] == ["heavy", "tiny"]


def test_hashes_hold_beside_groups(make, wheels):
    root = make(dependencies="[]")
    shared, tiny = (
        sha256_of(wheels / f"{name}-1.0-py3-none-any.whl") for name in ("shared", "tiny")
    )
    listed = f"tiny==1.0 --hash=sha256:{tiny}\nshared==1.0 --hash=sha256:{shared}\n"
    (root / "requirements.txt").write_text(listed)
    package(root)
    (root / "requirements.txt").write_text(listed.replace(tiny, shared))

    problem = problem_of(root)

    assert problem.code == "hash-mismatch"
    assert modules(root, "train.zip")[0] == ["heavy", "tiny"]


def sha256_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_group_without_functions_is_not_resolved(make):
    root = make(groups=GROUPS + 'unused = ["exists-nowhere"]\n')

    package(root)

    assert modules(root, "show.zip")[0] == ["tiny"]


@pytest.mark.parametrize("target", ["aws", "gcp"])
def test_where_functions_are_deployed_apart_the_others_do_not_carry_them(make, target):
    app = APP.replace("@faasport.http\n", '@faasport.queue("a")\n', 1)
    root = make(app=app, tables='[tool.faasport.functions]\ntrain.groups = ["ml"]\n')

    (output,) = pipeline.package(root, registry.select([target])).outputs

    found = {
        each.functions: heaviest(root / "dist" / target / each.path) for each in output.artifacts
    }
    assert found[("train",)] == {"heavy", "tiny"}
    assert found[("show", "both")] == {"tiny"}


def heaviest(archive):
    with zipfile.ZipFile(archive) as opened:
        return {name.removesuffix(".py") for name in opened.namelist()} & {
            "heavy",
            "tiny",
            "client",
        }


@pytest.mark.parametrize("locked", [True, False])
def test_what_is_in_which_group_counts_for_freshness(make, locked):
    root = make()
    if locked:
        lock(root)
    package(root)
    moved = GROUPS.replace('"numbers" }', '"numbers" }, "client"')
    make(groups=moved)
    if locked:
        lock(root)

    (output,) = pipeline.ensure(root, registry.select(["fake"])).outputs

    assert not output.unchanged
    assert modules(root, "train.zip")[0] == ["client", "heavy", "tiny"]


def problem_of(root):
    with pytest.raises(ProblemsFound) as found:
        package(root)
    (problem,) = found.value.problems
    return problem


def test_an_unknown_group_is_refused_with_the_one_that_was_meant(make):
    problem = problem_of(make(tables='[tool.faasport.functions]\ntrain.groups = ["numbrs"]\n'))

    assert (problem.code, problem.fix) == ("unknown-group", "Did you mean 'numbers'?")
    assert problem.where.startswith("pyproject.toml")
    assert "functions.train.groups[0]" in problem.where


def test_an_extra_is_no_group(make):
    extra = '[project.optional-dependencies]\nfast = ["heavy"]\n'
    tables = '[tool.faasport.functions]\ntrain.groups = ["fast"]\n'

    problem = problem_of(make(tables=tables, groups=extra + GROUPS))

    assert problem.code == "unknown-group"
    assert problem.fix.startswith("It is an extra")


@pytest.mark.parametrize(
    ("groups", "where", "message"),
    [
        ('ml = [{ include-group = "a" }]\na = [{ include-group = "ML" }]', "ml",
         "the group includes itself: ml -> a -> ml."),
        ('ml = [{ include-group = "nowhere" }]', "ml",
         "it includes the group 'nowhere', which is not there."),
        ('ml = [{ include = "a" }]', "ml",
         "{'include': 'a'} is neither a requirement nor an included group."),
        ("ml = [3]", "ml", "3 is neither a requirement nor an included group."),
        ('ml = "heavy"', "ml", "this is not a list."),
    ],
)  # fmt: skip
def test_groups_that_cannot_be_read_are_refused(make, groups, where, message):
    tables = '[tool.faasport.functions]\ntrain.groups = ["ml"]\n'

    problem = problem_of(make(tables=tables, groups=f"[dependency-groups]\n{groups}\n"))

    assert problem.code == "bad-group"
    assert problem.where == f"pyproject.toml: dependency-groups.{where}"
    assert problem.message == message


def test_without_any_groups_the_table_is_missed(make):
    problem = problem_of(make(groups="", tables='[tool.faasport.functions]\nshow.groups = ["a"]\n'))

    assert problem.fix == "Declare it under [dependency-groups]."


def test_groups_that_have_no_common_solution_are_told_by_uv(make, make_wheel):
    make_wheel("picky", metadata=["Requires-Dist: shared >=2"])

    problem = problem_of(make(groups=GROUPS.replace('"client"', '"picky"')))

    assert problem.code == "bad-dependencies"
    assert "shared" in problem.message


def test_where_a_group_is_to_come_from_is_read_from_a_lock_alone(make):
    sources = '[tool.uv.sources]\nheavy = { path = "heavy" }\n'

    problem = problem_of(make(groups=GROUPS + sources))

    assert (problem.code, problem.fix) == ("bad-requirements", "Run: uv lock.")
