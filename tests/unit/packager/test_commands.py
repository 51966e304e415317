"""The command line as a user meets it: exit codes, standard output, standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from faasport.cli import program
from faasport.packager import pipeline


def run(*arguments):
    return program.run([str(argument) for argument in arguments])


def test_package_prints_a_table_of_function_trigger_size_and_warnings(make_project, capsys):
    root = make_project()

    code = run("package", "--project", root, "--target", "fake")

    out, err = capsys.readouterr()
    assert code == 0
    for word in ("create_order", "POST /orders", "code.zip", "kB", "warning: It is not real."):
        assert word in out
    assert "Resolving dependencies ..." in err


def test_package_prints_json_alone_on_standard_output(make_project, tmp_path, capsys):
    root = make_project()
    out = tmp_path / "elsewhere"

    code = run("package", "--project", root, "--target", "fake", "--out", out, "--json")

    printed = json.loads(capsys.readouterr().out)
    (artifact,) = printed["targets"]["fake"].pop("artifacts")
    (size,) = printed["targets"]["fake"].pop("sizes")
    assert code == 0
    assert printed == {
        "targets": {
            "fake": {
                "directory": str(out / "fake"),
                "unchanged": False,
                "manifests": ["manifest.json"],
                "sbom": "sbom.cdx.json",
                "warnings": ["It is not real."],
            }
        }
    }
    assert artifact.pop("bytes") == (out / "fake/code.zip").stat().st_size
    assert len(artifact.pop("sha256")) == 64
    assert artifact == {"path": "code.zip", "functions": ["create_order", "get_order"]}
    with zipfile.ZipFile(out / "fake/code.zip") as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    whole = {"artifact": "code.zip", "unpacked": unpacked, "own": unpacked, "packages": []}
    assert size == whole


@pytest.mark.parametrize(
    ("config", "app", "target", "code"),
    [
        ("memroy = 1\n", None, "fake", "unknown-key"),
        ("", "import nowhere_at_all\n", "fake", "import-failed"),
        ("", None, "faek", "unknown-target"),
        ("", "import faasport\n@faasport.http('GET', 'x')\ndef x(): ...\n", "fake",
         "bad-declaration"),
    ],
)  # fmt: skip
def test_problems_are_json_with_json_and_text_without(
    make_project, capsys, config, app, target, code
):
    root = make_project(config, **({"app": app} if app else {}))
    line = ("package", "--project", root, "--target", target)

    codes = run(*line), run(*line, "--json")

    out, err = capsys.readouterr()
    (problem,) = json.loads(out)["problems"]
    assert codes == (1, 1)
    assert set(problem) == {"code", "where", "message", "fix"}
    assert problem["code"] == code
    assert problem["message"] in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "line", [("package",), ("package", "--target"), ("pakage",), ("package", "--taget", "x")]
)
def test_wrong_usage_exits_with_2(line, capsys):
    code = run(*line)

    assert code == 2
    assert "Error:" in capsys.readouterr().err


def test_help_lists_the_commands_without_importing_any(capsys):
    code = "import sys; from faasport.cli.program import run; run(['--help']); print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert all(name in done.stdout for name in ("package", "verify", "invoke", "targets"))
    assert "faasport.cli.commands" not in done.stdout
    assert "faasport.packager" not in done.stdout


def test_the_version_is_told(capsys):
    assert run("--version") == 0

    assert capsys.readouterr().out.startswith("faasport ")


def test_the_installed_targets_are_listed(capsys):
    assert run("targets", "--json") == 0

    listed = json.loads(capsys.readouterr().out)["targets"]
    assert listed["fakefolder"]["adapter"] == "faasport_fake.packager:FolderTarget"


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 1)])
def test_an_interruption_is_no_traceback(make_project, monkeypatch, capfd, error, code):
    def interrupted(*_arguments, **_options):
        raise error

    monkeypatch.setattr(pipeline, "ensure", interrupted)

    assert run("package", "--project", make_project(), "--target", "fake") == code
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("debug", [False, True])
def test_the_unexpected_asks_for_a_report(make_project, monkeypatch, capsys, debug):
    def broken(*_arguments, **_options):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(pipeline, "ensure", broken)
    line = ("package", "--project", make_project(), "--target", "fake")

    code = run(*(("--debug",) if debug else ()), *line)

    err = capsys.readouterr().err
    assert code == 1
    assert "a fault of ours" in err and "--debug" in err
    assert ("Traceback" in err) is debug


def test_what_the_machine_refuses_is_no_fault_of_ours(make_project, monkeypatch, capsys):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device", "/small/file")

    monkeypatch.setattr(pipeline, "ensure", full)

    assert run("package", "--project", make_project(), "--target", "fake", "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["where"]) == ("system", "/small/file")
    assert problem["message"] == "No space left on device."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device on this system")
@pytest.mark.parametrize("line", [["--json"], []])
def test_a_standard_output_that_takes_nothing_is_told_on_the_other(line):
    command = [sys.executable, "-m", "faasport.cli", "targets", *line]

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 1
    assert "No space left on device." in done.stderr
    assert "Traceback" not in done.stderr


def test_json_is_utf_8_in_any_terminal(make_project):
    missing = make_project(name="größe") / "nowhere"
    line = ["invoke", "hello", "--event", "-", "--project", str(missing), "--json"]
    poor = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    done = subprocess.run(
        [sys.executable, "-m", "faasport.cli", *line],
        capture_output=True,
        env=poor,
        stdin=subprocess.DEVNULL,
        check=False,
    )

    (problem,) = json.loads(done.stdout.decode("utf-8"))["problems"]
    assert done.returncode == 1
    assert problem["where"] == str(missing)
