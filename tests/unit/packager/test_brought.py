"""Distributions that a guest's own platform would bring."""

from __future__ import annotations

import pytest

from faasport.packager import brought, inputs
from faasport.packager.wheels.requirements import Requirements
from faasport.project.config import Config


def config(dialect: str) -> Config:
    table = {"handler": "app:handler", "dialect": dialect, "http": "/"}
    return Config.model_validate({"name": "shop", "functions": {"one": table}})


@pytest.mark.parametrize(
    ("dialect", "code", "added"),
    [
        ("aws", "import boto3", ("boto3",)),
        ("aws", "import os\nfrom botocore.config import Config", ("botocore",)),
        ("aws", "def f():\n    from boto3.dynamodb import conditions", ("boto3",)),
        ("aws", "import boto3_helper\n# import boto3", ()),
        ("gcp", "def hello(request): ...", ("functions-framework",)),
        ("azure", "import azure.functions as func", ("azure-functions",)),
        ("wsgi", "import boto3", ()),
    ],
)
def test_what_the_platform_brings_is_added(dialect, code, added):
    found = brought.added(Requirements(()), config(dialect), {"app.py": code.encode()})

    assert (found.common, found.whole) == (added, added)


@pytest.mark.parametrize("line", ["boto3==1.34.0", "Boto3>=1 ; python_version > '3'", "boto3[crt]"])
def test_what_the_project_lists_itself_stays_as_it_is(line):
    listed = Requirements((line,), whole=(line,))

    assert brought.added(listed, config("aws"), {"app.py": b"import boto3"}) == listed


def test_every_set_of_groups_has_it():
    sets = {("extra",): ("a", "b")}
    found = brought.added(Requirements(("a",), sets, ("a", "b")), config("gcp"), {})

    assert found.common == ("a", "functions-framework")
    assert found.sets == {("extra",): ("a", "b", "functions-framework")}
    assert found.asked == {"functions-framework"}


def test_a_project_is_read_with_it(tmp_path):
    (tmp_path / "app.py").write_text("import boto3\ndef handler(event, context): ...\n", "utf-8")
    text = 'name = "shop"\n[functions.one]\nhandler = "app:handler"\ndialect = "aws"\nhttp = "/"\n'
    (tmp_path / "faasport.toml").write_text(text, "utf-8")

    assert inputs.read(tmp_path, None, "dev").requirements.common == ("boto3",)
