from dataclasses import InitVar, dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Optional, Union
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict

from faasport.runtime.structure import build


class Colour(Enum):
    RED = "red"


@dataclass
class Leaf:
    name: str
    weight: "float" = 1.0


@dataclass
class Tree:
    leaves: list[Leaf]
    colour: Colour = Colour.RED
    parent: "Optional[Tree]" = None  # noqa: UP045
    made: int = field(default=0, init=False)


@dataclass
class Strict:
    age: int

    def __post_init__(self) -> None:
        if self.age < 0:
            raise ValueError("age is below 0")


@dataclass
class Counted:
    kind: ClassVar[str] = "counted"
    step: InitVar[int]
    count: "int" = 0

    def __post_init__(self, step: int) -> None:
        self.count += step


@dataclass
class Elsewhere(Tree):
    """Its inherited annotations are text that means nothing where `__module__` says it is."""


Elsewhere.__module__ = "json"

KEY = "12345678-1234-5678-1234-567812345678"


@pytest.mark.parametrize(
    ("hint", "value", "built"),
    [
        (str, "a", "a"),
        (int, 1, 1),
        (float, 1, 1),
        (bool, True, True),
        (dict, {"a": 1}, {"a": 1}),
        (list, [1], [1]),
        (Any, {"x": [1]}, {"x": [1]}),
        (Optional[int], None, None),  # noqa: UP045
        (Union[int, str], "a", "a"),  # noqa: UP007
        (Union[int, Leaf], {"name": "a"}, Leaf("a")),  # noqa: UP007
        (list[int], [1, 2], [1, 2]),
        (set[str], ["a", "a"], {"a"}),
        (frozenset[str], ["a"], frozenset({"a"})),
        (dict[str, Leaf], {"k": {"name": "a"}}, {"k": Leaf("a")}),
        (Decimal, "1.10", Decimal("1.10")),
        (Decimal, 2, Decimal(2)),
        (UUID, KEY, UUID(KEY)),
        (date, "2026-02-28", date(2026, 2, 28)),
        (Colour, "red", Colour.RED),
        (Leaf, {"name": "a", "weight": 2, "other": 1}, Leaf("a", 2)),
        (Tree, {"leaves": [], "parent": {"leaves": []}}, Tree([], parent=Tree([]))),
        (Tree, {"leaves": [], "made": 9}, Tree([])),
        (Counted, {"kind": "x", "step": 2, "count": 1}, Counted(2, 1)),
        (Elsewhere, {"leaves": [], "parent": {"leaves": []}}, Elsewhere([], parent=Tree([]))),
        (tuple[int, str], [1, "a"], (1, "a")),
        (tuple[int, ...], [1, 2], (1, 2)),
        (dict[int, str], {"1": "a"}, {1: "a"}),
        (dict[Colour, int], {"red": 1}, {Colour.RED: 1}),
    ],
)
def test_json_becomes_what_is_asked_for(hint: Any, value: Any, built: Any) -> None:
    faults: list[Any] = []

    result = build(hint, value, (), faults)

    assert faults == []
    assert built == result


@pytest.mark.parametrize(
    ("hint", "value", "faults"),
    [
        (int, True, [((), "Expected a whole number.")]),
        (int, 1.5, [((), "Expected a whole number.")]),
        (int, None, [((), "Expected a whole number.")]),
        (float, "1", [((), "Expected a number.")]),
        (float, float("inf"), [((), "Expected a number.")]),
        (float, 10**400, [((), "Expected a number.")]),
        (tuple[int, str], [1], [((), "Expected an array of 2.")]),
        (dict[int, str], {"a": "b"}, [(("a",), "The name is not a whole number.")]),
        (str, 1, [((), "Expected text.")]),
        (bool, 1, [((), "Expected true or false.")]),
        (list[int], {}, [((), "Expected an array.")]),
        (
            list[int],
            [1, "2", None],
            [((1,), "Expected a whole number."), ((2,), "Expected a whole number.")],
        ),
        (dict[str, int], {"a": "b"}, [(("a",), "Expected a whole number.")]),
        (dict[str, int], [], [((), "Expected an object.")]),
        (Union[int, bool], "x", [((), "Expected a whole number. or Expected true or false.")]),  # noqa: UP007
        (Leaf, [], [((), "Expected an object.")]),
        (Leaf, {}, [(("name",), "Field required")]),
        (
            Leaf,
            {"name": 1, "weight": "x"},
            [(("name",), "Expected text."), (("weight",), "Expected a number.")],
        ),
        (
            Tree,
            {"leaves": [{"name": "a"}, {}], "colour": "blue"},
            [
                (("leaves", 1, "name"), "Field required"),
                (("colour",), "The value is not one of red."),
            ],
        ),
        (Strict, {"age": -1}, [((), "age is below 0")]),
        (UUID, "x", [((), "The value is not a UUID.")]),
    ],
)
def test_every_fault_is_told_with_its_place(
    hint: Any, value: Any, faults: list[tuple[tuple[Any, ...], str]]
) -> None:
    found: list[Any] = []

    build(hint, value, (), found)

    assert faults == [(tuple(fault["loc"]), fault["detail"]) for fault in found]


def test_a_number_is_a_float_where_one_is_asked_for() -> None:
    assert type(build(float, 3, (), [])) is float


class Dated(BaseModel):
    model_config = ConfigDict(strict=True)
    day: date


def test_a_strict_model_within_other_data_is_read_as_json() -> None:
    faults: list[Any] = []

    (dated,) = build(list[Dated], [{"day": "2026-02-28"}], (), faults)

    assert faults == []
    assert dated.day == date(2026, 2, 28)


def test_what_json_cannot_say_is_a_fault_of_a_model() -> None:
    faults: list[Any] = []

    build(list[Dated], [{"day": float("inf")}], (), faults)

    assert [fault["loc"] for fault in faults] == [[0]]
