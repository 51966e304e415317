"""A finding concerns those of the wanted targets that it is about, and is not told for others."""

from __future__ import annotations

import pytest

HEAD = "import faasport\n"
WEB = '@faasport.http("GET", "/")\ndef index(request: faasport.Request):\n'
SDK = "import boto3\n" + HEAD + WEB + "    return boto3.__version__\n"
WRITES = HEAD + WEB + '    open("a", "w")\n'


@pytest.mark.parametrize(
    ("text", "targets", "concerned"),
    [
        (SDK, ("aws", "gcp", "azure"), [("gcp", "azure")]),
        (SDK, ("aws",), []),
        (SDK, ("gcp",), [("gcp",)]),
        (WRITES, ("aws", "gcp", "vercel"), [("aws", "vercel")]),
        (WRITES, ("gcp",), []),
    ],
)
def test_a_finding_says_which(text, targets, concerned, inspect):
    assert [each.targets for each in inspect(text, targets=targets)] == concerned


def test_what_concerns_all_names_all(inspect):
    found = inspect(HEAD + WEB + "    return str(request.native)\n", targets=("gcp", "vercel"))

    assert [each.targets for each in found] == [("gcp", "vercel")]


def test_a_module_of_the_project_may_be_called_like_an_sdk(inspect):
    web = 'import faasport\nimport boto3\n@faasport.http("GET", "/")\ndef index():\n    boto3.a()\n'

    assert inspect(web, boto3="def a(): ...\n") == []
