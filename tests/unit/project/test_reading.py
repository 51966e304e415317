"""A configuration at one stage: every problem at once, variables, and what secrets forbid."""

from __future__ import annotations

import pytest

from faasport.project import reading
from faasport.project.model import Project
from faasport.project.unresolved import Unresolved

PLAIN = 'name = "shop"\nmodules = ["app"]\n'
VALUE = "sk_live_0123456789"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """What is read of a faasport.toml with these lines, at a stage."""
    for name in ("KEY", "TOKEN", "NOBODY"):
        monkeypatch.delenv(name, raising=False)

    def run(text: str, stage: str = "dev", *, plain: str = PLAIN, dotenv: str = ""):
        (tmp_path / "faasport.toml").write_text(plain + text)
        (tmp_path / ".env").write_text(dotenv)
        return reading.read(tmp_path, stage)

    return run


def told(found):
    return {(each.code, each.where.removeprefix("faasport.toml: ")) for each in found.problems}


def test_what_is_sound_is_read_beside_every_problem(read):
    found = read(
        """
        memroy = 1
        timeout = 7
        env = { A = "${NOBODY}", B = "fine" }
        [functions.one]
        memory = "x"
        timeout = 8
        [stages.prod]
        memory = 0
        """,
        plain='name = "Shop"\nmodules = ["app", "not-one", "b", "9"]\n',
    )

    assert told(found) == {
        ("bad-value", "name"),
        ("bad-value", "modules[1]"),
        ("bad-value", "modules[3]"),
        ("unknown-key", "memroy"),
        ("bad-value", "functions.one.memory"),
        ("bad-value", "stages.prod.memory"),
        ("undefined-variable", "env.A"),
    }
    config = found.config
    assert (config.timeout, config.modules, config.env["B"]) == (7, ["app", "b"], "fine")
    assert (config.functions["one"].timeout, config.functions["one"].memory) == (8, None)


def test_an_unknown_stage_does_not_hide_the_rest(read):
    found = read('memroy = 1\n[stages.prod]\nenv = { A = "1" }\n', "prdo")

    assert told(found) == {("unknown-key", "memroy"), ("unknown-stage", "--stage prdo")}


def test_without_any_module_nothing_is_looked_for(read):
    found = read("", plain="")

    assert told(found) == {("missing-key", "name"), ("missing-key", "modules")}
    assert found.config.modules == []


def test_a_broken_dotenv_does_not_hide_the_rest(read):
    found = read('env = { A = "${TOKEN}", B = "${NOBODY}" }', dotenv="'\nTOKEN=1\n")

    assert told(found) == {("undefined-variable", "env.B")} | {("bad-dotenv", ".env:1")}


ENV = """
env = { A = "${TOKEN}" }
[functions.one]
env = { B = "<${TOKEN}>" }
[targets.aws]
env = { C = "${TOKEN}!" }
[targets.aws.functions.one]
env = { D = "$${TOKEN}" }
[stages.dev.functions.one]
env = { E = "dev ${TOKEN}" }
[stages.prod]
env = { A = "prod" }
[stages.prod.targets.aws.env]
C = "prod ${TOKEN}"
"""


def test_variables_are_resolved_in_every_table(read, tmp_path):
    found = read(ENV, dotenv="TOKEN=of-the-file")

    project = Project(tmp_path, found.config)
    assert found.problems == ()
    assert project.settings("one").env == {
        "A": "of-the-file",
        "B": "<of-the-file>",
        "E": "dev of-the-file",
    }
    aws = project.options("aws")
    assert aws["env"] == {"C": "of-the-file!"}
    assert aws["functions"]["one"]["env"] == {"D": "${TOKEN}"}


def test_the_file_counts_at_the_stage_dev_alone(read, monkeypatch):
    found = read(ENV, "prod", dotenv="TOKEN=of-the-file")
    monkeypatch.setenv("TOKEN", "of-the-shell")
    again = read(ENV, "prod", dotenv="TOKEN=of-the-file")

    assert told(found) == {("undefined-variable", "functions.one.env.B")}
    assert again.problems == ()
    assert again.config.env == {"A": "prod"}
    assert again.config.targets["aws"]["env"] == {"C": "prod of-the-shell"}


def test_what_only_another_target_needs_may_be_missing(read):
    found = read('[targets.aws.env]\nA = "${NOBODY}"\n')

    assert found.problems == ()
    assert isinstance(found.config.targets["aws"]["env"]["A"], Unresolved)


