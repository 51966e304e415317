"""No value of a secret is in anything that is written or printed.

Values are planted wherever this machine may have them; then every command runs, over handlers and
modules that do their worst, and all that it leaves is searched.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError
from faasport_aws.host import Host as AwsHost
from faasport_azure.host import Host as AzureHost
from faasport_gcp.host import Host as GcpHost

TARGETS = ("aws", "azure", "gcp", "vercel")
# Declared as secrets, and where this machine has the values.
SHELL = {"IN_SHELL": "planted/shell+42", "OF_FUNCTION": "planted-of-function\nits second line"}
DOTENV = {"IN_DOTENV": 'planted "dotenv" é', "OF_TARGET": "planted-of-target"}
# In `.env`, and nobody declares it: it is not printed by anybody, and does not ship.
UNDECLARED = "planted-undeclared"
LOCAL = "planted-in-another-dotenv"
PLANTED = [*SHELL.values(), "its second line", *DOTENV.values(), UNDECLARED, LOCAL]
PROJECT = """\
[project]
name = "leaky"
version = "1.0.0"

[tool.faasport]
modules = ["leaky"]
include = ["data/*"]
env = { PLAIN = "${PLAIN_IN_SHELL}", FIXED = "fixed" }
secrets = { IN_SHELL = "store/in-shell", IN_DOTENV = "store/in-dotenv" }

[tool.faasport.functions.branch]
secrets = { OF_FUNCTION = "store/of-function" }

[tool.faasport.targets.aws]
unit = "app"
secrets = { OF_TARGET = "store/of-target" }
"""
LEAKY = """\
import os
import sys

import faasport

AT_IMPORT = faasport.secret("IN_SHELL") + faasport.secret("IN_DOTENV")
print("out", AT_IMPORT)
print("err", AT_IMPORT, file=sys.stderr)


@faasport.http("GET", "/fail")
def fail():
    raise RuntimeError(AT_IMPORT)


@faasport.http("GET", "/branch")
def branch(request: faasport.Request):
    print(AT_IMPORT, os.environ)
    return {"told": f"{request.context.platform} {AT_IMPORT}"}


@faasport.queue("orders")
def take(message: faasport.Message):
    raise RuntimeError(AT_IMPORT)
