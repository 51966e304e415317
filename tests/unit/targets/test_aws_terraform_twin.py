"""The two manifests of AWS mean the same: who may do what, what runs, and what leads to it."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from faasport_aws.host import template as sam_host, terraform as terraform_host
from faasport_aws.packager.sam import template as sam
from faasport_aws.packager.terraform import manifest as tf
from faasport_aws.packager.units import units_of
from tests.iam.examples import NAMES, example
from tests.unit.targets import terraform_roles as roles
from tests.unit.targets.terraform_aws_cases import (
    CASES,
    TARGET,
    configuration,
    made,
    template,
)


@pytest.mark.parametrize("case", CASES)
def test_every_role_may_do_the_very_same(case):
    by_terraform = roles.of_terraform(configuration(case))

    assert by_terraform == roles.of_template(template(case))
    assert by_terraform


@pytest.mark.parametrize("name", NAMES)
def test_every_role_of_an_example_may_do_the_very_same(name):
    it, options = TARGET.read(example(name))
    units = units_of(it, options)
    told = options.model_copy(update={"manifest": "terraform"})

    by_terraform = roles.of_terraform(tf.module(it, told, units))

    assert by_terraform == roles.of_template(sam.template(it, options, units))
    assert len(by_terraform) >= len(units)


def test_a_wider_statement_is_seen():
    widened = copy.deepcopy(configuration("ship-plain"))
    document = widened["data"]["aws_iam_policy_document"]["ship_role_queue"]
    document["statement"][0]["actions"].append("sqs:*")

    assert roles.of_terraform(widened) != roles.of_template(template("ship-plain"))


def deployed(manifest: str, case: str, folder: Path):
    functions, settings = CASES[case]
    it = made(functions, manifest, **settings)
    it, options = TARGET.read(it)
    units = units_of(it, options)
    for name in ("image", "image-on_order"):
        (folder / name).mkdir(exist_ok=True)
    if manifest == "sam":
        text = sam.rendered(sam.template(it, options, units), {})
        (folder / "template.yaml").write_bytes(text)
        return sam_host.read(folder / "template.yaml")
    (folder / "main.tf.json").write_text(json.dumps(configuration(case)), "utf-8")
    return terraform_host.read(folder / "main.tf.json")


# A table's or bucket's name is made up on deployment, by each in its own way.
MADE_UP = ("FAASPORT_TABLE_", "FAASPORT_BUCKET_")


def facts(function):
    variables = {
        key: value for key, value in function.variables.items() if not key.startswith(MADE_UP)
    }
    return (
        function.name, function.handler, function.code, function.timeout, function.memory,
        function.layers, variables,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_same_functions_run_behind_the_same_routes_and_sources(case, tmp_path):
    by_sam = deployed("sam", case, tmp_path)
    by_terraform = deployed("terraform", case, tmp_path)

    names = {key: each.name for key, each in by_sam.functions.items()}
    names |= {key: each.name for key, each in by_terraform.functions.items()}

    def routes(found):
        return sorted((each.key, names[each.function]) for each in found.routes)

    def sources(found):
        return sorted(
            (names[each.function], each.kind, each.batch_size, each.reports_items)
            for each in found.sources
        )

    def functions(found):
        return sorted(map(facts, found.functions.values()), key=str)

    assert functions(by_terraform) == functions(by_sam)
    assert by_terraform.front == by_sam.front
    assert routes(by_terraform) == routes(by_sam)
    assert sources(by_terraform) == sources(by_sam)
