"""Templates that want to do harm, or are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from faasport.migrator.origin import Asked
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.sam import Sam

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
FUNCTION = "Resources: {A: {Type: AWS::Serverless::Function, Properties: %s}}\n"
REFUSED = {
    "object": f"{HEAD}Resources: !!python/object/apply:os.system [id]\n",
    "no-resources": f"{HEAD}Resources: {{}}\n",
    "list": "- AWS::Serverless::Function\n- Resources\n",
    "resources-are-a-list": f"{HEAD}Resources: [1]\n",
    "aliases": HEAD
    + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    + "Resources: *a8\n",
    "broken": f"{HEAD}Resources:\n  A: [\n",
    "large": f"{HEAD}Resources: {{}}\n# {'x' * 1_100_000}\n",
}
READ = {
    "outside": FUNCTION % "{CodeUri: ../../../etc, Handler: passwd.x, Runtime: python3.12}",
    "absolute": FUNCTION % "{CodeUri: /etc, Handler: passwd.x, Runtime: python3.12}",
    "climbing-handler": FUNCTION % "{CodeUri: ., Handler: ../../x.y, Runtime: python3.12}",
    "wrong-types": FUNCTION
    % "{CodeUri: [1], Handler: {a: b}, Runtime: [x], MemorySize: x, Timeout: {}, Events: [1], "
    "Environment: {Variables: [x]}, Policies: 5, Tags: 1, Layers: {a: 1}, Architectures: 7}",
    "no-properties": "Resources: {A: {Type: AWS::Serverless::Function}}\n",
    "references-itself": "Conditions: {C: {Condition: C}}\n"
    + FUNCTION % "{Handler: !If [C, a.b, c.d], Runtime: python3.12}",
    "circle-of-resources": "Resources:\n"
    "  F: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b}}\n"
    "  R: {Type: AWS::ApiGateway::Resource, Properties: {ParentId: !Ref R, PathPart: x}}\n"
    "  M: {Type: AWS::ApiGateway::Method, Properties: {ResourceId: !Ref R, HttpMethod: GET}}\n"
    "  L: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref L}}\n"
    "  U: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref L}}\n",
    "strange-names": FUNCTION
    % "{Environment: {Variables: {'a b': 1, '': 2}}, Events: {A: {Type: 5}, B: {}, C: 1}}",
}


def read(tmp_path: Path, text: str):
    file = tmp_path / "template.yaml"
    file.write_text(text)
    return Sam().read(tmp_path, file, Asked())


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_it_is_refused_with_its_place(case, tmp_path):
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, REFUSED[case])

    assert found.value.problems[0].where.startswith("template.yaml")


@pytest.mark.parametrize("case", sorted(READ))
def test_it_is_read_and_carries_nothing(case, tmp_path):
    draft = read(tmp_path, READ[case])

    assert not [each.name for each in draft.functions if each.is_carried]
    assert [each for each in draft.remarks if each.kind == "left"]


def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "app.py").write_text("def handler(event, context): ...\n")
    project = tmp_path / "project"
    project.mkdir()
    (project / "src").symlink_to(outside)

    draft = read(
        project,
        FUNCTION % "{CodeUri: src, Handler: app.handler, Runtime: python3.12, "
        "Events: {A: {Type: HttpApi}}}",
    )

    assert not draft.functions[0].is_carried
    assert "leads out of the project" in draft.remarks[0].message
