from __future__ import annotations

import pytest

from faasport.project.problem import ProblemsFound
from faasport_aws.importer.intrinsics import (
    MAX_TEXT,
    Reference,
    Scope,
    known,
    references,
    referred,
    renamed,
)

SCOPE = Scope(
    parameters={"Stage": "prod", "Zones": ["a", "b"], "Count": 3, "Flag": True},
    mappings={"Sizes": {"prod": {"memory": 512}}},
    conditions={
        "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "IsDev": {"Fn::Not": [{"Condition": "IsProd"}]},
        "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsDev"}]},
        "Either": {"Fn::Or": [{"Condition": "Dark"}, {"Condition": "IsProd"}]},
        "Dark": {"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]},
        "Circle": {"Fn::Not": [{"Condition": "Circle"}]},
        "Strange": ["no", "rule"],
    },
    resources={"Queue": {}},
    pseudo={"AWS::StackName": "shop"},
)
NONE = {"Ref": "AWS::NoValue"}
KNOWN = [
    ({"Ref": "Stage"}, "prod"),
    ({"Ref": "AWS::StackName"}, "shop"),
    ({"Fn::Sub": "${Stage}-${Count}-${Flag}-${!Kept}"}, "prod-3-true-${Kept}"),
    ({"Fn::Sub": ["${a}/${Stage}", {"a": {"Ref": "Count"}}]}, "3/prod"),
    ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}]]}, "a-prod"),
    ({"Fn::Join": [",", {"Ref": "Zones"}]}, "a,b"),
    ({"Fn::Select": ["1", {"Ref": "Zones"}]}, "b"),
    ({"Fn::Select": [0, {"Fn::Split": [".", "x.y"]}]}, "x"),
    ({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "memory"]}, 512),
    ({"Fn::If": ["IsProd", 1, 2]}, 1),
    ({"Fn::If": ["Both", 1, 2]}, 2),
    ({"Fn::If": ["Either", 1, 2]}, 1),
    ({"a": {"Fn::If": ["IsDev", 1, NONE]}, "b": 2}, {"b": 2}),
    ([{"Fn::If": ["IsDev", 1, NONE]}, 2], [2]),
    ({"Fn::Base64": "x"}, "eA=="),
]
UNKNOWN = [
    ({"Ref": "Queue"}, {"Ref": "Queue"}),
    ({"Fn::GetAtt": "Queue.Arn"}, {"Fn::GetAtt": ["Queue", "Arn"]}),
    ({"Fn::Sub": "${Stage}-${Queue.Arn}"}, {"Fn::Sub": "prod-${Queue.Arn}"}),
    ({"Fn::Sub": ["${q}", {"q": {"Fn::GetAtt": ["Queue", "Arn"]}}]}, {"Fn::Sub": "${Queue.Arn}"}),
    ({"Fn::Join": ["/", ["$", {"Ref": "Queue"}]]}, {"Fn::Sub": "$/${Queue}"}),
    ({"Fn::ImportValue": {"Fn::Sub": "${Stage}-url"}}, {"Fn::ImportValue": "prod-url"}),
    ({"Fn::If": ["Dark", {"Ref": "Stage"}, NONE]}, {"Fn::If": ["Dark", "prod", NONE]}),
    ({"Fn::If": ["Circle", 1, 2]}, {"Fn::If": ["Circle", 1, 2]}),
    ({"Fn::If": ["Strange", 1, 2]}, {"Fn::If": ["Strange", 1, 2]}),
    ({"Fn::FindInMap": ["Sizes", "test", "x"]}, {"Fn::FindInMap": ["Sizes", "test", "x"]}),
    ({"Fn::Select": [9, ["a"]]}, {"Fn::Select": [9, ["a"]]}),
    ({"Fn::GetAZs": ""}, {"Fn::GetAZs": ""}),
    ({"Ref": ["no"]}, {"Ref": ["no"]}),
    ({"Fn::Sub": {"no": 1}}, {"Fn::Sub": {"no": 1}}),
]


@pytest.mark.parametrize(("told", "expected"), KNOWN, ids=[str(row[0])[:50] for row in KNOWN])
def test_what_is_known_is_put_in(told, expected):
    assert SCOPE.resolve(told) == expected
    assert known(SCOPE.resolve(told))


@pytest.mark.parametrize(("told", "expected"), UNKNOWN, ids=[str(row[0])[:50] for row in UNKNOWN])
def test_what_only_the_service_knows_stays(told, expected):
    assert SCOPE.resolve(told) == expected
    assert not known(SCOPE.resolve(told))


def test_a_reference_is_to_one_resource_and_no_more():
    assert referred({"Fn::Sub": "${Queue.Arn}"}) == Reference("Queue", "Arn")
    assert referred({"Ref": "Queue"}) == Reference("Queue")
    assert referred({"Fn::Sub": "${Queue.Arn}/*"}) is None
    assert referred("Queue") is None


def test_references_are_found_and_renamed_at_any_depth():
    value = {"a": [{"Ref": "A"}, {"Fn::Sub": "${B.Arn}-${!C}"}], "b": {"Fn::GetAtt": ["D", "Arn"]}}

    made = renamed(value, {"A": "X", "B": "Y", "C": "no", "D": "Z"})

    assert [each.resource for each in references(value)] == ["A", "B", "D"]
    assert made == {
        "a": [{"Ref": "X"}, {"Fn::Sub": "${Y.Arn}-${!C}"}],
        "b": {"Fn::GetAtt": ["Z", "Arn"]},
    }


def test_texts_that_grow_without_end_are_not_made():
    told = "x" * 50
    for _ in range(40):
        told = {"Fn::Sub": ["${a}${a}${a}${a}", {"a": told}]}

    made = Scope().resolve(told)

    assert len(str(made)) < 20 * MAX_TEXT


def test_many_long_texts_are_refused():
    scope = Scope(parameters={"Long": "x" * 50_000})

    with pytest.raises(ProblemsFound, match="make texts of more than"):
        scope.resolve([{"Fn::Sub": "${Long}"}] * 1000)


def test_conditions_that_ask_for_one_another_twice_are_asked_once():
    chain = {f"C{n}": {"Fn::Or": [{"Condition": f"C{n - 1}"}] * 2} for n in range(1, 60)}
    scope = Scope(conditions={"C0": {"Fn::Equals": ["a", "b"]}, **chain})

    assert scope.holds("C59") is False


def test_conditions_that_ask_too_deeply_are_refused():
    chain = {f"C{n}": {"Fn::Not": [{"Condition": f"C{n - 1}"}]} for n in range(1, 3000)}

    with pytest.raises(ProblemsFound, match="its conditions ask for one another"):
        Scope(conditions={"C0": {"Fn::Equals": ["a", "a"]}, **chain}).holds("C2999")


def test_names_in_texts_have_an_end():
    text = "${a}" * 20_000

    with pytest.raises(ProblemsFound, match="its functions make texts of more"):
        Scope(parameters={"a": ""}).resolve([{"Fn::Sub": text}, {"Fn::Sub": text}])