"""


def lay(root: Path, **files: str) -> Path:
    values = {**DOTENV, "UNDECLARED": UNDECLARED}
    dotenv = "".join(f"{name}='{value}'\n" for name, value in values.items())
    content = {
        "pyproject.toml": PROJECT,
        "leaky.py": LEAKY,
        ".env": dotenv,
        ".env.local": LOCAL,
        "data/.env": LOCAL,
        "data/public.txt": "public",
        **files,
    }
    for path, text in content.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (root / "data/linked.txt").symlink_to(root / ".env")
    return root


def run(root: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "faasport.cli", *arguments, "--project", str(root)],
        input=given.encode(),
        env={**os.environ, **SHELL, "PLAIN_IN_SHELL": "planted on purpose"},
        capture_output=True,
        check=False,
        timeout=600,
    )


def forms(value: str) -> Iterator[bytes]:
    """A value as it is, and as it may be written."""
    for text in (value, json.dumps(value)[1:-1], repr(value)[1:-1]):
        yield text.encode()
    yield b64encode(value.encode())


def leaks(content: bytes) -> list[str]:
    return [value for value in PLANTED if any(form in content for form in forms(value))]


def printed(done: subprocess.CompletedProcess[bytes]) -> bytes:
    return done.stdout + done.stderr


def everything(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and those of every file in it."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from everything(archive.read(name))


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return lay(tmp_path_factory.mktemp("leaky"))


@pytest.fixture(scope="module")
def packaged(project: Path) -> subprocess.CompletedProcess[bytes]:
    return run(project, "package", "--target", "all")


@pytest.fixture
def broken(tmp_path: Path):
    """What `package` prints of a project with such a module."""

    def lay_and_run(text: str, *more: str) -> subprocess.CompletedProcess[bytes]:
        lay(tmp_path, **{"leaky.py": text})
        return run(tmp_path, *more, "package", "--target", "gcp")

    return lay_and_run


def test_the_search_finds_what_is_there():
    assert [leaks(f"<{value}>".encode())[:1] for value in SHELL.values()] == [
        [value] for value in SHELL.values()
    ]
    assert leaks(b64encode(LOCAL.encode())) == [LOCAL]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as inner:
        inner.writestr("a", LOCAL * 9)
    assert leaks(b"".join(everything(archive.getvalue()))) == [LOCAL]


def test_no_artifact_and_no_manifest_holds_one(project: Path, packaged):
    assert packaged.returncode == 0, packaged.stderr.decode()

    files = [path for path in (project / "dist").rglob("*") if path.is_file()]
    found = {
        (path.relative_to(project).as_posix(), value)
        for path in files
        for content in everything(path.read_bytes())
        for value in leaks(content)
    }

    assert {path.parts[len(project.parts) + 1] for path in files} == set(TARGETS)
    assert found == set()
    assert leaks(packaged.stdout + packaged.stderr) == []


def test_what_is_meant_to_ship_ships(project: Path, packaged):
    with zipfile.ZipFile(project / "dist/gcp/source.zip") as archive:
        names = archive.namelist()
    manifest = (project / "dist/gcp/main.tf.json").read_text("utf-8")

    assert "data/public.txt" in names
    assert not [name for name in names if ".env" in name or "linked" in name]
    assert "planted on purpose" in manifest
    assert "store/in-shell" not in manifest or "planted/shell" not in manifest


def test_verify_gives_the_values_to_the_runtimes_and_tells_none(project: Path, packaged):
    try:
        for host in (AwsHost, AzureHost, GcpHost):
            environments.provide(host.requirements, "3.13")
    except UnavailableError as missing:
        pytest.skip(f"the vendor's runtime is not to be had: {missing}")

    done = run(project, "verify", "--target", "all", "--json")

    cases = json.loads(done.stdout)["cases"]
    told = {case["target"]: case["detail"] for case in cases if case["case"] == "GET /branch"}
    assert {case["outcome"] for case in cases} <= {"same", "different", "not-expressible"}
    assert set(told) == set(TARGETS)
    # Each answers with its own name before the value.
    assert all(f"{target} ***IN_SHELL***" in detail for target, detail in told.items())
    assert leaks(printed(done)) == []


@pytest.mark.parametrize("flags", [(), ("--json",), ("--target", "gcp")])
@pytest.mark.parametrize("function", ["fail", "branch"])
def test_invoke_tells_none(project: Path, function: str, flags: tuple[str, ...]):
    event = json.dumps({"method": "GET", "target": f"/{function}"})

    done = run(project, "invoke", function, *flags, "--event", "-", given=event)

    assert json.loads(done.stdout)["status"] == (500 if function == "fail" else 200)
    assert b"***IN_SHELL***" in printed(done)
    assert leaks(printed(done)) == []


def test_invoke_of_an_event_tells_none(project: Path):
    done = run(project, "invoke", "take", "--event", "-", given='{"id": "1", "data": "x"}')

    assert json.loads(done.stdout)["verdicts"][0]["verdict"] == "retry"
    assert leaks(printed(done)) == []


def test_check_tells_none(project: Path):
    done = run(project, "check", "--target", "all", "--json")

    assert done.stdout
    assert leaks(printed(done)) == []


def test_modules_see_placeholders_when_they_are_packaged(broken):
    done = broken("import os\nimport faasport\nraise RuntimeError(faasport.secret('IN_SHELL'))\n")

    assert done.returncode == 1
    assert b"faasport-placeholder-of-IN_SHELL" in done.stderr
    assert leaks(printed(done)) == []


WORST = [
    "raise RuntimeError(TEXT)",
    "import sys; print(TEXT); sys.stderr.write(TEXT); raise SystemExit(TEXT)",
    "import os, sys; sys.stderr.write(TEXT); sys.stderr.flush(); os._exit(3)",
    "import faasport\n@faasport.http('GET', TEXT)\ndef a(): ...",
]


@pytest.mark.parametrize("more", [(), ("--debug",)])
@pytest.mark.parametrize("text", WORST)
def test_a_module_that_reads_the_file_itself_and_fails_tells_none(broken, text, more):
    read = "from pathlib import Path\nTEXT = Path(PATH).read_text().replace('UNDECLARED', '')"
    dotenv = Path(broken.__closure__[0].cell_contents) / ".env"

    done = broken(
        f"PATH = {str(dotenv)!r}\n{read}\nTEXT = TEXT[:TEXT.index('=\\'planted-un')]\n{text}\n",
        *more,
    )

    assert done.returncode == 1
    assert leaks(printed(done)) == []


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("leaky.py", f"#\nKEY = '{DOTENV['OF_TARGET']}'\n{LEAKY}", "leaky.py:2"),
        ("data/public.txt", f"\n\n{SHELL['IN_SHELL']}", "data/public.txt:3"),
        ("pyproject.toml", PROJECT.replace("fixed", DOTENV["OF_TARGET"]), "pyproject.toml:8"),
        ("pyproject.toml", PROJECT.replace("fixed", "${IN_SHELL}"), "pyproject.toml:8"),
    ],
)
def test_what_would_ship_a_value_is_refused_with_its_place(tmp_path, path, text, place):
    lay(tmp_path, **{path: text})

    done = run(tmp_path, "package", "--target", "all", "--json")

    problems = json.loads(done.stdout)["problems"]
    assert [problem["where"].partition(": ")[0] for problem in problems] == [place]
    assert not (tmp_path / "dist").exists()
    assert leaks(printed(done)) == []
