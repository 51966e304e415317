"""A model's JSON is what its own `model_dump_json` gives, to the byte."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, RootModel, SecretStr

from faasport.runtime import encoding, results
from faasport.runtime.encoding import MOST_MODELS, json_bytes
from faasport.runtime.results import respond


class Aliased(BaseModel):
    size: int = Field(1, serialization_alias="length")
    text: str = "é€"


class ByAlias(Aliased):
    model_config = ConfigDict(serialize_by_alias=True)


class Nested(BaseModel):
    model_config = ConfigDict(extra="allow", ser_json_inf_nan="constants")
    inner: ByAlias = ByAlias()
    much: float = 1e999
    secret: SecretStr = SecretStr("swordfish")


class Numbers(RootModel[list[int]]): ...


class Own(BaseModel):
    def model_dump_json(self, **_: Any) -> str:
        return '"own"'


@pytest.mark.parametrize("value", [Aliased(), ByAlias(), Nested(more=1), Numbers([1]), Own()])
def test_it_is_the_same_each_time(value: BaseModel) -> None:
    expected = value.model_dump_json().encode()

    assert [json_bytes(value), json_bytes(value)] == [expected, expected]
    assert [respond(value).body, respond(value).body] == [expected, expected]


def test_a_class_made_for_one_answer_is_answered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_models", {})
    monkeypatch.setattr(results, "_objects", set())

    for number in range(MOST_MODELS + 2):
        kind = type(f"Made{number}", (Aliased,), {})
        assert respond(kind()).body == '{"size":1,"text":"é€"}'.encode()
