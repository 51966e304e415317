from __future__ import annotations

import subprocess
import sys

import pytest

from faasport.project import interpreters, uv
from faasport.project.problem import ProblemsFound

OWN = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(autouse=True)
def forget(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    interpreters.find.cache_clear()
    yield
    interpreters.find.cache_clear()


def test_the_interpreter_that_is_found_runs_and_has_the_version():
    found = interpreters.find(OWN)

    code = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix == sys.base_prefix)"
    done = subprocess.run([found, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [OWN, "True"]


def test_a_program_that_does_not_run_is_passed_over(tmp_path, monkeypatch):
    """As pyenv's shims do for the versions that are not the global one."""
    for name, text in (("3.98.1", "#!/bin/sh\nexit 127\n"), ("3.98.0", _pretending("3.98"))):
        program = tmp_path / "versions" / name / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.write_text(text)
        program.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))

    found = interpreters.find("3.98", download=False)

    assert found == tmp_path / "versions/3.98.0/bin/python"


def _pretending(version):
    return f"#!/bin/sh\necho {version} cpython\n"


def test_the_newest_of_pyenvs_versions_is_taken(tmp_path, monkeypatch):
    for name in ("3.98.9", "3.98.10"):
        program = tmp_path / "versions" / name / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.write_text(_pretending("3.98"))
        program.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))

    found = interpreters.find("3.98", download=False)

    assert found == tmp_path / "versions/3.98.10/bin/python"


def test_what_was_found_is_not_looked_for_again_while_it_is_what_it_was(tmp_path, monkeypatch):
    for name in ("3.98.0", "3.98.1"):
        program = tmp_path / "versions" / name / "bin" / "python"
        program.parent.mkdir(parents=True)
        program.write_text(_pretending("3.98"))
        program.chmod(0o755)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    first = interpreters.find("3.98", download=False)
    interpreters.find.cache_clear()

    with monkeypatch.context() as nothing:
        nothing.setattr(uv, "run", None)
        nothing.setattr(subprocess, "run", None)
        again = interpreters.find("3.98", download=False)

    assert again == first
    first.write_text("#!/bin/sh\nexit 1\n")
    interpreters.find.cache_clear()

    assert interpreters.find("3.98", download=False) == tmp_path / "versions/3.98.0/bin/python"


def test_a_version_that_is_nowhere_is_a_problem_that_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")

    with pytest.raises(ProblemsFound) as found:
        interpreters.find("3.99")

    assert "uv python install 3.99" in found.value.problems[0].fix


def test_the_release_is_that_of_the_very_program(monkeypatch):
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    command = [interpreters.find(OWN), "-V"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    first = interpreters.release(OWN)
    monkeypatch.setattr(interpreters, "identity", lambda _path: "another")

    again = interpreters.release_of(interpreters.find(OWN), OWN)

    assert f"Python {first}" == told.strip()
    assert again == first
    assert interpreters.release("3.99") == ""
