"""Every property of a function, and every type of event, has its place: none is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from samtranslator.model.sam_resources import SamFunction
from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor

from faasport.migrator.origin import Asked
from faasport_aws.importer import statements
from faasport_aws.importer.intrinsics import Scope
from faasport_aws.importer.policy_templates import templates
from faasport_aws.importer.sam import Sam
from faasport_aws.importer.sam.events import REFUSED, UNLIKE
from faasport_aws.importer.sam.functions import ELSEWHERE, LEFT, PROPERTIES

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OneFunction:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: src
      {more}
      Events:
        A:
          Type: {kind}
          Properties: {{{properties}}}
"""


def imported(tmp_path: Path, more="", kind="Schedule", properties="Schedule: rate(1 day)"):
    (tmp_path / "src").mkdir(exist_ok=True)
    (tmp_path / "src/app.py").write_text("def handler(event, context): ...\n")
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE.format(more=more, kind=kind, properties=properties))
    return Sam().read(tmp_path, file, Asked())


def test_each_property_of_a_function_is_carried_or_left_on_purpose():
    assert {*SamFunction.property_types} == {*PROPERTIES, *LEFT, *ELSEWHERE}


def test_no_property_has_two_fates():
    assert {*PROPERTIES} & {*LEFT} == set()
    assert {*ELSEWHERE} & {*PROPERTIES, *LEFT} == set()


@pytest.mark.parametrize("name", sorted(LEFT))
def test_what_is_left_is_told(name, tmp_path):
    draft = imported(tmp_path, more=f"{name}: {{a: 1}}")

    told = [each for each in draft.remarks if each.where.endswith(f".{name}")]
    assert told
    assert {each.kind for each in told} == {"left"}
    assert all(each.fix for each in told)


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_what_no_trigger_is_like_is_refused_by_name(kind, tmp_path):
    draft = imported(tmp_path, kind=kind, properties="A: 1")

    assert not draft.functions[0].is_carried
    assert "no trigger of ours" in " ".join(each.message for each in draft.remarks)


@pytest.mark.parametrize("key", sorted(UNLIKE))
def test_what_an_event_has_besides_is_told(key, tmp_path):
    draft = imported(tmp_path, properties=f"Schedule: rate(1 day), {key}: [1]")

    assert draft.functions[0].table["schedule"] == "every 1 day"
    assert [each.where for each in draft.remarks if each.where.endswith(f".{key}")]


def test_an_unknown_key_is_told_with_its_line(tmp_path):
    draft = imported(tmp_path, more="Meomry: 128")

    assert [each.where for each in draft.remarks] == [
        "template.yaml:9: Resources.OneFunction.Properties.Meomry"
    ]


def test_all_policy_templates_are_known():
    known = PolicyTemplatesProcessor(PolicyTemplatesProcessor.get_default_policy_templates_json())

    assert {*known.policy_templates} == {*templates()}


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_policy_template_allows_what_sam_makes_of_it(name):
    known = PolicyTemplatesProcessor(PolicyTemplatesProcessor.get_default_policy_templates_json())
    values = dict.fromkeys(known.get(name).parameters, "value")

    ours = statements.of_template(name, values).statements

    theirs = Scope().resolve(known.convert(name, values))["Statement"]
    assert [_shape(each) for each in ours] == [_shape(each) for each in theirs]


def _shape(statement):
    return (
        sorted(set(_listed(statement["Action"]))),
        sorted(map(str, _listed(statement["Resource"]))),
        statement.get("Condition"),
    )


def _listed(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("code", "region", "is_told"),
    [("import boto3", "", True), ("import json", "", False), ("import boto3", "eu-west-1", False)],
)
def test_a_region_that_nothing_says_is_asked_for(code, region, is_told, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_text(f"{code}\n\ndef handler(event, context): ...\n")
    told = TEMPLATE.format(more="", kind="Schedule", properties="Schedule: rate(1 day)")
    file = tmp_path / "template.yaml"
    file.write_text(told)

    draft = Sam().read(tmp_path, file, Asked(options={"region": region} if region else {}))

    assert any("their region" in each.message for each in draft.remarks) == is_told
    env = draft.settings.get("targets", {}).get("gcp", {}).get("env", {})
    assert env.get("AWS_DEFAULT_REGION", "") == region
