"""Terraform's own `validate` of what we emit for AWS: by the schema of version 6 of the provider,
and by the real one of version 5 where a folder of plug-ins is given."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from faasport_aws.packager.terraform import manifest
from faasport_aws.packager.units import units_of
from tests.iam.examples import NAMES, example
from tests.unit.targets import terraform_validate
from tests.unit.targets.projects import FUNCTIONS
from tests.unit.targets.terraform_aws_cases import (
    CASES,
    TARGET,
    configuration,
    made,
    planned,
    resources,
)

PLUGINS = "TF_PLUGIN_DIR"
# What is in neither of the two versions that are here.
NEWER = "invoked_via_function_url"


def known(configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Without the one argument that only a newer provider knows, and the version that has it."""
    copied = copy.deepcopy(dict(configuration))
    asked = [each.pop(NEWER, None) for each in resources(copied, "aws_lambda_permission").values()]
    required = copied["terraform"]["required_providers"]["aws"]
    if any(asked):
        assert required["version"] == ">= 6.29, < 7.0"
        required["version"] = ">= 5.100, < 7.0"
    return copied


def every() -> dict[str, dict[str, Any]]:
    configurations = {name: known(configuration(name)) for name in CASES}
    examples = {f"example-{name}": known(of_example(name)) for name in NAMES}
    return {**configurations, **examples, "uploaded": uploaded()}


def uploaded() -> dict[str, Any]:
    """With archives that are too large for a request."""
    functions, settings = CASES["ship-layers"]
    it, options = TARGET.read(made(functions, "terraform", **settings))
    paths = frozenset({"code.zip", "layer.zip"})
    return manifest.module(it, options, units_of(it, options), paths)


def of_example(name: str) -> dict[str, Any]:
    it = example(name)
    return planned(*it.functions, permissions=it.config.permissions, functions={
        key: table.model_dump(exclude_unset=True) for key, table in it.config.functions.items()
    })  # fmt: skip


def test_terraform_has_nothing_to_say_by_the_schema_of_version_6(terraform_says):
    found = terraform_says("aws", every())

    assert len(found) > 190
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.skipif(PLUGINS not in os.environ, reason="there is no terraform provider here")
def test_terraform_has_nothing_to_say_with_the_real_provider_of_version_5(tmp_path):
    found = terraform_validate.run(Path(os.environ[PLUGINS]), every(), tmp_path)

    assert {name: said for name, said in found.items() if said} == {}


def spoilt(kind: str, **arguments: Any) -> dict[str, Any]:
    copied = copy.deepcopy(configuration("mixed-plain"))
    next(iter(copied["resource"][kind].values())).update(arguments)
    return copied


def test_it_sees_seeded_mistakes(terraform_says):
    without = copy.deepcopy(configuration("mixed-plain"))
    del without["resource"]["aws_sqs_queue"]["orders_queue"]
    mistakes = {
        "argument": spoilt("aws_lambda_function", memmory_size=128),
        "type": spoilt("aws_sqs_queue", visibility_timeout_seconds="long"),
        "block": spoilt("aws_lambda_function", logging_config={"log_group": "x"}),
        "attribute": spoilt(
            "aws_sqs_queue", name="${aws_cloudwatch_log_group.both_http_logs.title}"
        ),
        "reference": without,
    }

    found = terraform_says("aws", mistakes)

    expected = {
        "argument": "memmory_size",
        "type": "a number is required",
        "block": '"log_format" is required',
        "attribute": '"title"',
        "reference": "aws_sqs_queue",
    }
    for name, said in expected.items():
        assert any(said in each for each in found[name]), (name, found[name])


def test_texts_of_the_users_reach_the_function_as_they_are(tmp_path):
    env = {"PRICE": "${amount} %{if x} $5 100% $${y}", "QUOTED": 'a "b" \\c\nü ${', "PLAIN": "x"}
    functions = resources(planned(*FUNCTIONS, env=env), "aws_lambda_function")
    values = {key: each["environment"]["variables"] for key, each in functions.items()}

    found = terraform_validate.evaluated(values, tmp_path)

    assert found == dict.fromkeys(functions, env)
