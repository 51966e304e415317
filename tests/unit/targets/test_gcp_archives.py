"""Dependency groups: an archive for what needs the same."""

from __future__ import annotations

import json

from faasport.packager.target import Dependencies
from tests.unit.targets.gcp_plans import plan

COMMON = {"requests/__init__.py": b"", "requests-2.0.dist-info/METADATA": b""}
LARGE = {**COMMON, "numpy/__init__.py": b"", "numpy-3.0.dist-info/METADATA": b""}
OTHER = {**COMMON, "lxml/__init__.py": b""}


def sources(made):
    """The archive of each function, by the resource that it is built from."""
    configuration = json.loads(made.manifests["main.tf.json"])["resource"]
    objects = configuration["google_storage_bucket_object"]
    return {
        key: objects[body["build_config"]["source"]["storage_source"]["object"].split(".")[1]][
            "source"
        ].removeprefix("${path.module}/")
        for key, body in configuration["google_cloudfunctions2_function"].items()
    }


def test_without_groups_there_is_one_archive():
    made = plan(dependencies=Dependencies(COMMON))

    assert [each.path for each in made.artifacts] == ["source.zip"]
    assert set(sources(made).values()) == {"source.zip"}


def test_a_function_with_groups_has_an_archive_of_its_own():
    made = plan(dependencies=Dependencies(COMMON, {"fulfil": LARGE}))

    common, own = made.artifacts
    assert (common.path, own.path) == ("source.zip", "source-fulfil.zip")
    assert own.functions == ("fulfil",)
    assert "fulfil" not in common.functions
    assert "numpy/__init__.py" in own.files
    assert "numpy/__init__.py" not in common.files
    assert b"numpy==3.0" in own.files["faasport_constraints.txt"]
    assert b"numpy" not in common.files["faasport_constraints.txt"]
    assert sources(made)["fulfil"] == "source-fulfil.zip"
    assert sources(made)["welcome"] == "source.zip"


def test_functions_that_need_the_same_share_one():
    groups = {"fulfil": LARGE, "welcome": dict(LARGE), "ingest": OTHER}

    made = plan(dependencies=Dependencies(COMMON, groups))

    assert {each.path: each.functions for each in made.artifacts[1:]} == {
        "source-fulfil.zip": ("fulfil", "welcome"),
        "source-ingest.zip": ("ingest",),
    }


def test_what_answers_http_has_all_that_its_functions_need():
    made = plan(dependencies=Dependencies(COMMON, {"hook": LARGE, "files": OTHER}))

    app = made.artifacts[0]
    assert app.path == "source-app.zip"
    assert {"numpy/__init__.py", "lxml/__init__.py", "requests/__init__.py"} <= set(app.files)
    assert sources(made)["app"] == "source-app.zip"
    assert sources(made)["fulfil"] == "source.zip"


def test_every_archive_says_how_large_it_may_be():
    made = plan(dependencies=Dependencies(COMMON, {"fulfil": LARGE}))

    assert {each.limits[0].most for each in made.artifacts} == {500 * 1024 * 1024}
