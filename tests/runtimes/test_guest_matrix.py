"""Handlers that were written for one platform, unchanged, in the real runtimes of all: compared
with what they answer at home. docs/guests/matrix.md is the table of it, which these tests write
(FAASPORT_UPDATE_GOLDEN=1, without -n) and hold themselves to."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from faasport.packager import pipeline, registry
from faasport.packager.capability import KINDS, Missing
from faasport.verifier.verdict import FINE
from faasport.verifier.verification import verify
from tests.runtimes import guest_projects as projects

PAGE = Path(__file__).parents[2] / "docs" / "guests" / "matrix.md"
PLATFORMS = ("aws", "azure", "gcp", "vercel")
NO_SUCH = "not there"
Cells = dict[tuple[str, str], Counter[str]]


@pytest.mark.parametrize("name", projects.names())
def test_a_guest_answers_everywhere_as_at_home(name, tmp_path):
    root = projects.ROOT / name
    home = projects.home_of(root)
    found: Cells = defaultdict(Counter)
    wrong = []
    for share in projects.shares(root, tmp_path):
        for verdict in verdicts(share, home):
            if verdict.outcome not in FINE:
                wrong.append(
                    f"{verdict.target}: {verdict.function}: {verdict.case}: {verdict.detail}"
                )
            found[verdict.trigger.partition(" ")[0], verdict.target][verdict.outcome] += 1

    assert not wrong, "\n".join(wrong)
    assert {f"{home} (original)", *PLATFORMS} >= {target for _, target in found}
    assert_written(name, section(name, home, found))


def verdicts(share, home):
    """Of every case on every target that this part is for, and of the originals."""
    homes = registry.select([home])
    # The originals are asked once, beside whichever targets include their own platform.
    baselines = homes if any(each.name == home for each in share.targets) else []
    package = pipeline.ensure(share.root, share.targets)
    return verify(package, share.targets, pipeline.silent, baselines).verdicts


def section(name: str, home: str, found: Cells) -> str:
    kinds = [kind for kind in KINDS if any(kind == each for each, _ in found)]
    head = f"## {name}\n\n| trigger | at home ({home}) | " + " | ".join(PLATFORMS) + " |\n"
    rule = "|---" * (len(PLATFORMS) + 2) + "|\n"
    targets = (f"{home} (original)", *PLATFORMS)
    rows = [
        "| "
        + " | ".join([kind, *(cell(kind, each, found[kind, each]) for each in targets)])
        + " |\n"
        for kind in kinds
    ]
    return head + rule + "".join(rows)


def cell(kind: str, target: str, counted: Counter[str]) -> str:
    if not counted:
        (known,) = registry.select([target])
        assert isinstance(known.capabilities[kind], Missing), f"{kind} was not tried on {target}"
        return NO_SUCH
    rest = [f"{count} {outcome}" for outcome, count in sorted(counted.items()) if outcome != "same"]
    return ", ".join([f"{counted['same']} same", *rest])


def assert_written(name: str, text: str) -> None:
    page = PAGE.read_text("utf-8")
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    known = pattern.search(page)
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        sections = {each.group(1): each.group() for each in SECTION.finditer(page)}
        sections[name] = text
        head = page[: SECTION.search(page).start()] if SECTION.search(page) else page  # type: ignore[union-attr]
        body = "\n".join(sections[each].strip() + "\n" for each in sorted(sections))
        PAGE.write_text(head.rstrip() + "\n\n" + body, "utf-8")
        return
    assert known is not None, f"{PAGE.name} has no section {name}"
    assert known.group().strip() == text.strip()


SECTION = re.compile(r"^## (\S+)\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def test_every_pair_of_platforms_is_proven_for_http():
    """The sixteen cells that people look for first."""
    page = PAGE.read_text("utf-8")
    sections = {each.group(1): each.group() for each in SECTION.finditer(page)}
    for home in PLATFORMS:
        rows = re.findall(r"^\| http \|(.+)\|$", sections[home], re.MULTILINE)
        (row,) = [[each.strip() for each in found.split("|")] for found in rows]
        assert len(row) == 5
        assert all(re.match(r"[1-9]\d* same", each) for each in row), (home, row)
