"""What was found sound is what pydantic would make of it, and nobody's values are kept."""

from __future__ import annotations

import copy
import subprocess
import sys
from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from faasport.packager import registry
from faasport.project import sound, store, validation
from faasport.project.auth import Auth
from faasport.project.config import Concurrency, Config, FunctionTable
from faasport.project.table import Table, bounds, fault, rule, text
from faasport_aws.packager.options import AwsOptions
from faasport_azure.packager.options import AzureOptions
from faasport_gcp.packager.options import GcpOptions
from faasport_vercel.packager.options import VercelOptions

VALUE = "a-value-that-nobody-sees"
RAW = {
    "name": "shop",
    "modules": ["orders", "users"],
    "memory": 1024,
    "env": {"LEVEL": VALUE, "EMPTY": ""},
    "auth": {"issuer": "https://id.example", "audience": ["shop"]},
    "concurrency": {"min": 1},
    "functions": {
        "one": {"timeout": 3, "tags": {"team": "a"}},
        "two": {"handler": "users:get", "dialect": "aws", "http": ["GET /users", {"path": "/"}]},
    },
    "stages": {"prod": {"functions": {"one": {"memory": 2048}}}},
    "targets": {"aws": {"raw": {"deep": [{"rate": 0.5, "on": True, "off": None}]}}},
    "permissions": {"aws": [{"Action": "s3:*"}]},
}
ARN = "arn:aws:sqs:eu-west-1:123456789012:orders"
TABLES = {
    "a project": (Config, RAW),
    "aws": (AwsOptions, {"canary": "AllAtOnce", "resources": {"queue": {"orders": {"arn": ARN}}}}),
    "gcp": (GcpOptions, {"region": "EU-West1", "cpu": 1, "functions": {"one": {"cpu": 0.5}}}),
    "azure": (AzureOptions, {"queue": "service-bus", "unit": "app"}),
    "vercel": (VercelOptions, {"regions": ["fra1"]}),
    "nothing": (AwsOptions, {}),
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forget(monkeypatch)
    return tmp_path / "cache/faasport"


def forget(monkeypatch):
    """As in another process."""
    monkeypatch.setattr(sound, "_KNOWN", {})


@pytest.mark.parametrize("name", TABLES)
def test_what_is_kept_is_what_was_validated(name, monkeypatch):
    table, raw = TABLES[name]
    expected = table.model_validate(raw)
    first = sound.validated(table, raw)
    forget(monkeypatch)
    monkeypatch.setattr(validation, "validated", None)

    again = sound.validated(table, copy.deepcopy(raw))

    assert again == first == expected
    assert again.model_fields_set == expected.model_fields_set == set(raw)
    assert again.model_dump() == expected.model_dump()
    assert repr(again) == repr(expected)


def test_no_text_of_the_users_is_kept(own_cache):
    sound.validated(Config, RAW)

    files = [path for path in (own_cache / sound.KIND).glob("*/*") if path.is_file()]

    assert files
    assert not any(VALUE.encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    "wrong", [{"memory": 0}, {"modules": ["9"]}, {"colour": 1}, {"env": {"A": 1}}]
)
def test_what_is_unsound_is_validated_each_time(wrong, own_cache):
    for _ in range(2):
        with pytest.raises(ValidationError):
            sound.validated(Config, {**RAW, **wrong})

    assert not (own_cache / sound.KIND).exists()


def test_a_text_and_a_number_of_one_look_are_two_things():
    raw = {"name": "shop", "modules": ["a"], "targets": {"aws": {"a": "1", "b": 1, "c": 1.0}}}

    found = [sound.validated(Config, raw) for _ in range(2)]

    kinds = [type(found[1].targets["aws"][key]) for key in "abc"]
    assert kinds == [str, int, float]


def test_what_json_has_not_is_validated_each_time(own_cache):
    raw = {**RAW, "targets": {"fake": {"since": date(2026, 1, 1)}}}

    found = sound.validated(Config, raw)

    assert found.targets["fake"]["since"] == date(2026, 1, 1)
    assert not (own_cache / sound.KIND).exists()


def test_an_entry_that_was_damaged_is_made_anew(own_cache, monkeypatch):
    first = sound.validated(Config, RAW)
    forget(monkeypatch)
    for file in (own_cache / sound.KIND).glob("*/*"):
        file.write_bytes(file.read_bytes()[:-1])

    assert sound.validated(Config, RAW) == first


def test_other_rules_are_another_matter(monkeypatch):
    sound.validated(Config, RAW)
    before = sound._key(Config, RAW)
    sound._code.cache_clear()
    monkeypatch.setattr(sound.program, "digest", lambda *_names: "another")

    after = sound._key(Config, RAW)
    sound._code.cache_clear()

    assert before != after


def test_a_class_that_stands_alone_is_validated_each_time(own_cache):
    class Alone(Table):
        """Nobody can tell what it relies on."""

        size: int = 1

    assert sound.validated(Alone, {"size": 2}).size == 2
    assert not (own_cache / sound.KIND).exists()


def test_a_read_only_cache_is_none(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert sound.validated(Config, RAW) == Config.model_validate(RAW)


def test_adapters_load_without_pydantic():
    code = (
        "import sys; from faasport.packager import pipeline, registry; registry.select(['all']); "
        "sys.exit('pydantic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert registry.installed()
    assert done.returncode == 0


def test_a_table_is_what_a_model_would_be():
    class Range(Table):
        least: int = 0
        most: bounds_of_most | None = None  # noqa: F821
        name: named  # noqa: F821

        @rule
        def _in_order(self) -> Range:
            if self.most is not None and self.least > self.most:
                raise fault("bad_range", "{least} is too much", {"least": self.least})
            return self

    from typing import Annotated

    module = sys.modules[__name__]
    module.bounds_of_most = Annotated[int, bounds(le=9)]
    module.named = Annotated[str, text(pattern="^[a-z]+$", to_lower=False)]

    found = Range(name="a", most=3)

    assert (found.least, found.most, found.model_fields_set) == (0, 3, {"name", "most"})
    assert found == Range(name="a", most=3) != Range(name="b", most=3)
    assert copy.deepcopy(found) == found
    assert hash(found) == hash(Range(name="a", most=3))
    assert found.model_copy(update={"least": 2}).model_dump() == {
        "least": 2,
        "most": 3,
        "name": "a",
    }
    assert issubclass(validation.model_of(Range), BaseModel)
    for wrong in (
        {},
        {"name": "A"},
        {"name": "a", "most": 10},
        {"name": "a", "least": 4, "most": 3},
    ):
        with pytest.raises(ValidationError):
            Range.model_validate(wrong)
    with pytest.raises(AttributeError):
        found.least = 1


def test_defaults_need_no_validation():
    assert Concurrency().model_dump() == {"min": None, "max": None, "per_instance": None}
    assert FunctionTable().model_fields_set == set()
    assert Auth(kind="iam").model_fields_set == {"kind"}
    assert store.get(sound.KIND, "00") is None
