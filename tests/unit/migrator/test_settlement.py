"""What is written packages for every target that can carry it, the first time."""

from __future__ import annotations

import pytest

from faasport.migrator import configuration, declared, shipped
from faasport.migrator.draft import Draft, DraftFunction
from faasport.project import config_file
from faasport.project.config import Config

BERLIN = {"expression": "0 6 * * *", "timezone": "Europe/Berlin"}


@pytest.fixture
def folder(make_folder):
    return make_folder({"app.py": "def run(event, context): ...\n"})


def function(name, **table):
    written = {"handler": "app:run", "dialect": "aws", **table}
    return DraftFunction(name, f"acme.yml:{len(name)}: functions.{name}", written)


def made(folder, *functions, **settings):
    return configuration.made(Draft("acme", "acme.yml", settings, list(functions)), folder)


def targets_of(configured):
    return config_file.loads(configured.text).get("targets", {})


def refused(configured):
    """What targets still refuse, by their names."""
    project = declared.project(Config.model_validate(config_file.loads(configured.text)))
    told = {each.name: each.check(project) for each in shipped.targets()}
    return {name: [each.code for each in found] for name, found in told.items() if found}


def test_a_project_that_every_target_takes_is_left_as_it_is(folder):
    configured = made(folder, function("get", http="/a", timeout=20), timeout=20)

    assert targets_of(configured) == {}
    assert configured.remarks == ()


def test_one_unit_has_the_most_that_any_of_its_functions_has(folder):
    configured = made(
        folder,
        function("get", http="/a", timeout=6, memory=256),
        function("add", http="/b", timeout=10),
    )

    assert refused(configured) == {}
    assert targets_of(configured) == {
        name: {"memory": 512, "timeout": 10} for name in ("azure", "gcp", "vercel")
    }
    assert [each.message for each in configured.remarks] == [
        f"on azure, gcp and vercel, `{key}` is {value}: one unit serves its functions there, and "
        "it is the largest of theirs."
        for key, value in (("memory", 512), ("timeout", 10))
    ]
    assert {(each.kind, each.where) for each in configured.remarks} == {("changed", "acme.yml")}


def test_what_a_target_does_not_take_is_its_limit_there_alone(folder):
    functions = [function("get", http="/a", memory=64), function("work", queue="jobs")]

    configured = made(folder, *functions, timeout=900, architecture="arm64")

    assert refused(configured) == {}
    found = targets_of(configured)
    assert config_file.loads(configured.text)["timeout"] == 900
    assert found["aws"]["timeout"] == 30
    assert found["aws"]["functions"] == {
        "get": {"memory": 128},
        "work": {"timeout": 900},
    }
    assert {name: each.get("architecture") for name, each in found.items()} == {
        "aws": None,
        "azure": "x86_64",
        "gcp": "x86_64",
        "vercel": None,
    } or found["vercel"].get("architecture") == "x86_64"


def test_a_variable_that_a_platform_keeps_is_told_to_the_others(folder):
    own = function("get", http="/a", env={"PORT": "80"})

    configured = made(folder, own, env={"AWS_REGION": "eu-west-1", "MODE": "b"})

    assert refused(configured) == {}
    written = config_file.loads(configured.text)
    assert written["env"] == {"MODE": "b"}
    assert "env" not in written["functions"]["get"]
    found = targets_of(configured)
    assert {name for name, each in found.items() if "AWS_REGION" in each.get("env", {})} == {
        "azure",
        "gcp",
        "vercel",
    }
    assert found["aws"]["functions"]["get"]["env"] == {"PORT": "80"}
    assert any("on gcp, env.PORT is left out" in each.message for each in configured.remarks)


def test_what_a_target_cannot_carry_is_told_once_for_each_function(folder):
    configured = made(
        folder,
        function("pic", bucket=["a-pictures", "b-pictures"]),
        function("cron", schedule=BERLIN),
    )

    told = [(each.kind, each.function, each.where) for each in configured.remarks]
    assert told == [
        ("left", "cron", "acme.yml:4: functions.cron"),
        ("left", "pic", "acme.yml:3: functions.pic"),
    ]
    utc, none = configured.remarks
    assert "azure" in utc.message
    assert "UTC" in utc.fix
    assert none.message.startswith("vercel has no bucket trigger")
    assert configured.carried == ("pic", "cron")


def test_variables_that_differ_are_nobodys_to_choose(folder):
    functions = [function(name, http=f"/{name}", env={"TABLE": name}) for name in ("a", "b")]

    configured = made(folder, *functions)

    assert set(refused(configured)) == {"azure", "gcp", "vercel"}
    assert [each.kind for each in configured.remarks] == ["left"] * 3
    assert all("env.TABLE" in each.message for each in configured.remarks)
