from __future__ import annotations

import pytest

from faasport.migrator import documents
from faasport.migrator.draft import Draft
from faasport.migrator.reader import Reader

TEXT = """\
memory: "512"
ratio: 1
version: 1.10
flag: "true"
text: 007
none: null
queue: !Ref Queue
functions:
  get:
    handler: a.b
    odd: 1
  list: []
events:
  - http: /a
    extra: 1
  - plain
one: {a: 1, b: 2}
"""


@pytest.fixture
def reader(make_folder):
    return Reader(documents.read(make_folder({"a.yml": TEXT}), "a.yml").table)


def rest(reader):
    return [(each.where, each.wrong) for each in reader.rest()]


@pytest.mark.parametrize(
    ("key", "kind", "expected"),
    [
        ("memory", int, 512),
        ("memory", str, "512"),
        ("ratio", int, 1),
        ("ratio", float, 1.0),
        ("version", str, "1.10"),
        ("flag", bool, True),
        ("text", str, "007"),
        ("none", str, None),
        ("missing", str, None),
        ("queue", dict, {"Ref": "Queue"}),
        ("one", None, {"a": 1, "b": 2}),
    ],
)
def test_a_value_is_taken_as_what_is_wanted(reader, key, kind, expected):
    found = reader.take(key) if kind is None else reader.take(key, kind)

    assert found == expected
    assert key not in {*reader.keys()}


@pytest.mark.parametrize(
    ("key", "kind", "said"),
    [
        ("version", int, "this should be a whole number, and is 1.1."),
        ("flag", int, "this should be a whole number, and is 'true'."),
        ("ratio", bool, "this should be true or false, and is 1."),
        ("queue", str, "this should be a text, and is a table."),
        ("events", dict, "this should be a table, and is a list."),
        ("text", list, "this should be a list, and is '007'."),
    ],
)
def test_a_value_of_another_kind_is_told(reader, key, kind, said):
    found = reader.take(key, kind, "default")

    assert found == "default"
    assert said in [each.message for each in reader.rest()]


def test_what_nobody_reads_is_told_here_and_further_in(reader):
    reader.ignore("memory", "ratio", "version", "flag", "text", "none", "queue")
    functions = dict(reader.section("functions").sections())
    functions["get"].take("handler", str)
    (event,) = reader.readers("events")
    event.take("http", str)
    assert reader.inner(reader.take("one")).take("a") == 1

    told = rest(reader)

    assert told == [
        ("a.yml:11: functions.get.odd", ""),
        ("a.yml:12: functions.list", "this should be a table, and is a list."),
        ("a.yml:15: events[0].extra", ""),
        ("a.yml:16: events[1]", "this should be a table, and is 'plain'."),
        ("a.yml:17: one.b", ""),
    ]


def test_what_is_told_of_a_function_names_it(reader):
    reader.ignore(*(set(reader.keys()) - {"functions"}))
    functions = reader.section("functions")
    get = functions.section("get")
    get.function = "get-one"
    get.ignore("handler")
    functions.ignore("list")
    draft = Draft("acme", "a.yml")

    reader.tell(draft)

    (remark,) = draft.remarks
    assert (remark.kind, remark.function) == ("left", "get-one")
    assert remark.where == "a.yml:11: functions.get.odd"
    assert "does not know this key" in remark.message


def test_what_is_not_there_reads_as_empty(reader):
    section = reader.section("nothing").section("further")

    assert section.take("key", str, "default") == "default"
    assert section.each("list") == []
    assert section.readers("list") == []
    assert section.where("key") == "a.yml:1: nothing.further.key"


def test_one_value_stands_for_a_list_of_it(reader):
    assert reader.each("memory") == ["512"]
    assert [each.take("b") for each in reader.readers("one")] == [2]
