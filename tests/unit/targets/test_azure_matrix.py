"""Every kind of trigger under every option: what is packaged is sound."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from faasport.packager.target import Dependencies
from faasport.project.model import Project
from faasport_azure.packager import AzureTarget
from tests.unit.targets import arm_graph, arm_names, arm_schema
from tests.unit.targets.azure_projects import app_settings_of, matrix
from tests.unit.targets.test_azure_manifests import HOST

TARGET = AzureTarget()
CASES = dict(matrix())
HOST_VALIDATOR = Draft7Validator({**HOST, "oneOf": [{"$ref": "#/definitions/version-2"}]})


def planned(it: Project) -> tuple[dict[str, Any], ...]:
    """The template, and that of what is deployed after the code."""
    manifests = TARGET.plan(it, {}, Dependencies({})).manifests
    return tuple(json.loads(manifests[name]) for name in sorted(manifests, reverse=True))


def test_there_are_enough_cases():
    assert len(CASES) > 100


@pytest.mark.parametrize("case", CASES)
def test_what_is_packaged_is_sound(case):
    it = CASES[case]

    whole, *later = planned(it)
    entries = TARGET.entries(it)

    assert TARGET.check(it) == []
    assert [arm_schema.faults(each) for each in (whole, *later)] == [[]] * (1 + len(later))
    assert arm_graph.faults(whole) == []
    assert [arm_graph.faults(each, deployed=tuple(whole["resources"])) for each in later] == [
        [] for _ in later
    ]
    assert [arm_names.faults(each) for each in (whole, *later)] == [[]] * (1 + len(later))
    assert list(HOST_VALIDATOR.iter_errors(json.loads(entries["host.json"]))) == []
    compile(entries["function_app.py"], "function_app.py", "exec")
    assert settings_of(whole) == sorted(set(settings_of(whole)))


def settings_of(whole: dict[str, Any]) -> list[str]:
    return sorted(app_settings_of(whole))


@pytest.mark.parametrize("case", CASES)
def test_every_resource_says_what_it_is_for(case):
    every = [each for template in planned(CASES[case]) for each in template["resources"]]

    nested = [
        each
        for outer in every
        if outer["type"] == arm_schema.NESTED
        for each in outer["properties"]["template"]["resources"]
    ]
    assert [each["name"] for each in (*every, *nested) if not each.get("comments")] == []


def test_a_name_that_azure_does_not_take_is_seen():
    whole, *_ = planned(CASES["http plain"])

    whole["variables"]["storage"] = "st_[]"

    assert any("storageAccounts" in each for each in arm_names.faults(whole))
