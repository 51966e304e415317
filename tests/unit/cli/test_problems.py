"""What a user with a bad day sees: every problem of one run, with file, line and key."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CONFIG = """\
[project]
name = "shop"
version = "1"

[tool.faasport]
modules = ["shop", "shop-too"]
memroy = 5
env = { A = "${NOBODY_SETS_THIS}" }
include = ["../elsewhere"]

[tool.faasport.functions.fulfil]
timeout = 0
auth = "aim"

[tool.faasport.permissions]
awss = []

[tool.faasport.targets.gcp]
regoin = "europe-west1"

[tool.faasport.stages.prod.targets.gcp]
memory = "1024"
"""
FUNCTIONS = """\
[project]
name = "shop"
version = "1"

[tool.faasport]
modules = ["shop"]

[tool.faasport.functions.fulfill]
timeout = 5

[tool.faasport.functions.fulfil]
memory = 1000000

[tool.faasport.targets.gcp.functions.fulfi]
memory = 256
"""
SHOP = """\
import faasport


@faasport.http("GET", "/")
def fulfil():
    return "fine"
"""


@pytest.fixture
def package(tmp_path):
    """Exit code and problems of `package` over this configuration."""

    def run(config: str, *more: str, each=None, module: str = SHOP):
        (tmp_path / "pyproject.toml").write_text(config)
        (tmp_path / "shop.py").write_text(module)
        command = [sys.executable, "-m", "faasport.cli", "package", "--target", "gcp", "--json"]
        done = subprocess.run(
            [*command, "--project", str(tmp_path), *more],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        told = json.loads(done.stdout)["problems"]
        assert done.returncode == 1
        if each:
            return [each(problem) for problem in told]
        return {(each["code"], each["where"]) for each in told}

    return run


def test_all_that_shows_before_the_code_is_read_is_told_at_once(package):
    assert package(CONFIG) == {
        ("bad-value", "pyproject.toml:6: tool.faasport.modules[1]"),
        ("unknown-key", "pyproject.toml:7: tool.faasport.memroy"),
        ("undefined-variable", "pyproject.toml:8: tool.faasport.env.A"),
        ("bad-value", "pyproject.toml:9: tool.faasport.include[0]"),
        ("bad-value", "pyproject.toml:12: tool.faasport.functions.fulfil.timeout"),
        ("unknown-auth", "pyproject.toml:13: tool.faasport.functions.fulfil.auth"),
        ("unknown-target", "pyproject.toml:16: tool.faasport.permissions.awss"),
        ("unknown-key", "pyproject.toml:19: tool.faasport.targets.gcp.regoin"),
    }


def test_what_a_stage_says_is_told_where_it_says_it(package):
    found = package(CONFIG, "--stage", "prod")

    assert ("bad-value", "pyproject.toml:22: tool.faasport.stages.prod.targets.gcp.memory") in found


def test_all_that_shows_once_the_functions_are_known_is_told_at_once(package):
    found = package(FUNCTIONS)

    assert {
        ("unknown-function", "pyproject.toml:8: tool.faasport.functions.fulfill"),
        ("unknown-function", "pyproject.toml:14: tool.faasport.targets.gcp.functions.fulfi"),
    } < found
    # And, with them, what the target itself refuses.
    assert {code for code, _ in found} > {"unknown-function"}


@pytest.mark.parametrize(
    ("table", "key"),
    [("[tool.faasport]\n", "memroy"), ("[tool.faasport.targets.gcp.functions.fulfi]\n", "memroy")],
)
def test_what_is_wrong_in_a_table_does_not_hide_what_only_the_code_shows(package, table, key):
    found = package(FUNCTIONS.replace(table, f"{table}{key} = 1\n", 1))

    assert {code for code, _ in found} == {"unknown-key", "unknown-function", "limit"}


def test_code_that_does_not_load_is_not_blamed_where_the_configuration_is_wrong(package):
    module = "import nothing_like_it\n" + SHOP

    assert {code for code, _ in package(FUNCTIONS, module=module)} == {"import-failed"}
    wrong = FUNCTIONS.replace("[tool.faasport]\n", "[tool.faasport]\nmemroy = 1\n", 1)
    assert {code for code, _ in package(wrong, module=module)} == {"unknown-key"}


def test_what_a_stage_says_of_a_function_is_told_once(package):
    stage = FUNCTIONS + "[tool.faasport.stages.prod.functions.fulfilling]\nmemory = 256\n"
    told = package(stage, "--stage", "prod", each=lambda problem: problem["where"])

    assert told.count("pyproject.toml:16: tool.faasport.stages.prod.functions.fulfilling") == 1
    assert "pyproject.toml:12: tool.faasport.functions.fulfil.memory" in told


def test_what_is_no_toml_is_told_with_its_line(package):
    assert package("[tool.faasport]\nname = = 1\n") == {("bad-toml", "pyproject.toml:2")}
