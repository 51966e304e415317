"""Secrets and dependency groups on Google's own framework, by `faasport verify`."""

from __future__ import annotations

import json

import pytest

from tests.runtimes.settings_project import Verified, names


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Verified:
    return Verified(tmp_path_factory.mktemp("shop"), "gcp")


def test_secrets_and_groups_work_on_the_framework(verified: Verified) -> None:
    assert verified.functions == {"told", "fulfil"}


def test_each_function_has_the_secrets_and_the_packages_that_it_names(verified: Verified) -> None:
    manifest = json.loads((verified.folder / "main.tf.json").read_text("utf-8"))

    given = {
        key: [each["key"] for each in body["service_config"]["secret_environment_variables"]]
        for key, body in manifest["resource"]["google_cloudfunctions2_function"].items()
    }
    assert given == {"app": ["STRIPE_KEY"], "fulfil": ["MAIL_KEY", "STRIPE_KEY"]}
    assert not [name for name in names(verified.folder / "source.zip") if "iniconfig" in name]
    assert "iniconfig/__init__.py" in names(verified.folder / "source-fulfil.zip")


def test_no_value_is_written_or_said(verified: Verified) -> None:
    assert verified.leaks == []
