import subprocess

import pytest

from faasport.project import interpreters
from faasport.project.problem import Problem, ProblemsFound
from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr("faasport.project.cache.directory", lambda: tmp_path)
    return tmp_path


def test_an_environment_is_isolated_and_made_once(cache):
    made = environments.provide((), "3.13")
    again = environments.provide((), "3.13")
    modules = subprocess.run(
        [made, "-I", "-c", "import click"], capture_output=True, text=True, check=False
    )

    assert made == again
    assert "No module named 'click'" in modules.stderr
    assert [each.name for each in (cache / "environments").iterdir()] == [made.parents[1].name]


def test_what_cannot_be_installed_is_unavailable_with_uvs_own_words(cache, monkeypatch):
    monkeypatch.setenv("UV_OFFLINE", "1")

    with pytest.raises(UnavailableError, match="faasport-no-such-runtime"):
        environments.provide(("faasport-no-such-runtime==1.0",), "3.13")

    assert list((cache / "environments").iterdir()) == []


def test_a_missing_interpreter_is_unavailable(cache, monkeypatch):
    def find(python):
        raise ProblemsFound([Problem("no-interpreter", f"Python {python}", "none.", "Install.")])

    monkeypatch.setattr(interpreters, "find", find)

    with pytest.raises(UnavailableError, match=r"Python 3\.13: none\. Install\."):
        environments.provide((), "3.13")
