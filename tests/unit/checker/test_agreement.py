"""What `faasport package` refuses, `faasport check` tells before, in the same words; and what it
takes, check has nothing to say against."""

from __future__ import annotations

import json

import pytest

from faasport.cli import program

HEAD = "import faasport\n"
WEB = HEAD + '@faasport.http("GET", "/")\ndef index(): ...\n'
MANY = "".join(f'@faasport.http("GET", "/r{n}")\ndef f{n}(): ...\n' for n in range(305))
AWS, AZURE, GCP = ("aws",), ("azure",), ("gcp",)
# What is wrong: the targets, the module, the configuration, a code among the problems.
MISTAKES = {
    "too much memory and time": (AWS, WEB, "memory = 99999\ntimeout = 31\n", "limit"),
    "no such processor": (GCP, WEB, 'architecture = "arm64"\n', "unsupported-architecture"),
    "a reserved variable": (AZURE, WEB, 'env = { AzureWebJobsStorage = "x" }\n', "bad-variable"),
    "a caller nobody knows": (AZURE, WEB, 'auth = "iam"\n', "no-auth"),
    "a large environment": (AWS, WEB, f'env = {{ A = "{"x" * 5000}" }}\n', "limit"),
    "many routes": (AWS, HEAD + MANY, "", "limit"),
    "one route twice": (AWS, WEB + WEB.replace("index", "again"), "", "same-route"),
    "no function": (AWS, HEAD, "", "no-functions"),
    "no such module": (AWS, "import nowhere\n" + WEB, "", "import-failed"),
    "an exception at import": (AWS, WEB + "1 / 0\n", "", "import-failed"),
    "a route without a slash": (AWS, WEB.replace('"/"', '"a"'), "", "bad-declaration"),
    "a parameter of nothing": (AWS, WEB.replace('"/"', '"/{id}"'), "", "bad-declaration"),
    "settings of nothing": (
        AWS,
        WEB,
        "[tool.faasport.functions.nope]\nmemory = 128\n",
        "unknown-function",
    ),
    "an option misspelt": (AWS, WEB, '[tool.faasport.targets.aws]\nfornt = "x"\n', "unknown-key"),
    "a secret in plain text": (
        AWS,
        WEB,
        'env = { A = "x" }\nsecrets = { A = "a/b" }\n',
        "secret-in-env",
    ),
    "a reference to nothing": (
        AWS,
        WEB,
        '[tool.faasport.targets.aws]\nraw = { Properties = { X = "${queue:nope}" } }\n',
        "unknown-resource",
    ),
    "a batch too large": (
        AWS,
        HEAD + '@faasport.queue("a", batch_size=20000)\ndef take(b: faasport.Batch): ...\n',
        "",
        "limit",
    ),
    "a schedule that no cron says": (
        AWS,
        HEAD + '@faasport.schedule("0 0 1 * 1")\ndef take(tick): ...\n',
        "",
        "bad-schedule",
    ),
}


def told(capsys, command, root, targets):
    line = [part for name in targets for part in ("--target", name)]
    code = program.run([command, "--project", str(root), *line, "--json"])
    answer = json.loads(capsys.readouterr().out)
    return code, sorted(map(json.dumps, answer.get("problems", [])))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_check_says_what_package_says(mistake, make_project, capsys):
    targets, app, config, code = MISTAKES[mistake]
    root = make_project(app, config)

    checked = told(capsys, "check", root, targets)
    packaged = told(capsys, "package", root, targets)

    assert checked == packaged
    assert checked[0] == 1
    assert any(f'"code": "{code}"' in each for each in checked[1])


def test_a_name_of_ours_is_refused_by_both(make_project, capsys):
    root = make_project(WEB)
    (root / "faasport").mkdir()
    (root / "faasport" / "__init__.py").write_text("", "utf-8")

    checked = told(capsys, "check", root, AWS)

    assert checked == told(capsys, "package", root, AWS)
    assert '"code": "name-taken"' in checked[1][0]


def test_what_is_fine_is_fine_for_both(make_project, capsys):
    root = make_project(WEB, "memory = 256\n")

    assert told(capsys, "check", root, AWS) == told(capsys, "package", root, AWS) == (0, [])


@pytest.mark.parametrize("target", [AZURE, GCP])
def test_a_row_that_only_the_platform_enforces_is_told_by_check_alone(target, make_project, capsys):
    """docs/check.md promises it; packaging leaves it to the platform."""
    root = make_project(WEB, f'env = {{ A = "{"x" * 40_000}" }}\n')

    code, problems = told(capsys, "check", root, target)

    assert (code, len(problems)) == ((1, 1) if target is GCP else (0, 0))
