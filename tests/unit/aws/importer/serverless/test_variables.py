from __future__ import annotations

import pytest

from faasport.migrator import documents
from faasport.migrator.origin import Asked
from faasport.project.problem import ProblemsFound
from faasport_aws.importer.serverless.expression import Marks, alternatives, marks_of, parts
from faasport_aws.importer.serverless.gap import Open, manifest_value
from faasport_aws.importer.serverless.variables import Variables

FILE = """
service: {name: shop}
provider: {region: "${opt:region, 'eu-west-1'}", stage: beta}
params: {default: {plan: free, only: yes}, prod: {plan: paid}}
stages: {prod: {params: {extra: 7}}}
custom:
  whole: ${file(more.yml)}
  tables: {dev: users-dev, prod: users-prod}
  list: [a, {b: c}]
  empty:
  round: ${self:custom.about}
  about: ${self:custom.round}
  flag: "true"
value: VALUE
"""
MORE = """
inner: ${self:custom.whole.other}
other: ${self:service.name}-x
deep: {key: [1, 2]}
"""
KNOWN = {
    "plain": "plain",
    "${self:service.name}": "shop",
    "${self:custom.tables.${sls:stage}}": "users-prod",
    "${self:custom.tables.${opt:stage, self:provider.stage}}": "users-prod",
    "${self:provider.stage}": "prod",
    "${opt:unsaid, 'default'}": "default",
    '${opt:unsaid, "double"}': "double",
    "${opt:unsaid, opt:other, 5}": 5,
    "${opt:unsaid, ${self:service.name}}": "shop",
    "${opt:unsaid, 'a, b'}": "a, b",
    "${opt:said}": "yes",
    "${opt:unsaid, true}": True,
    "${opt:unsaid, null}": None,
    "${opt:unsaid, ''}": "",
    "${self:custom.list.0}": "a",
    "${self:custom.list.1.b}": "c",
    "${self:custom.whole.other}": "shop-x",
    "${self:custom.whole.inner}": "shop-x",
    "${file(more.yml):deep.key.1}": 2,
    "${file(./more.${self:custom.nothing, 'yml'}):other}": "shop-x",
    "${file(absent.yml), 'instead'}": "instead",
    "${file(../outside.yml):a, 'instead'}": "instead",
    "${param:plan}": "paid",
    "${param:only}": "yes",
    "${param:extra}": 7,
    "${strToBool(${self:custom.flag})}": True,
    "${strToBool(no)}": False,
    "${aws:region}": "eu-west-1",
    "${AWS::Region}-${Table}": "${AWS::Region}-${Table}",
    "${self:custom.tables.dev}/${sls:stage}": "users-dev/prod",
    "${cf:stack.out, 'known'}": "known",
    "${": "${",
    "${self:custom.tables.dev": "${self:custom.tables.dev",
    "}": "}",
}
UNKNOWN = {
    "${self:custom.nowhere}": ("undefined", "nothing defines it"),
    "${self:custom.empty}": ("undefined", "nothing defines it"),
    "${self:custom.round}": ("undefined", "refers to itself"),
    "${opt:unsaid}": ("undefined", "command line"),
    "${env:HOME}": ("shell", "shell"),
    "${ssm:/a/${sls:stage}}": ("secret", "store"),
    "${ssm:/a/b~true}": ("secret", "store"),
    "${ssm(eu-west-1):/a/b}": ("secret", "store"),
    "${ssm.eu-west-1:/a/b, 'never'}": ("secret", "store"),
    "${secretsmanager:a}": ("secret", "store"),
    "${aws:accountId}": ("pseudo", "account"),
    "${sls:instanceId}": ("unknown", "makes it up"),
    "${cf:stack.Out}": ("unknown", "another stack"),
    "${cf(us-east-1):stack.Out}": ("unknown", "another stack"),
    "${cf.us-east-1:stack.Out}": ("unknown", "another stack"),
    "${s3:bucket/key}": ("unknown", "bucket"),
    "${git:branch}": ("unknown", "Git"),
    "${file(config.js):a}": ("undefined", "is a program"),
    "${file(/etc/passwd)}": ("undefined", "leads out"),
    "${file(absent.yml):a}": ("undefined", "cannot be read"),
    "${weird:a}": ("unknown", "'weird'"),
    "${self:custom.tables.${env:X}}": ("undefined", "depends on"),
    "x${self:custom.tables}": ("unknown", "in the middle"),
}


