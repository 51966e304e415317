from __future__ import annotations

import ast
import json
import re
from fnmatch import fnmatch

import pytest
from jsonschema import Draft202012Validator

from faasport.packager.target import Dependencies
from faasport_vercel.packager import VercelTarget
from tests.unit.targets.projects import project

TARGET = VercelTarget()
# https://vercel.com/docs/build-output-api/primitives#serverless-functions, and
# https://openapi.vercel.sh/vercel.json for the ranges.
FUNCTION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["handler", "runtime"],
    "properties": {
        "handler": {"type": "string", "pattern": r"^\w+\.\w+$"},
        "runtime": {"enum": ["python3.12", "python3.13", "python3.14"]},
        "architecture": {"enum": ["x86_64", "arm64"]},
        "memory": {"type": "integer", "minimum": 128, "maximum": 10240},
        "maxDuration": {"type": "integer", "minimum": 1, "maximum": 3600},
        "regions": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "supportsResponseStreaming": {"type": "boolean"},
    },
}
# https://vercel.com/docs/build-output-api/configuration
CONFIG = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version"],
    "properties": {
        "version": {"const": 3},
        "routes": {
            "type": "array",
            "items": {
                "oneOf": [
                    {
                        "additionalProperties": False,
                        "required": ["handle"],
                        "properties": {"handle": {"enum": ["filesystem", "miss", "hit", "error"]}},
                    },
                    {
                        "additionalProperties": False,
                        "required": ["src", "dest"],
                        "properties": {
                            "src": {"type": "string"},
                            "dest": {"type": "string"},
                            "transforms": {
                                "type": "array",
                                "items": {"required": ["type", "op", "args"]},
                            },
                        },
                    },
                ]
            },
        },
    },
}


def planned(**config):
    it = project(**config)
    code = {**TARGET.entries(it), "orders.py": b"user"}
    return TARGET.plan(it, code, Dependencies({"orders.py": b"dependency", "dep/__init__.py": b""}))


def files(**config):
    (artifact,) = planned(**config).artifacts
    return artifact.files


def function(**config):
    return json.loads(files(**config)["functions/app.func/.vc-config.json"])


@pytest.mark.parametrize("options", [{}, {"regions": ["fra1", "iad1"]}, {"architecture": "arm64"}])
def test_the_configurations_are_of_the_build_outputs_shape(options):
    found = files(env={"SHOP": "1"}, targets={"vercel": options})

    own = json.loads(found["functions/app.func/.vc-config.json"])
    assert list(Draft202012Validator(FUNCTION).iter_errors(own)) == []
    config = json.loads(found["config.json"])
    assert list(Draft202012Validator(CONFIG).iter_errors(config)) == []


def test_every_path_leads_to_the_one_function_and_stays_as_it_was_sent():
    routes = json.loads(files()["config.json"])["routes"]

    route = routes[-1]
    for path in ("/", "/orders", "/a%20b/%2F/c"):
        (transform,) = route["transforms"]
        found = re.fullmatch(route["src"], path)
        assert found
        assert transform["args"].replace("$1", found[1]) == path
    assert f"functions{route['dest']}.func/.vc-config.json" in files()


def test_the_handler_is_in_the_function():
    module, _, name = function()["handler"].rpartition(".")
    source = files()[f"functions/app.func/{module}.py"].decode()

    imported = [
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert name in imported


def test_the_application_is_a_def_of_three_positional_parameters():
    source = files()["functions/app.func/faasport_entry.py"].decode()

    (app,) = (node for node in ast.parse(source).body if isinstance(node, ast.AsyncFunctionDef))
    assert app.name == "app"
    assert [argument.arg for argument in app.args.args] == ["scope", "receive", "send"]


def test_dependencies_are_vendored_beside_the_users_code():
    found = files()

    assert found["functions/app.func/orders.py"] == b"user"
    assert found["functions/app.func/_vendor/orders.py"] == b"dependency"
    assert function()["environment"]["PYTHONPATH"] == "_vendor"


def test_settings_reach_the_function():
    found = function(memory=1024, timeout=120, env={"SHOP": "1"})

    assert (found["memory"], found["maxDuration"]) == (1024, 120)
    assert found["environment"]["SHOP"] == "1"


def test_the_runtime_is_vendored_since_nobody_builds():
    assert TARGET.requirements(project()) == ("vercel-runtime==0.24.1",)


def test_nothing_is_left_to_detect():
    assert json.loads(planned().manifests["vercel.json"])["framework"] is None


@pytest.mark.parametrize(
    "left", [".vercel/project.json", ".vercel/README.txt", ".gitignore", ".env.local"]
)
def test_what_vercel_link_leaves_in_the_folder_is_known(left):
    assert any(fnmatch(left, glob) for glob in TARGET.tool_files)
