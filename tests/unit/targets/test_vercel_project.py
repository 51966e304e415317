"""The project form: what Vercel's own builder is given."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from faasport.packager.target import Dependencies
from faasport.project.problem import ProblemsFound
from tests.unit.targets.projects import ASYNC, FUNCTIONS, project
from tests.unit.targets.vercel_plans import EVENTS, TARGET, plan, refused, vercel

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SERVED = (*FUNCTIONS, ASYNC, EVENTS[2])
# https://openapi.vercel.sh/vercel.json, as far as we write it. Vercel's own takes any other key at
# the top; ours does not.
VERCEL_JSON = {
    "type": "object",
    "additionalProperties": False,
    "required": ["$schema", "framework"],
    "properties": {
        "$schema": {"const": "https://openapi.vercel.sh/vercel.json"},
        "framework": {"enum": [None, "python"]},
        "regions": {"type": "array", "minItems": 1, "items": {"pattern": r"^[a-z]{3}\d$"}},
        "functions": {
            "minProperties": 1,
            "maxProperties": 50,
            "patternProperties": {
                "^.{1,256}$": {
                    "additionalProperties": False,
                    "properties": {
                        "architecture": {"enum": ["x86_64", "arm64"]},
                        "memory": {"type": "integer", "minimum": 128, "maximum": 10240},
                        "maxDuration": {"type": "integer", "minimum": 1, "maximum": 3600},
                        "maxConcurrency": {"type": "integer", "minimum": 1, "maximum": 8192},
                    },
                }
            },
        },
        "crons": {
            "type": "array",
            "items": {
                "additionalProperties": False,
                "required": ["path", "schedule"],
                "properties": {
                    "path": {"type": "string", "pattern": "^/", "maxLength": 512},
                    "schedule": {"type": "string", "minLength": 9, "maxLength": 256},
                },
            },
        },
    },
}


def made(*functions, dependencies=None, **config):
    options = config.pop("options", {})
    return plan(
        *(functions or SERVED),
        dependencies=dependencies or Dependencies({"dep.py": b""}),
        **config,
        **vercel(manifest="project", **options),
    )


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"options": {"regions": ["fra1", "iad1"]}},
        {"memory": 1024, "timeout": 300, "concurrency": {"per_instance": 16}},
        {"architecture": "arm64"},
    ],
)
def test_vercel_json_is_of_the_shape_that_vercel_takes(config):
    told = json.loads(made(**config).manifests["project/vercel.json"])

    assert list(Draft202012Validator(VERCEL_JSON).iter_errors(told)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"functions": {"a.py": {"memory": 64}}},
        {"functions": {"a.py": {"maxDuraton": 6}}},
        {"functions": {}},
        {"crons": [{"path": "a", "schedule": "0 6 * * *"}]},
        {"regoins": ["fra1"]},
    ],
)
def test_the_shape_sees_seeded_mistakes(spoil):
    told = {**json.loads(made().manifests["project/vercel.json"]), **spoil}

    assert list(Draft202012Validator(VERCEL_JSON).iter_errors(told))


def test_settings_are_those_of_the_one_function():
    told = json.loads(
        made(memory=1024, timeout=120, options={"regions": ["fra1"]}).manifests[
            "project/vercel.json"
        ]
    )

    assert told["functions"] == {
        "faasport_entry.py": {"architecture": "x86_64", "memory": 1024, "maxDuration": 120}
    }
    assert told["regions"] == ["fra1"]
    assert told["crons"] == [{"path": "/_faasport/report/report", "schedule": "0 6 * * *"}]


def test_the_folder_holds_all_but_vercels_runtime():
    (artifact,) = made().artifacts
    pyproject = tomllib.loads(artifact.files["pyproject.toml"].decode())

    assert {"dep.py", "orders.py", "faasport_entry.py", ".python-version"} <= set(artifact.files)
    assert "vc__handler__python.py" not in artifact.files
    assert TARGET.requirements(project(**vercel(manifest="project"))) == ()
    assert pyproject["project"]["dependencies"] == []
    assert pyproject["project"]["requires-python"] == "==3.13.*"
    assert pyproject["tool"]["vercel"]["entrypoint"] == "faasport_entry:app"


def test_the_manifest_is_the_file_in_the_folder():
    it = made()

    (artifact,) = it.artifacts
    assert it.manifests == {"project/vercel.json": artifact.files["vercel.json"]}


def test_the_entry_has_its_variables_before_the_users_code_is_imported(tmp_path: Path):
    (artifact,) = made(env={"SHOP": "1"}).artifacts
    tree = ast.parse(artifact.files["faasport_entry.py"].decode())

    imports = [
        getattr(node, "module", None) or node.names[0].name
        for node in tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    lines = [type(node).__name__ for node in tree.body]
    variables = json.loads(artifact.files["faasport_variables.json"])
    assert imports[:2] == ["json", "os"]
    assert lines.index("With") < next(
        index
        for index, node in enumerate(tree.body)
        if isinstance(node, ast.ImportFrom) and node.module == "faasport_app"
    )
    assert variables["SHOP"] == "1"
    assert variables["FAASPORT_TIMEOUT"] == "30"


def test_no_secret_is_among_the_variables():
    (artifact,) = made(secrets={"KEY": "stripe/key"}).artifacts

    assert "KEY" not in json.loads(artifact.files["faasport_variables.json"])


def test_raw_and_document_go_over_it():
    options = {
        "raw": {"maxDuration": 99},
        "document": {"headers": [{"source": "/(.*)", "headers": [{"key": "a", "value": "b"}]}]},
    }

    told = json.loads(made(options=options).manifests["project/vercel.json"])

    assert told["functions"]["faasport_entry.py"]["maxDuration"] == 99
    assert told["headers"][0]["headers"] == [{"key": "a", "value": "b"}]


@pytest.mark.parametrize("which", [0, 1, 3])
def test_a_trigger_that_needs_a_function_of_its_own_is_refused(which):
    found = refused(*FUNCTIONS, EVENTS[which], **vercel(manifest="project"))

    assert "one of a whole project" in found["no-trigger"]
    assert '"build-output"' in found["no-trigger"]


@pytest.mark.parametrize("folder", ["api", "public"])
def test_a_folder_that_vercel_would_open_to_everybody_is_refused(folder):
    with pytest.raises(ProblemsFound, match=f"vercel: {folder}/"):
        made(dependencies=Dependencies({f"{folder}/orders.py": b""}))

    assert plan(*FUNCTIONS, dependencies=Dependencies({f"{folder}/orders.py": b""}))
