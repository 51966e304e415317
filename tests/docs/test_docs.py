"""What the documents show is true: their Python runs, their TOML and JSON parse, links lead on."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import TypeAdapter

from faasport.project.config import Config
from faasport.verifier.casefile import FileTable

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# A page beside that of its platform tells of another manifest, and has headings of its own.
PLATFORMS = [
    page
    for page in sorted((ROOT / "docs" / "platforms").glob("*.md"))
    if not page.stem.endswith("-terraform")
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://)([^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(document: Path, language: str) -> list[tuple[int, str]]:
    """(line of the fence, text) of each block in this language."""
    text = document.read_text("utf-8")
    return [
        (text.count("\n", 0, found.start()) + 1, found[2])
        for found in FENCE.finditer(text)
        if found[1] == language
    ]


def anchors(document: Path) -> set[str]:
    """What a heading is called in a link: lower case, hyphens for spaces, no punctuation."""
    prose = FENCE.sub("", document.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_python_runs_from_top_to_bottom(document: Path, monkeypatch, request):
    module = ModuleType(re.sub(r"\W", "_", name_of(document)))
    monkeypatch.setitem(sys.modules, module.__name__, module)

    for line, text in blocks(document, "python"):
        exec(compile("\n" * line + text, document, "exec"), vars(module))

    for name, value in list(vars(module).items()):
        if name.startswith("test_"):
            value()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_json_and_toml_parse(document: Path):
    parsed = [json.loads(text) for _, text in blocks(document, "json")]
    parsed += [tomllib.loads(text) for _, text in blocks(document, "toml")]

    assert all(isinstance(value, dict) for value in parsed)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_configuration_is_taken_as_it_stands(document: Path):
    tables = [tomllib.loads(text) for _, text in blocks(document, "toml")]
    configured = [table["tool"]["faasport"] for table in tables if "tool" in table]
    cases = [table for table in tables if "case" in table or "ignore" in table]

    for table in configured:
        Config.model_validate({"name": "shop", "modules": ["shop"], **table})
    TypeAdapter(list[FileTable]).validate_python(cases)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path):
    broken = []
    for link in LINK.findall(FENCE.sub("", document.read_text("utf-8"))):
        path, _, anchor = link.partition("#")
        leads_to = (document.parent / path).resolve() if path else document
        if not leads_to.exists() or (anchor and anchor not in anchors(leads_to)):
            broken.append(link)

    assert broken == []


def test_every_page_is_linked_from_the_readme():
    links = LINK.findall((ROOT / "README.md").read_text("utf-8"))

    linked = {(ROOT / link.partition("#")[0]).resolve() for link in links}

    assert [name_of(page) for page in DOCUMENTS if page not in {*linked, ROOT / "README.md"}] == []


def test_platform_pages_have_one_skeleton():
    skeletons = {
        page.name: re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        for page in PLATFORMS
    }

    assert set(skeletons) == {"aws.md", "azure.md", "gcp.md", "vercel.md"}
    assert len({tuple(headings) for headings in skeletons.values()}) == 1


def test_the_layout_that_the_readme_draws_exists():
    text = (ROOT / "README.md").read_text("utf-8")
    drawn = re.search(r"## Layout\n.*?```text\n(.*?)```", text, re.DOTALL)
    assert drawn is not None

    paths: list[str] = []
    folders: list[str] = []
    for line in drawn[1].splitlines():
        entry = re.match(r"( *)([\w./{},-]+)", line)
        if entry:
            del folders[len(entry[1]) // 2 :]
            folders.append(entry[2])
            paths.append("".join(folders))

    assert len(paths) > 10
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []


def test_ci_runs_the_commands_that_the_readme_tells():
    readme = (ROOT / "README.md").read_text("utf-8")
    told = re.search(r"## Try it\n.*?```console\n(.*?)```", readme, re.DOTALL)
    assert told is not None
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    commands = [
        part
        for line in told[1].splitlines()
        for part in line.removeprefix("$ ").split(" && ")
        if part.startswith(("pip ", "faasport ", "pytest"))
    ]

    assert len(commands) == 5
    assert [command for command in commands if command not in script] == []
