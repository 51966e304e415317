from __future__ import annotations

import json

import pytest

from faasport.cli.program import run

ACME = """\
# The shop.
app: shop
needs: [requests]
functions:
  # Finds one.
  get-user:
    handler: src.users:get
    http: GET /users/{id}
    timeout: "10"
    odd: 1
    note: it was quicker
  nightly:
    handler: src.users:nightly
    schedule: 0 6 * * *
  pay:
    runtime: nodejs20.x
    http: POST /pay
unknown: {a: 1}
"""
USERS = """\
import boto3

s3 = boto3.client("s3")


def get(event, context):
    return s3.get_object(Bucket="a", Key="b")


def nightly(event, context): ...
"""
NODE = "app: shop\nfunctions: {pay: {runtime: nodejs20.x, http: POST /pay}}\n"


@pytest.fixture
def shop(make_folder):
    return make_folder({"acme.yml": ACME, "src/users.py": USERS})


def imported(capsys, *arguments):
    code = run(["import", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_an_application_is_imported(shop, capsys, golden, monkeypatch):
    monkeypatch.chdir(shop)

    code, out, err = imported(capsys, ".")

    assert (code, err) == (0, "")
    golden("report.txt", out)
    golden("imported.toml", (shop / "faasport.toml").read_text("utf-8"))
    assert (shop / "requirements.txt").read_text("utf-8") == "requests\nboto3\n"


def test_the_report_as_json_says_the_same(shop, capsys, golden, monkeypatch):
    monkeypatch.chdir(shop)

    code, out, _ = imported(capsys, ".", "--json")

    assert code == 0
    golden("report.json", out)


def test_two_imports_say_the_same(shop, capsys):
    first = imported(capsys, shop, "--json", "--dry-run")

    assert imported(capsys, shop, "--json", "--dry-run") == first


def test_a_dry_run_writes_nothing(shop, capsys):
    before = sorted(path.name for path in shop.iterdir())

    code, out, _ = imported(capsys, shop, "--dry-run")

    assert code == 0
    assert "[functions.get-user]" in out
    assert "Not written: faasport.toml, requirements.txt." in out
    assert sorted(path.name for path in shop.iterdir()) == before


def test_files_that_are_there_are_kept(shop, capsys):
    imported(capsys, shop)

    code, out, err = imported(capsys, shop, "--json")

    assert (code, err) == (1, "")
    places = [each["where"] for each in json.loads(out)["problems"]]
    assert places == ["faasport.toml"]


def test_stage_and_options_reach_the_importer(shop, capsys):
    _, out, _ = imported(
        capsys, shop, "--stage", "prod", "--option", "region=eu=1", "--dry-run", "--json"
    )

    text = json.loads(out)["files"]["faasport.toml"]
    assert 'env = { STAGE = "prod", region = "eu=1" }' in text


def test_a_file_is_imported_as_well_as_its_folder(shop, capsys):
    code, out, _ = imported(capsys, shop / "acme.yml", "--json")

    assert code == 0
    assert json.loads(out)["file"] == "acme.yml"


def test_a_relative_path_is_as_good(shop, capsys, monkeypatch):
    monkeypatch.chdir(shop.parent)

    code, out, _ = imported(capsys, "shop", "--json")

    assert code == 0
    assert json.loads(out)["folder"] == "shop"


def test_a_file_of_another_name_is_imported_if_told_what_it_is(shop, capsys):
    (shop / "acme.yml").rename(shop / "prod.yml")

    unknown, _, _ = imported(capsys, shop / "prod.yml")
    code, _, _ = imported(capsys, shop / "prod.yml", "--from", "acme")

    assert (unknown, code) == (1, 0)


def test_an_application_of_another_runtime_is_carried_as_comments(make_folder, capsys):
    root = make_folder({"acme.yml": NODE})

    code, out, _ = imported(capsys, root)

    assert code == 0
    assert "0 of 1 functions run here" in out
    assert "# Left behind: it runs on nodejs20.x." in (root / "faasport.toml").read_text("utf-8")


@pytest.mark.parametrize("functions", ["{}", "{get: {handler: 'src.none:get'}}"])
def test_nothing_carried_is_exit_1_and_nothing_written(make_folder, capsys, functions):
    root = make_folder({"acme.yml": f"app: shop\nfunctions: {functions}\n"})

    code, out, _ = imported(capsys, root)

    assert code == 1
    assert "Not written" in out
    assert not (root / "faasport.toml").exists()


@pytest.mark.parametrize(
    ("files", "arguments", "code", "said"),
    [
        ({}, [], "no-origin", "anvil (Anvil)"),
        ({"a/b/acme.yml": NODE}, [], "no-origin", "a/b/acme.yml is"),
        ({"acme.yml": NODE, "anvil.json": "{}"}, [], "several-origins", "anvil.json (anvil)"),
        ({"acme.yml": NODE}, ["--from", "acne"], "unknown-origin", "acme, anvil"),
        ({"acme.yml": "[1"}, [], "bad-yaml", "not YAML"),
        ({"acme.yml": "a: &a [*a]"}, [], "alias-cycle", "*a"),
        ({"acme.yml": "a: !!python/object:os.x {}"}, [], "bad-tag", "!!python"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_what_cannot_be_read_is_a_problem(make_folder, capsys, files, arguments, code, said):
    root = make_folder(files)

    exit_code, out, _ = imported(capsys, root, "--json", *arguments)

    (problem,) = json.loads(out)["problems"]
    assert (exit_code, problem["code"]) == (1, code)
    assert said in problem["message"]


def test_of_several_that_are_recognised_one_can_be_told(make_folder, capsys):
    root = make_folder({"acme.yml": NODE, "anvil.json": "{}"})

    code, out, _ = imported(capsys, root, "--from", "acme", "--json")

    assert code == 0
    assert json.loads(out)["origin"] == "acme"


def test_a_folder_that_is_not_there_is_a_problem(tmp_path, capsys):
    code, _, err = imported(capsys, tmp_path / "none")

    assert code == 1
    assert "there is nothing here" in err


@pytest.mark.parametrize("given", ["region", "=x", ""])
def test_an_option_without_a_value_is_wrong_usage(shop, capsys, given):
    code, _, err = imported(capsys, shop, "--option", given)

    assert code == 2
    assert "NAME=VALUE" in err


def test_a_file_that_steers_terminals_steers_none(make_folder, capsys):
    text = ACME.replace("odd: 1", r'"\e]0;mine\a\x9b\u202e": 1').replace(
        "GET /users/{id}", r'"GET /users/{id}\e[2J"'
    )
    folder = make_folder({"acme.yml": text, "src/users.py": USERS})

    _, shown, _ = imported(capsys, folder, "--dry-run")
    _, as_json, _ = imported(capsys, folder, "--dry-run", "--json")

    assert r"\u202e" in shown
    assert not {"\x1b", "\x9b", "\u202e", "\x07"} & {*shown, *as_json}


def test_a_terminal_shows_the_first_remarks_and_how_many_there_are(make_folder, capsys):
    more = "".join(f"more-{number}: 1\n" for number in range(600))
    folder = make_folder({"acme.yml": ACME + more, "src/users.py": USERS})

    _, shown, _ = imported(capsys, folder, "--dry-run")
    _, as_json, _ = imported(capsys, folder, "--dry-run", "--json")

    assert "more: --json tells all." in shown
    assert "more-599" not in shown
    assert "more-599" in as_json
