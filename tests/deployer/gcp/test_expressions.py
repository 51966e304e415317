"""Terraform's expressions, as far as they are read here."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer.expressions import UNKNOWN, Unknown, evaluated, references

VALUES: dict[tuple[Any, ...], Any] = {
    ("var", "project"): "shop-1",
    ("a", "b", "id"): "projects/shop-1/topics/b",
    ("a", "b", "many", 0, "uri"): "https://b",
    ("a", "b", "uri"): UNKNOWN,
    ("a", "b", "number"): 7,
}


def look_up(path: tuple[Any, ...]) -> Any:
    return VALUES[path]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("plain", "plain"),
        ("", ""),
        ("${var.project}", "shop-1"),
        ("${a.b.number}", 7),
        ("x-${a.b.number}-${var.project}-y", "x-7-shop-1-y"),
        ("${ a.b.many[0].uri }", "https://b"),
        ("$${var.project} %%{if}", "${var.project} %{if}"),
        ("$${a}${var.project}", "${a}shop-1"),
        (["${var.project}", {"k": "${a.b.id}"}], ["shop-1", {"k": "projects/shop-1/topics/b"}]),
        (True, True),
    ],
)
def test_values(given: Any, wanted: Any) -> None:
    assert evaluated(given, look_up, "here") == wanted


def test_what_nobody_knows_yet_makes_the_whole_unknown() -> None:
    found = evaluated("${a.b.uri}/path", look_up, "here")

    assert isinstance(found, Unknown)
    assert found == f"{UNKNOWN}/path"


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "source.zip").write_bytes(b"content")
    VALUES["path", "module"] = str(tmp_path)

    found = evaluated('s-${filesha256("${path.module}/source.zip")}.zip', look_up, "here")

    assert found == f"s-{hashlib.sha256(b'content').hexdigest()}.zip"


@pytest.mark.parametrize(
    "given",
    ["${upper(var.project)}", "${var.a ? 1 : 2}", "${[1]}", "%{ if true }x%{ endif }", "${1 + 1}"],
)
def test_the_rest_is_terraforms(given: str) -> None:
    with pytest.raises(Unsupported) as caught:
        evaluated(given, look_up, "main.tf.json: a.b")

    (problem,) = caught.value.problems
    assert problem.where == "main.tf.json: a.b"
    assert given in problem.message
    assert "tool=terraform" in problem.fix


def test_references_are_found_wherever_they_stand() -> None:
    given = {"x": ["${a.b.id}-${var.p}"], "y": {"z": '${filesha256("${path.module}/f")}'}, "n": 1}

    assert list(references(given)) == [("a", "b", "id"), ("var", "p"), ("path", "module")]
