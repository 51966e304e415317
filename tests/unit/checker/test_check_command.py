"""`faasport check` as a user meets it: exit codes, standard output, files."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from faasport.cli import program

ROOT = Path(__file__).resolve().parents[3]
WEB = 'import faasport\n\n\n@faasport.http("GET", "/")\ndef index(request: faasport.Request):\n'
FINE = WEB + "    return request.path\n"
WARNED = WEB + "    return str(request.native)\n"
WRONG = WEB + '    open("a.txt", "w")\n'
NOTED = WEB + '    yield "a"\n'


def run(*arguments):
    return program.run(["check", *(str(argument) for argument in arguments)])


@pytest.mark.parametrize(
    ("app", "strict", "code"),
    [
        (FINE, True, 0),
        (NOTED, True, 0),
        (WARNED, False, 0),
        (WARNED, True, 1),
        (WRONG, False, 1),
    ],
)
def test_errors_fail_and_warnings_where_asked(make_project, capsys, app, strict, code):
    line = ("--project", make_project(app), "--target", "aws", *(("--strict",) if strict else ()))

    as_text = run(*line)
    capsys.readouterr()
    as_json = run(*line, "--json")

    told = json.loads(capsys.readouterr().out)
    assert (as_text, as_json) == (code, code)
    assert told["ok"] is (code == 0)


def test_what_is_fine_is_said_to_be(make_project, capsys):
    assert run("--project", make_project(FINE), "--target", "aws", "--target", "gcp") == 0

    out, err = capsys.readouterr()
    assert out == "Nothing to object to in 1 file, for aws and gcp.\n"
    assert "Traceback" not in err


def test_json_alone_is_on_standard_output(make_project, capsys):
    assert run("--project", make_project(WRONG), "--target", "aws", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["ok", "findings", "problems", "warnings"]
    assert told["ok"] is False
    (finding,) = told["findings"]
    assert list(finding) == [
        "rule", "severity", "file", "line", "column", "message", "why", "fix", "targets"
    ]  # fmt: skip
    assert (finding["rule"], finding["file"], finding["line"]) == ("FP021", "app.py", 6)
    assert finding["targets"] == ["aws"]


def test_problems_and_findings_come_together(make_project, capsys):
    root = make_project(WRONG, "memory = 99999\nmemroy = 1\n")

    assert run("--project", root, "--target", "aws", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["problems"]] == ["unknown-key", "limit"]
    assert told["problems"][0]["where"].startswith("pyproject.toml:6: ")
    assert [each["rule"] for each in told["findings"]] == ["FP021"]


def test_what_package_would_refuse_is_refused(make_project, capsys):
    root = make_project(FINE, "memory = 99999\ntimeout = 31\n")

    assert run("--project", root, "--target", "all", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert {each["code"] for each in told["problems"]} == {"limit"}
    said = " ".join(each["message"] for each in told["problems"])
    assert "timeout behind http-api on aws is 31 s" in said
    assert "memory on aws is 99999 MB" in said


def test_a_file_that_is_not_python_is_told_once(make_project, capsys):
    assert run("--project", make_project("def :\n"), "--target", "aws", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["line"]) for each in told["findings"]] == [("FP001", 1)]
    assert told["problems"] == []


def test_sarif_goes_to_a_file_or_to_standard_output(make_project, tmp_path, capsys):
    line = ("--project", make_project(WRONG), "--target", "aws")
    file = tmp_path / "check.sarif"

    codes = run(*line, "--sarif", file), run(*line, "--sarif", "-")

    out = capsys.readouterr().out
    assert codes == (1, 1)
    assert "FP021" in out
    written = json.loads(file.read_text("utf-8"))
    assert json.loads(out[out.index("{") :]) == written
    assert [each["ruleId"] for each in written["runs"][0]["results"]] == ["FP021"]


@pytest.mark.parametrize("place", ["nowhere/check.sarif", "", "."])
def test_a_sarif_file_that_cannot_be_written_is_a_problem(make_project, capsys, monkeypatch, place):
    line = ("--project", make_project(WARNED), "--target", "aws", "--json")
    monkeypatch.chdir(make_project(WARNED))

    assert run(*line, "--sarif", place) == 1

    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["problems"]] == ["no-output"]
    assert [each["rule"] for each in told["findings"]] == ["FP013"]


def test_standard_output_takes_one_of_the_two(make_project):
    line = ("--project", make_project(FINE), "--target", "aws")

    assert run(*line, "--json", "--sarif", "-") == 2


def test_the_table_ignores_rules_and_must_know_them(make_project, capsys):
    tables = '[tool.faasport.check]\nignore = ["FP021"]\nper_file_ignores = { "a*" = ["FP099"] }\n'

    assert run("--project", make_project(WRONG, tables), "--target", "aws", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
    (problem,) = told["problems"]
    assert problem["code"] == "unknown-rule"
    assert "check.per_file_ignores" in problem["where"]


def test_a_secret_in_the_configuration_is_found_at_its_line(make_project, capsys):
    table = (
        '[tool.faasport.stages.prod.env]\nHOST = "shop.example"\nAPI_KEY = "q8Zr2LwX7vNp4TyB9kHd"\n'
    )

    assert run("--project", make_project(FINE, table), "--target", "aws", "--json") == 1

    out = capsys.readouterr().out
    (finding,) = json.loads(out)["findings"]
    assert (finding["rule"], finding["file"], finding["line"]) == ("FP051", "pyproject.toml", 7)
    assert "q8Zr2" not in out


def test_nothing_is_written(make_project, capsys):
    root = make_project(FINE)

    assert run("--project", root, "--target", "all") == 0

    left = sorted(path.name for path in root.rglob("*") if path.is_file())
    assert left == ["app.py", "pyproject.toml"]


@pytest.mark.parametrize(
    ("declared", "code"), [("dependencies = ['pydantic']", 0), ("dependencies = []", 1)]
)
def test_a_dependency_that_is_here_must_be_asked_for(
    make_project, capsys, monkeypatch, declared, code
):
    """What happens to be installed on this machine is not what will be there."""
    monkeypatch.setenv("UV_OFFLINE", "1")
    project = f'[project]\nname = "shop"\nversion = "1"\n{declared}\n'
    app = "import pydantic\n" + FINE
    root = make_project(app)
    pyproject = root / "pyproject.toml"
    pyproject.write_text(project + pyproject.read_text("utf-8"), "utf-8")

    assert run("--project", root, "--target", "aws", "--json") == code

    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["problems"]] == ["import-failed"] * code


def test_sources_in_src_are_named_from_the_project(make_project, capsys):
    root = make_project(WRONG)
    (root / "src").mkdir()
    (root / "app.py").rename(root / "src" / "app.py")

    assert run("--project", root, "--target", "aws", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [each["file"] for each in told["findings"]] == ["src/app.py"]
    assert told["problems"] == []


def test_an_unknown_stage_is_a_problem(make_project, capsys):
    root = make_project(FINE, "[tool.faasport.stages.prod]\nmemory = 256\n")

    assert run("--project", root, "--target", "aws", "--stage", "prd", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["problems"]] == ["unknown-stage"]


def test_links_pipes_and_folders_are_passed_over(make_project, capsys):
    root = make_project(FINE, more__part="")
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.py")
    (root / "folder.py").mkdir()

    code = run("--project", root, "--target", "aws", "--json")

    told = json.loads(capsys.readouterr().out)
    assert (code, told["findings"], told["problems"]) == (0, [], [])


def test_a_link_that_leads_nowhere_is_a_problem(make_project, capsys):
    root = make_project(FINE)
    (root / "broken.py").symlink_to(root / "nowhere.py")

    assert run("--project", root, "--target", "aws", "--json") == 1

    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["where"].endswith("broken.py")


@pytest.mark.parametrize("example", sorted(path.name for path in (ROOT / "examples").iterdir()))
def test_the_examples_are_clean(example, tmp_path, capsys):
    root = tmp_path / example
    shutil.copytree(ROOT / "examples" / example, root, ignore=shutil.ignore_patterns("dist", ".*"))
    # The fourth has no buckets, tables and events.
    names = ["aws", "azure", "gcp"] if example == "shop" else ["all"]
    line = [part for name in names for part in ("--target", name)]

    code = run("--project", root, *line, "--strict", "--json")

    told = json.loads(capsys.readouterr().out)
    assert (told["findings"], told["problems"]) == ([], [])
    assert code == 0
