from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any, Literal
from uuid import UUID

import pytest

from faasport.runtime.convert import converter_for
from faasport.runtime.kinds import choices_of, kind_of


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1


@pytest.mark.parametrize(
    ("hint", "text", "value"),
    [
        (str, " as is ", " as is "),
        (int, "42", 42),
        (int, "-0", 0),
        (int, "+7", 7),
        (float, "1e3", 1000.0),
        (float, "-.5", -0.5),
        (bool, "TRUE", True),
        (bool, "off", False),
        (Decimal, "1.10", Decimal("1.10")),
        (UUID, "{12345678123456781234567812345678}", UUID(int=0x12345678123456781234567812345678)),
        (date, "2026-02-28", date(2026, 2, 28)),
        (datetime, "2026-02-28T01:02:03Z", datetime(2026, 2, 28, 1, 2, 3, tzinfo=timezone.utc)),
        (
            datetime,
            "2026-02-28T01:02:03+02:00",
            datetime(2026, 2, 28, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))),
        ),
        (Colour, "red", Colour.RED),
        (Level, "1", Level.LOW),
        (Literal["a", 2], "2", 2),
        ((int, str), "7", 7),
        ((str, int), "7", 7),
        ((str, int), "x", "x"),
    ],
)
def test_text_becomes_a_value(hint: Any, text: str, value: Any) -> None:
    convert = converter_for(hint)

    assert convert is not None
    result = convert(text)
    assert value == result
    assert type(value) is type(result)


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (int, ""),
        (int, "1.0"),
        (int, "1_000"),
        (int, " 1"),
        (int, "٣"),
        (int, "+-1"),
        (int, "9" * 5000),
        (float, "nan"),
        (float, "inf"),
        (float, "1_0"),
        (float, "one"),
        (bool, "2"),
        (bool, ""),
        (Decimal, "NaN"),
        (Decimal, "1_0"),
        (Decimal, "x"),
        (UUID, "1234"),
        (date, "28.02.2026"),
        (date, "2026-02-30"),
        (datetime, "now"),
        (Colour, "RED"),
        (Literal["a"], "A"),
        ((int, float), "x"),
    ],
)
def test_text_that_does_not_fit_is_a_value_error(hint: Any, text: str) -> None:
    convert = converter_for(hint)

    assert convert is not None
    with pytest.raises(ValueError, match=r"is not|has too many"):
        convert(text)


@pytest.mark.parametrize("hint", [dict, object, list, complex, (int, object), Any])
def test_other_types_are_no_texts(hint: Any) -> None:
    assert converter_for(hint) is None


@pytest.mark.parametrize(
    ("hint", "kind", "choices"),
    [
        (int, "int", ()),
        (UUID, "uuid", ()),
        (Colour, "choice", ("red", "blue")),
        (Literal["a", 2], "choice", ("a", "2")),
    ],
)
def test_a_type_has_a_name_for_reports(hint: Any, kind: str, choices: tuple[str, ...]) -> None:
    assert (kind_of(hint), choices_of(hint)) == (kind, choices)
