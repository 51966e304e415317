from __future__ import annotations

import pytest

from faasport.migrator import documents
from faasport.migrator.tree import Expression, changed, where
from faasport.project.problem import ProblemsFound

YAML = """\
# the top
service: shop  # what it sells

functions:
  # finds one
  # of them
  get: &get
    handler: src.users.get   # the way in
    timeout: "30"
    version: 1.10
    since: 2012-10-17
    account: 012345678901
    on: yes
    hex: 0x10
    script: |
      # no comment
      true
    after: null
  list:
    <<: *get
    timeout: 5
"""
CLOUDFORMATION = """\
A: !Ref Table
B: !GetAtt Table.Arn
C: !Sub "${AWS::Region}-x"
D: !Join [",", [a, !Ref B]]
E: {"Fn::GetAtt": [Table, Arn]}
F: !If [Prod, {A: 1}, !Ref "AWS::NoValue"]
G: !Condition Prod
"""
TERRAFORM = """\
locals {}
resource "acme_function" "get" {
  name    = "get-${var.stage}"  # by stage
  memory  = 512
  low     = -1.5
  on      = true
  none    = null
  text    = "a\\"b\\n$${kept} \\u00e9"
  queue   = acme_queue.orders.arn
  either  = var.on ? 1 : 2
  tags    = { team = "shop", "cost center" = "7", id : local.id }
  parts   = [
    "a",
    acme_part.b,
  ]
  environment {
    variables = { A = "b" }
  }
  script = <<-END
    one
      two
  END
}
resource acme_function list {}
"""


def data(make_folder, name, text):
    return documents.read(make_folder({name: text}), name).data


def test_yaml_is_plain_data_of_the_core_schema(make_folder):
    get = data(make_folder, "a.yml", YAML)["functions"]["get"]

    assert get == {
        "handler": "src.users.get",
        "timeout": "30",
        "version": 1.1,
        "since": "2012-10-17",
        "account": "012345678901",
        "on": "yes",
        "hex": 16,
        "script": "# no comment\ntrue\n",
        "after": None,
    }


def test_yaml_keys_know_their_places_and_values_how_they_were_written(make_folder):
    table = data(make_folder, "a.yml", YAML)
    get = table["functions"]["get"]

    assert get.where("timeout") == "a.yml:9: functions.get.timeout"
    assert get.where() == "a.yml:7: functions.get"
    assert get.mark("version").written == "1.10"
    assert where("text") == ""


def test_yaml_comments_are_those_above_and_beside(make_folder):
    table = data(make_folder, "a.yml", YAML)
    get = table["functions"]["get"]

    assert table.mark("service").comment == "the top\nwhat it sells"
    assert table["functions"].mark("get").comment == "finds one\nof them"
    assert get.mark("handler").comment == "the way in"
    assert get.mark("after").comment == ""


def test_a_block_of_yaml_may_begin_with_blanks_that_are_less_indented(make_folder):
    text = "A: |\n \n   \n   text\n     more\n\nB: 1\n"

    assert data(make_folder, "a.yaml", text) == {"A": "\n\ntext\n  more\n", "B": 1}


def test_yaml_merges_tables_and_what_stands_there_wins(make_folder):
    functions = data(make_folder, "a.yml", YAML)["functions"]

    assert functions["list"]["timeout"] == 5
    assert functions["list"]["handler"] == "src.users.get"
    assert functions["list"].where("timeout") == "a.yml:21: functions.list.timeout"


def test_tags_of_cloudformation_are_data_in_their_long_form(make_folder):
    table = data(make_folder, "template.yaml", CLOUDFORMATION)

    assert table == {
        "A": {"Ref": "Table"},
        "B": {"Fn::GetAtt": ["Table", "Arn"]},
        "C": {"Fn::Sub": "${AWS::Region}-x"},
        "D": {"Fn::Join": [",", ["a", {"Ref": "B"}]]},
        "E": {"Fn::GetAtt": ["Table", "Arn"]},
        "F": {"Fn::If": ["Prod", {"A": 1}, {"Ref": "AWS::NoValue"}]},
        "G": {"Condition": "Prod"},
    }
    assert table["D"]["Fn::Join"][1].where(1) == "template.yaml:4: D.Fn::Join[1][1]"


def test_json_may_have_comments_a_mark_of_its_encoding_and_a_comma_too_many(make_folder):
    lines = [
        "\ufeff{",
        "// of the host",
        '"version": 2.0, /* so far */',
        '"list": [1, {"a": null},],}',
    ]
    text = "\n".join(lines)

    table = data(make_folder, "host.json", text)

    assert table == {"version": 2.0, "list": [1, {"a": None}]}
    assert table.mark("version").comment == "of the host"
    assert table.mark("version").written == "2.0"
    assert table["list"][1].where("a") == "host.json:4: list[1].a"


def test_toml_keys_know_their_places(make_folder):
    table = data(make_folder, "a.toml", "a = 1\n[b]\nc = 2\n[[d]]\ne = 3\n")

    assert table == {"a": 1, "b": {"c": 2}, "d": [{"e": 3}]}
    assert table["d"][0].where("e") == "a.toml:5: d[0].e"


def test_hcl_blocks_have_labels_and_what_only_terraform_knows_is_an_expression(make_folder):
    get, other = data(make_folder, "main.tf", TERRAFORM)["resource"]

    assert (get.labels, other.labels) == (("acme_function", "get"), ("acme_function", "list"))
    assert get == {
        "name": "get-${var.stage}",
        "memory": 512,
        "low": -1.5,
        "on": True,
        "none": None,
        "text": 'a"b\n${kept} é',
        "queue": "${acme_queue.orders.arn}",
        "either": "${var.on ? 1 : 2}",
        "tags": {"team": "shop", "cost center": "7", "id": "${local.id}"},
        "parts": ["a", "${acme_part.b}"],
        "environment": [{"variables": {"A": "b"}}],
        "script": "one\n  two",
    }
    expressions = [key for key, value in get.items() if isinstance(value, Expression)]
    assert expressions == ["name", "queue", "either"]
    assert get["parts"].where(1) == "main.tf:14: resource[0].parts[1]"


def test_texts_are_changed_in_place(make_folder):
    table = data(make_folder, "a.yml", "a: ${x}\nb: [1, '${y}']\n")
    told = []

    found = changed(table, lambda text, at: (told.append(at), text.strip("${}"))[1])

    assert found == {"a": "x", "b": [1, "y"]}
    assert found.where("b") == "a.yml:2: b"
    assert told == ["a.yml:1: a", "a.yml:2: b[1]"]


def test_a_link_within_the_folder_is_followed(make_folder):
    root = make_folder({"real/a.yml": "a: 1\n"})
    (root / "a.yml").symlink_to("real/a.yml")

    assert documents.yaml(root, "a.yml").table == {"a": 1}


@pytest.mark.parametrize("text", ["[1]", "- 1", "1", "# nothing"])
def test_a_file_that_has_to_hold_a_table_says_so(make_folder, text):
    document = documents.yaml(make_folder({"a.yml": text}), "a.yml")

    with pytest.raises(ProblemsFound, match=r"a\.yml: this file should hold a table"):
        _ = document.table