@pytest.fixture
def variables(tmp_path):
    (tmp_path / "serverless.yml").write_text(FILE)
    (tmp_path / "more.yml").write_text(MORE)
    root = documents.read(tmp_path, "serverless.yml").table
    return Variables(tmp_path, root, Asked(options={"said": "yes"}), "prod", Marks())


@pytest.mark.parametrize("told", KNOWN)
def test_what_the_project_says_is_known(told, variables):
    assert variables.resolve(told) == KNOWN[told]


@pytest.mark.parametrize("told", UNKNOWN)
def test_what_it_does_not_say_has_a_reason(told, variables):
    found = variables.resolve(told)

    assert isinstance(found, Open)
    assert found.gaps[0].why == UNKNOWN[told][0]
    assert UNKNOWN[told][1] in found.gaps[0].reason


def test_a_text_with_a_gap_is_one_with_a_variable_of_the_shell(variables):
    found = variables.resolve("$${x}-${sls:stage}-${env:HOST}-${cf:net.VpcId}")

    assert str(found) == "$$${x}-prod-${HOST}-${NET_VPC_ID}"


def test_the_account_is_filled_by_the_manifest(variables):
    found = variables.resolve({"a": ["arn:aws:sqs:${aws:region}:#{AWS::AccountId}:q"]}["a"][0])

    assert manifest_value({"x": [found]}) == {
        "x": [{"Fn::Sub": "arn:aws:sqs:eu-west-1:${AWS::AccountId}:q"}]
    }


def test_places_are_those_of_the_file_that_says_it(variables):
    whole = variables.resolve(variables.root["custom"])["whole"]

    assert whole.where("other") == "more.yml:3: other"


def test_stages_are_the_keys_beside_the_one_that_was_chosen(variables):
    variables.resolve("${self:custom.tables.${sls:stage}}")

    assert list(variables.stages) == ["dev", "prod"]


def test_what_is_unlike_it_is_no_stage(tmp_path):
    (tmp_path / "serverless.yml").write_text(
        "custom: {dev: {table: a}, prod: {table: b}, wsgi: {app: c}, name: d}\n"
    )
    root = documents.read(tmp_path, "serverless.yml").table
    variables = Variables(tmp_path, root, Asked(), "dev", Marks())

    assert variables.resolve("${self:custom.${opt:stage}.table}") == "a"
    assert list(variables.stages) == ["dev", "prod"]


@pytest.mark.parametrize(
    ("syntax", "marks"),
    [
        (None, Marks()),
        ("\\${{([ ~:a-zA-Z0-9._@'\",\\-\\/\\(\\)]+?)}}", Marks("${{", "}}")),
        ("\\${([ ~:a-zA-Z0-9._]+?)}", Marks()),
        ("%{([^}]+)}", Marks("%{", "}")),
        ("(odd)", None),
    ],
)
def test_a_syntax_of_their_own_is_read_by_its_ends(syntax, marks):
    assert marks_of(syntax) == marks


def test_alternatives_are_parted_by_commas_outside_of_quotes_and_brackets():
    assert alternatives("a:b, 'x, y', ${c:d, e}, f(g, h):i") == [
        "a:b",
        "'x, y'",
        "${c:d, e}",
        "f(g, h):i",
    ]
    assert list(parts("a${x:${y:z}}b", Marks())) == [(False, "a"), (True, "x:${y:z}"), (False, "b")]


def chained(count, value):
    """Each of so many variables stands for what the next one does, and the last for a text."""
    lines = [f"  a{n}: {value.replace('NEXT', f'${{self:custom.a{n + 1}}}')}" for n in range(count)]
    return "\n".join([*lines, f"  a{count}: xxxxxxxx"])


@pytest.mark.parametrize(
    "custom",
    [
        chained(12, "[" + ", ".join(['"NEXT"'] * 9) + "]"),
        chained(40, "NEXTNEXT"),
        chained(500, "NEXT"),
    ],
    ids=["lists", "texts", "depth"],
)
def test_variables_that_grow_without_end_are_refused(custom, tmp_path):
    (tmp_path / "serverless.yml").write_text(f"custom:\n{custom}\nx: ${{self:custom.a0}}\n")
    root = documents.read(tmp_path, "serverless.yml").table
    variables = Variables(tmp_path, root, Asked(), "dev", Marks())

    with pytest.raises(ProblemsFound) as refused:
        variables.resolve(root)

    assert refused.value.problems[0].code == "too-many-variables"
