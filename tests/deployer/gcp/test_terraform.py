"""The real binary, with what it has built in instead of Google's provider."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from faasport.deployer.faults import Failed, Fault, NoClient
from faasport.packager.output import Output
from faasport_gcp.deployer import terraform
from faasport_gcp.deployer.settings import Said
from faasport_gcp.packager.options import GcpOptions

SAID = Said(GcpOptions(), {}, "shop-1", "us-central1", "terraform", "rest", adopts=False)
BODY = {
    "variable": {"project": {"type": "string"}},
    "resource": {"terraform_data": {"one": {"input": "${var.project}"}}},
    "output": {
        "url": {"value": "${terraform_data.one.output}"},
        "push": {"value": ["gcloud pubsub"]},
    },
}
needs_terraform = pytest.mark.skipif(
    shutil.which("terraform") is None, reason="there is no terraform on the path"
)


def output(folder: Path, body: dict[str, Any] = BODY) -> Output:
    (folder / "main.tf.json").write_text(json.dumps(body))
    return Output("gcp", folder, (), ("main.tf.json",), (), ())


def silent(_said: str) -> None:
    pass


@needs_terraform
def test_it_plans_and_applies_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    made = output(tmp_path)

    first = terraform.plan(SAID, made, "shop-1", silent)
    deployed = terraform.applied(first, silent)
    second = terraform.plan(SAID, made, "shop-1", silent)
    again = terraform.applied(second, silent)

    assert [(each.action, each.kind, each.name) for each in first.changes] == [
        ("add", "terraform_data", "one")
    ]
    assert [(each.name, each.value) for each in deployed.endpoints] == [("url", "shop-1")]
    assert deployed.notes == ("Run: gcloud pubsub",)
    assert second.is_empty
    assert again == deployed
    assert not (tmp_path / terraform.PLAN).exists()


@needs_terraform
def test_a_plan_that_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    terraform.abandon(terraform.plan(SAID, output(tmp_path), "shop-1", silent))

    assert not (tmp_path / terraform.PLAN).exists()


@needs_terraform
def test_its_own_words_are_told(tmp_path: Path) -> None:
    broken = {"resource": {"terraform_data": {"one": {"colour": "red"}}}}

    with pytest.raises(Fault) as caught:
        terraform.plan(SAID, output(tmp_path, broken), "shop-1", silent)

    (problem,) = caught.value.problems
    assert caught.type is Failed
    assert problem.where == "gcp: terraform plan"
    assert "colour" in problem.message


def test_where_there_is_none_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoClient, match="no terraform on the path"):
        terraform.plan(SAID, output(tmp_path), "shop-1", silent)
