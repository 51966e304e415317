"""Secrets for the processes that `verify` starts."""

from __future__ import annotations

import os
import sys

import pytest

from faasport.project.config import Config
from faasport.project.model import Project
from faasport.verifier import secrets
from faasport.verifier.child import Child, closed


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("KEY", "TOKEN", "OTHER"):
        monkeypatch.delenv(name, raising=False)
    config = Config.model_validate(
        {
            "name": "shop",
            "modules": ["shop"],
            "secrets": {"KEY": "key"},
            "functions": {"one": {"secrets": {"TOKEN": "token"}}},
            "targets": {"aws": {"secrets": {"OTHER": "other"}}},
        }
    )
    return Project(tmp_path, config)


def test_every_declared_secret_is_a_variable_for_a_while(project, tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("KEY=of-the-file\nTOKEN=of-the-file\nUNDECLARED=x\n")
    monkeypatch.setenv("TOKEN", "of-the-shell")

    with secrets.at_hand(project) as missing:
        found = {name: os.environ.get(name) for name in ("KEY", "TOKEN", "OTHER", "UNDECLARED")}

    assert missing == ("OTHER",)
    assert found == {
        "KEY": "of-the-file",
        "TOKEN": "of-the-shell",
        "OTHER": "faasport-placeholder-of-OTHER",
        "UNDECLARED": None,
    }
    assert os.environ["TOKEN"] == "of-the-shell"
    assert not {"KEY", "OTHER"} & set(os.environ)


def test_another_stage_has_the_shell_alone(tmp_path, project):
    (tmp_path / ".env").write_text("KEY=of-the-file\n")
    project = Project(tmp_path, project.config, "prod")

    with secrets.at_hand(project) as missing:
        assert "KEY" in missing


def test_a_unit_has_the_values_of_what_it_would_fetch_and_no_others(project):
    variables = {"FAASPORT_SECRET_KEY": "store:key", "PLAIN": "1"}

    with secrets.at_hand(project):
        found = closed(variables)

    assert found["KEY"] == "faasport-placeholder-of-KEY"
    assert not {"TOKEN", "OTHER"} & set(found)


def test_a_process_reads_it_by_its_name(project, tmp_path):
    program = "import faasport; print(faasport.secret('KEY'))"
    variables = {
        "FAASPORT_SECRET_KEY": "no.such.module:key",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    with secrets.at_hand(project):
        child = Child([sys.executable, "-c", program], cwd=tmp_path, environment=closed(variables))
    child.process.wait(60)

    assert child.said == "faasport-placeholder-of-KEY"
    child.stop()


def test_the_report_says_once_what_had_a_placeholder():
    (note,) = secrets.notes(("A", "B"))

    assert "A, B" in note
    assert secrets.notes(()) == ()
