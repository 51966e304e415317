"""The file that Azure's worker indexes, beside guests that have one of that name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faasport.packager.target import Dependencies
from faasport.project.config import Config
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport_azure.host import app_settings
from faasport_azure.packager import AzureTarget

GUEST = {"get": {"handler": "function_app:get", "dialect": "azure", "http": "GET /x"}}


def project(root: Path, functions=GUEST, source_root=None):
    config = Config.model_validate({"name": "shop", "modules": ["m"], "functions": functions})
    trigger = DeclaredTrigger(kind="http", methods=("GET",), path="/x")
    function = DeclaredFunction(name="get", module="m", is_async=False, triggers=(trigger,))
    return Project(root, config, functions=(function,), source_root=source_root)


def made(it):
    target = AzureTarget()
    plan = target.plan(it, {}, Dependencies({}))
    return set(target.entries(it)), plan.manifests["template.json"]


@pytest.mark.parametrize("folder", ["", "src"])
def test_an_app_of_the_users_own_keeps_its_name(tmp_path, folder):
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "function_app.py").touch()
    (tmp_path / "template.json").touch()

    files, template = made(project(tmp_path, source_root=tmp_path / folder))

    assert files == {"faasport_function_app.py", "host.json"}
    (tmp_path / "template.json").write_bytes(template)
    settings = app_settings.read(tmp_path / "template.json")
    assert settings["PYTHON_SCRIPT_FILE_NAME"] == "faasport_function_app.py"


def test_without_one_the_usual_name_is_ours(tmp_path):
    files, template = made(project(tmp_path))

    assert files == {"function_app.py", "host.json"}
    assert "PYTHON_SCRIPT_FILE_NAME" not in json.dumps(json.loads(template))


def test_without_guests_a_file_of_that_name_is_not_expected(tmp_path):
    (tmp_path / "function_app.py").touch()

    files, _ = made(project(tmp_path, functions={}))

    assert files == {"function_app.py", "host.json"}
