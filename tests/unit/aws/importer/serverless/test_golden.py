"""Projects in the manner of public ones, and what becomes of each."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from faasport.migrator import configuration
from faasport.migrator.origin import Asked
from faasport_aws.importer.serverless import Serverless
from tests.unit.origins import cases, imported, recorded, shown, unpacked

HERE = Path(__file__).parent
CASES = cases(HERE)


@pytest.mark.parametrize("case", CASES)
def test_an_import_is_that_on_record(case, tmp_path):
    folder = unpacked((HERE / case / "project.txt").read_text(), tmp_path / case)

    draft = imported(Serverless(), folder)
    made = configuration.made(draft, folder)

    assert json.loads(shown(draft)) == recorded(draft, HERE / case / "draft.json")
    toml = HERE / case / "faasport.toml"
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        toml.write_text(made.text)
    assert made.text == toml.read_text()


def test_there_are_a_dozen_of_them():
    assert len(CASES) >= 12


def test_a_stage_that_cannot_be_told_is_left(tmp_path):
    (tmp_path / "handler.py").write_text("def run(event, context): ...\n")
    (tmp_path / "serverless.yml").write_text(
        "service: x\n"
        "provider: {name: aws, runtime: python3.12, environment: {A: '${param:a}'}}\n"
        "params: {dev: {a: 1}, prod: {a: 2}, Pre_Prod: {a: 3}}\n"
        "functions: {run: {handler: handler.run, events: [{http: GET /}]}}\n"
    )

    draft = imported(Serverless(), tmp_path)

    assert draft.settings["env"] == {"A": "1"}
    assert draft.settings["stages"] == {"prod": {"env": {"A": "2"}}}
    (left,) = [each for each in draft.remarks if each.kind == "left"]
    assert left.message == "what differs at Pre_Prod was left."


def test_the_stage_that_is_asked_for_counts(tmp_path):
    folder = unpacked((HERE / "multi-stage" / "project.txt").read_text(), tmp_path)

    draft = imported(Serverless(), folder, Asked(stage="prod"))

    assert draft.settings["memory"] == 2048
    assert draft.settings["env"]["DOMAIN"] == "billing.example.com"
