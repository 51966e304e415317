"""What a linked artifact reads when it starts: few files, and nothing in other people's way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from faasport.packager import build, entry, registry
from faasport.packager.linker import link
from faasport.project.files import lay_out
from faasport.project.model import DeclaredTrigger
from tests.unit.targets.projects import function, http, project

APP = b"""
import faasport


@faasport.http("GET", "/orders/{id}")
def order(id: str):
    return {"id": id}


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    raise faasport.Reject(message.text())
"""
ORDER = function("order", http("GET", "/orders/{id}"), module="app")
FULFIL = function("fulfil", DeclaredTrigger(kind="queue", name="orders"), module="app")
# Of Google's framework what the generated module names.
FRAMEWORK = b"def http(function): return function\n"


def laid_out(folder: Path, target: str, *functions: object) -> Path:
    """The code of an artifact."""
    (adapter,) = registry.select([target])
    one = project(*functions, modules=["app"])
    generated = {**entry.application(one), **adapter.entries(one)}
    files = link.linked(one, build.packages(adapter, one), generated, {"app.py": APP})
    beside = {"app.py": APP, "functions_framework.py": FRAMEWORK}
    lay_out({**beside, **generated, **files}, folder)
    return folder


def told(folder: Path, code: str, **environment: str) -> object:
    """What a fresh interpreter prints as JSON that finds the artifact first."""
    start = f"import json, sys; sys.path.insert(0, {str(folder)!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-s", "-S", "-c", start],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


FILES = (
    "print(json.dumps(sorted({getattr(each, '__file__', None) or '' for name, each in "
    "sys.modules.items() if name.startswith('faasport')})))"
)


def read(folder: Path, code: str, **environment: str) -> set[str]:
    """The files of ours that have been run."""
    found = told(folder, f"{code}\n{FILES}", **environment)
    assert isinstance(found, list)
    return {Path(each).relative_to(folder).as_posix() for each in found if each}


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    return laid_out(tmp_path_factory.mktemp("aws"), "aws", ORDER)


@pytest.fixture(scope="module")
def gcp(tmp_path_factory):
    return laid_out(tmp_path_factory.mktemp("gcp"), "gcp", ORDER, FULFIL)


def test_a_unit_of_lambda_reads_one_file_of_ours(aws):
    assert read(aws, "import faasport_entry.order") == {"faasport_entry/__init__.py"}


def test_faasport_may_be_imported_before_the_unit(aws):
    code = "import faasport, app; print(json.dumps([faasport.http.__module__, faasport.__all__]))"

    assert told(aws, code) == ["faasport.runtime.triggers", ["Message", "Reject", "http", "queue"]]


@pytest.mark.parametrize(
    ("target", "group"), [("faasport_entry", "http"), ("faasport_fulfil", "events")]
)
def test_a_function_of_several_reads_its_own_file_and_the_common_one(gcp, target, group):
    files = read(gcp, "import main", FUNCTION_TARGET=target)

    assert files == {"faasport/__init__.py", f"faasport/_{group}.py"}


def test_nobody_else_waits_for_the_finder(aws):
    code = "import faasport_entry.order; print(json.dumps(sys.meta_path[-1].__name__))"

    assert told(aws, code) == "faasport._linked"


def test_nobody_looks_for_files_of_linked_modules(aws):
    code = """import faasport_entry.order, faasport_aws.runtime, pkgutil
packages = [faasport_entry, faasport_aws, faasport_aws.runtime, faasport.runtime]
print(json.dumps([list(each.__path__) for each in packages]))"""

    assert told(aws, code.replace("faasport.runtime]", "sys.modules['faasport.runtime']]")) == (
        [[]] * 4
    )


def test_a_generated_module_that_is_linked_is_not_read(tmp_path):
    code = laid_out(tmp_path, "aws", ORDER)
    (code / "faasport_entry/order.py").write_text("raise SystemExit('read')\n")

    assert read(code, "import faasport_entry.order") == {"faasport_entry/__init__.py"}


def test_linked_code_is_indented_by_one(aws):
    lines = (aws / "faasport_entry/__init__.py").read_text().splitlines()

    assert " class Response:" in lines
    assert "  def __init__(" in lines
