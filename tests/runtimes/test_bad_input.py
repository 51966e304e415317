"""Bad input through the command line: exit code 1, and one message that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CONFIGURATION = 'name = "shop"\nmodules = ["app"]\n'
APP = 'import faasport\n\n@faasport.http("GET", "/")\ndef home(): return "x"\n'


@pytest.fixture
def run(tmp_path: Path):
    """`run(*arguments, ...)`: the command in a project of these files; (exit code, all it said)."""

    def started(
        *arguments: str,
        configuration: str = CONFIGURATION,
        environment: dict[str, str] | None = None,
        **sources: str,
    ) -> tuple[int, str]:
        (tmp_path / "faasport.toml").write_text(configuration)
        for name, source in {"app": APP, **sources}.items():
            (tmp_path / f"{name}.py").write_text(source)
        done = subprocess.run(
            [sys.executable, "-m", "faasport.cli", *(arguments or ("package", "--target", "aws"))],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "300", **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        lines = done.stdout.splitlines()
        assert len([line for line in lines if line.startswith("error ")]) == 1, done.stdout
        assert "faasport/cli" not in done.stdout
        return done.returncode, " ".join(done.stdout.split())

    return started


def test_an_unknown_key_with_what_was_meant(run) -> None:
    code, said = run(configuration=CONFIGURATION + "memroy = 512\n")

    assert code == 1
    assert "unknown key 'memroy'" in said
    assert "Did you mean 'memory'?" in said


def test_a_module_that_does_not_import_with_its_own_error(run) -> None:
    code, said = run(app="import faasport\nraise RuntimeError('no database here')\n")

    assert code == 1
    assert "RuntimeError: no database here" in said
    assert "app" in said


def test_two_functions_with_one_name(run) -> None:
    other = 'import faasport\n\n@faasport.http("GET", "/other")\ndef home(): return "y"\n'

    code, said = run(configuration='name = "shop"\nmodules = ["app", "other"]\n', other=other)

    assert code == 1
    assert "home" in said
    assert "app.py" in said
    assert "other.py" in said


def test_two_functions_with_one_route(run) -> None:
    code, said = run(app=APP + '\n@faasport.http("GET", "/")\ndef again(): return "y"\n')

    assert code == 1
    assert "GET /" in said
    assert "home" in said
    assert "again" in said


def test_a_parameter_that_matches_nothing(run) -> None:
    code, said = run(app='import faasport\n\n@faasport.http("GET", "/")\ndef home(thing): ...\n')

    assert code == 1
    assert "parameter 'thing' matches nothing" in said
    assert "app.py:" in said


def test_a_missing_wheel_for_the_target(run, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    name = "compiled-1.0-cp313-cp313-win_amd64.whl"
    with zipfile.ZipFile(wheels / name, "w") as wheel:
        wheel.writestr("compiled.py", "")
        wheel.writestr(
            "compiled-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: compiled\nVersion: 1.0\n",
        )
        wheel.writestr(
            "compiled-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp313-cp313-win_amd64\n",
        )
        wheel.writestr("compiled-1.0.dist-info/RECORD", "")
    (tmp_path / "requirements.txt").write_text(f"--no-index\n--find-links {wheels}\ncompiled\n")

    code, said = run()

    assert code == 1
    assert "no wheel of compiled fits" in said


def test_a_path_with_a_bad_template(run) -> None:
    code, said = run(
        app='import faasport\n\n@faasport.http("GET", "/a/{id:int}")\ndef f(id): ...\n'
    )

    assert code == 1
    assert "only ':path' is known" in said
    assert "app.py:" in said


def test_an_unknown_target_lists_those_installed(run) -> None:
    code, said = run("package", "--target", "awss")

    assert code == 1
    assert "there is no target 'awss'" in said
    assert all(name in said for name in ("aws", "azure", "gcp", "vercel"))


def test_an_output_folder_that_holds_something_else_is_left_alone(run, tmp_path: Path) -> None:
    theirs = tmp_path / "dist" / "aws" / "thesis.txt"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("four years of work")

    code, said = run()

    assert code == 1
    assert "dist/aws" in said
    assert theirs.read_text() == "four years of work"
    assert [theirs] == [path for path in theirs.parent.rglob("*") if path.is_file()]
