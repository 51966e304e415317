"""Modules of guests that need what their own platform sets, imported on the developer's machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faasport.packager import guests
from faasport.project import config_file

CONFIG = """
name = "shop"

[functions.get-user]
handler = "users:handler"
dialect = "{dialect}"
http = "GET /users/{{id}}"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "faasport.toml").write_text(CONFIG.format(dialect="aws"), "utf-8")
    return tmp_path


def placeholders(folder: Path) -> dict[str, str]:
    file, _ = config_file.attempt(folder)
    return guests.placeholders(file.config)


def test_a_guest_of_lambda_has_a_region_while_it_is_imported(project: Path) -> None:
    assert placeholders(project) == {"AWS_DEFAULT_REGION": "us-east-1"}


def test_a_project_without_guests_of_a_platform_has_none_of_its_placeholders(
    project: Path,
) -> None:
    (project / "faasport.toml").write_text(CONFIG.format(dialect="asgi"), "utf-8")

    assert placeholders(project) == {}


HANDLER = """
import os

REGION = os.environ["AWS_DEFAULT_REGION"]

def handler(event, context):
    return {"region": REGION, "id": event["pathParameters"]["id"]}
"""


def faasport(
    project: Path, *arguments: str, given: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    shell = {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "faasport.cli", *arguments, "--project", str(project)],
        env={**shell, **variables},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_module_is_imported_when_it_is_packaged(project: Path) -> None:
    (project / "users.py").write_text(HANDLER, "utf-8")

    packaged = faasport(project, "package", "--target", "gcp", "--json")

    assert packaged.returncode == 0, packaged.stdout
    written = (project / "dist/gcp/main.tf.json").read_text("utf-8")
    assert "AWS_DEFAULT_REGION" not in written


@pytest.mark.parametrize(
    ("variables", "region"),
    [({}, "us-east-1"), ({"AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-1")],
    ids=["placeholder", "shell"],
)
def test_its_module_is_imported_when_it_is_invoked(
    project: Path, variables: dict[str, str], region: str
) -> None:
    (project / "users.py").write_text(HANDLER, "utf-8")
    asked = json.dumps({"method": "GET", "target": "/users/7", "headers": []})

    invoked = faasport(project, "invoke", "get-user", "--event", "-", given=asked, **variables)

    answer = json.loads(invoked.stdout)
    assert json.loads(answer["body"]) == {"region": region, "id": "7"}