def test_a_variable_of_another_stage_may_be_missing(read):
    assert read('[stages.prod.env]\nA = "${NOBODY}"\n').problems == ()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('env = { A = "x${KEY}" }', "env.A"),
        ('functions.one.env = { A = "${KEY}" }', "functions.one.env.A"),
        ('stages.dev.env = { A = "${KEY}" }', "env.A"),
    ],
)
def test_a_secret_is_no_variable(read, text, where):
    found = read(f'{text}\nsecrets = {{ KEY = "key" }}', dotenv=f"KEY={VALUE}")

    assert told(found) == {("secret-in-env", where)}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('env = { KEY = "1" }\nsecrets = { KEY = "key" }', "secrets.KEY"),
        ('env = { key = "1" }\nsecrets = { KEY = "key" }', "secrets.KEY"),
        (
            'env = { KEY = "1" }\nfunctions.one.secrets = { KEY = "key" }',
            "functions.one.secrets.KEY",
        ),
        ('secrets = { KEY = "key" }\ntargets.aws.env = { KEY = "1" }', "secrets.KEY"),
        (
            'functions.one.env = { KEY = "1" }\ntargets.aws.secrets = { KEY = "key" }',
            "targets.aws.secrets.KEY",
        ),
        (
            'env = { KEY = "1" }\ntargets.aws.functions.one.secrets = { KEY = "key" }',
            "targets.aws.functions.one.secrets.KEY",
        ),
        ('env = { KEY = "1" }\nstages.dev.secrets = { KEY = "key" }', "secrets.KEY"),
    ],
)
def test_a_name_is_a_secret_or_plain_for_one_function(read, text, where):
    assert told(read(text)) == {("secret-in-env", where)}


def test_functions_that_do_not_meet_may_differ(read):
    found = read('functions.one.env = { KEY = "1" }\nfunctions.two.secrets = { KEY = "key" }')

    assert found.problems == ()


def test_two_names_differ_by_more_than_capitals(read):
    found = read('secrets = { KEY = "a" }\nfunctions.one.secrets = { Key = "b" }')

    assert told(found) == {("same-secret", "functions.one.secrets.Key")}


def test_a_function_may_have_another_path_for_a_secret(read, tmp_path):
    found = read('secrets = { KEY = "a" }\nfunctions.one.secrets = { KEY = "b" }')

    project = Project(tmp_path, found.config)
    assert found.problems == ()
    assert (project.settings("one").secrets, project.settings("two").secrets) == (
        {"KEY": "b"},
        {"KEY": "a"},
    )


@pytest.mark.parametrize("name", ["FAASPORT_KEY", "faasport_key"])
def test_our_own_names_are_reserved(read, name):
    assert told(read(f'secrets = {{ {name} = "a" }}')) == {("reserved-name", f"secrets.{name}")}


@pytest.mark.parametrize("text", ["env = {", "functions.one.env = {", "targets.aws.env = {"])
def test_our_own_names_are_no_variables_of_the_users(read, text):
    found = read(f'{text} FAASPORT_SECRET_KEY = "store:path" }}')

    assert [each.code for each in found.problems] == ["reserved-name"]


@pytest.mark.parametrize("name", ["PATH", "Path", "HOME", "PYTHONPATH"])
def test_a_secret_is_not_named_like_what_every_machine_has(read, name):
    assert told(read(f'secrets = {{ {name} = "a" }}')) == {("reserved-name", f"secrets.{name}")}


@pytest.mark.parametrize("table", ["env", "functions.one.env"])
def test_no_variable_holds_a_nul(read, table):
    assert told(read(f'{table} = {{ A = "a\\u0000b" }}')) == {("bad-value", f"{table}.A")}


@pytest.mark.parametrize("name", ["9KEY", "MY-KEY", "MY KEY", "É"])
def test_a_secret_is_named_like_a_variable(read, name):
    assert told(read(f'secrets = {{ "{name}" = "a" }}'))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f'env = {{ URL = "https://u:{VALUE}@h" }}', "env.URL"),
        ('env = { URL = "https://u:${TOKEN}@h" }', "env.URL"),
        (f'tags = {{ a = "{VALUE}" }}', "tags.a"),
        (f'[targets.aws.raw]\na = [["{VALUE}"]]', "targets.aws.raw.a[0][0]"),
        (f'[[permissions.aws]]\nAction = "{VALUE}"', "permissions.aws[0].Action"),
        (f'[functions.one.secrets]\nOTHER = "{VALUE}"', "functions.one.secrets.OTHER"),
        (f'env = {{ {VALUE} = "key" }}', f"env.{VALUE}"),
    ],
)
def test_a_value_is_written_nowhere(read, text, where):
    found = read(f'secrets.KEY = "key"\n{text}', dotenv=f"KEY={VALUE}\nTOKEN={VALUE}")

    assert told(found) == {("secret-in-plain", where)}
    assert not any(VALUE in each.message for each in found.problems)


def test_a_value_of_the_file_is_written_nowhere_at_other_stages_either(read):
    found = read(f'secrets.KEY = "key"\nenv.A = "{VALUE}"', "prod", dotenv=f"KEY={VALUE}")

    assert told(found) == {("secret-in-plain", "env.A")}


def test_fewer_at_most_than_at_least_are_told_across_tables(read):
    found = read("concurrency = { max = 2 }\n[targets.aws.functions.one.concurrency]\nmin = 3\n")

    assert told(found) == {("bad-range", "concurrency.max")}
    assert read("concurrency = { min = 2, max = 2 }").problems == ()
