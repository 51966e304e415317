"""What `faasport import --rewrite` makes of programs (tests/guests/rewrite): the cases that the
originals pass in their own platform's runtime hold for the neutral handlers, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faasport.migrator import writing
from faasport.migrator.rewrite import rewriting
from faasport.packager import pipeline, registry
from faasport.verifier.verdict import FINE
from faasport.verifier.verification import verify

ROOT = Path(__file__).parents[1] / "guests" / "rewrite"
KEPT = {"aws": ["kept"], "gcp": [], "azure": []}
ELSEWHERE = {"aws": "gcp", "gcp": "aws", "azure": "aws"}


def wrong(folder, names, baselines=()):
    targets = registry.select(names)
    package = pipeline.ensure(folder, targets)
    found = verify(package, targets, pipeline.silent, registry.select(baselines)).verdicts
    assert found
    return [
        f"{each.target}: {each.function}: {each.case}: {each.detail}"
        for each in found
        if each.outcome not in FINE
    ]


@pytest.mark.parametrize("home", KEPT)
def test_neutral_handlers_answer_as_the_originals_did(home, tmp_path):
    folder = tmp_path / home
    shutil.copytree(ROOT / home, folder)

    assert wrong(folder, [home], [home]) == []
    found = rewriting.planned(folder)
    files = {path: text.encode() for path, text in found.files.items()}
    writing.write(folder, files, force=True)

    assert list(found.kept) == KEPT[home]
    assert wrong(folder, [home, ELSEWHERE[home]]) == []
