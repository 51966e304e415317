"""What can be written is documented, and what is documented can be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel

import faasport
from faasport.cli.program import program
from faasport.packager import registry
from faasport.packager.options import TargetFunction, TargetOptions
from faasport.project.auth import Auth
from faasport.project.config import Check, Concurrency, Config, FunctionSettings, StageSettings
from faasport.verifier.casefile import FileTable

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = program.list_commands(click.Context(program))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def flags(name: str) -> set[str]:
    command = program.get_command(click.Context(program), name)
    assert command is not None
    return {
        flag
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for flag in parameter.opts
        if flag.startswith("--")
    }


def keys(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a model and of every model within, as they are written."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in models_in(field.annotation):
            yield from keys(inner)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def options_of(target: str) -> set[str]:
    """The keys that `targets.<name>` adds, from every model of options that the adapter has."""
    package = registry.select([target])[0].runtime_package
    models = [
        model
        for model in descendants(TargetOptions)
        if model.__module__.partition(".")[0] == package
    ]
    assert models
    return {key for model in models for key in keys(model)} - set(keys(TargetOptions)) | {"unit"}


def descendants(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from descendants(child)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_flag_of_a_command_is_documented(name: str):
    pages = "\n".join(page.read_text("utf-8") for page in DOCUMENTS)

    missing = {flag for flag in flags(name) if f"`{flag}" not in pages}

    assert missing == set()
    assert f"faasport {name}" in pages


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists(page: Path):
    shown = re.findall(r"faasport (\w+)((?: +(?!&&|\|)[^\s`]+)*)", page.read_text("utf-8"))
    used = [(name, re.findall(r"--[\w-]+", rest)) for name, rest in shown if "--" in rest]

    unknown = [
        (name, flag)
        for name, given in used
        for flag in given
        if name not in COMMANDS or flag not in flags(name) | {"--help"}
    ]

    assert unknown == []


def test_every_key_of_the_configuration_is_documented():
    page = read("docs/configuration.md")
    known = dict.fromkeys([*keys(Config), *keys(TargetOptions)])

    missing = [key for key in known if f"`{key}`" not in page]

    assert missing == []


TABLES = {
    "The project": (Config,),
    "A function": (FunctionSettings,),
    "A stage": (StageSettings,),
    "A target": (TargetOptions, TargetFunction),
    "auth": (Auth,),
    "concurrency": (Concurrency,),
    "check": (Check,),
}


@pytest.mark.parametrize("heading", TABLES)
def test_the_table_of_a_section_has_every_key_and_no_other(heading: str):
    section = read("docs/configuration.md").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)

    listed = [key for row in rows for key in re.findall(r"`(\w+)`", row)]

    known = [key for model in TABLES[heading] for key in model.model_fields]
    assert sorted(listed) == sorted(known)


def test_every_code_that_is_about_secrets_is_documented():
    page = read("docs/secrets.md")
    sources = [*(ROOT / "faasport" / "project").glob("*.py")]
    written = "\n".join(source.read_text("utf-8") for source in sources)

    codes = set(re.findall(r'"((?:secret-in|same-secret|reserved-name|dotenv)[-a-z]*)"', written))

    assert len(codes) >= 6
    assert [code for code in sorted(codes) if f"`{code}`" not in page] == []


def test_every_key_of_the_case_file_is_documented():
    page = read("docs/verify.md")

    missing = [key for key in dict.fromkeys(keys(FileTable)) if f"`{key}`" not in page]

    assert missing == []


@pytest.mark.parametrize("target", ["aws", "azure", "gcp", "vercel"])
def test_every_option_of_a_target_is_documented(target: str):
    page = read(f"docs/platforms/{target}.md")

    missing = [key for key in sorted(options_of(target)) if f"`{key}`" not in page]

    assert missing == []


def test_every_public_name_is_documented():
    page = read("docs/handlers.md") + read("docs/events.md") + read("docs/secrets.md")

    missing = [name for name in faasport.__all__ if not re.search(rf"\b{name}\b", page)]

    assert missing == []
