"""The benchmarks run: answers are compared, and the report is written. No time is looked at."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"warm", "cold", "sources", "runtimes", "growth", "artifact", "startup", "packaging"}
SECONDS = 600


@pytest.mark.runtimes
def test_the_quick_mode_compares_answers_and_writes_the_report(tmp_path: Path):
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    folders = ["--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "results")]

    done = subprocess.run(
        [*command, *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "answers are the same" in done.stderr
    results = json.loads((tmp_path / "results" / "results.json").read_text("utf-8"))
    assert set(results["parts"]) == PARTS
    assert all(part["rows"] for part in results["parts"].values())
    report = (tmp_path / "results" / "tables.md").read_text("utf-8")
    for part in ("goals", *PARTS - {"startup"}):
        assert f"## {part.capitalize()}\n" in report
    pictures = sorted((tmp_path / "results").glob("*.svg"))
    assert pictures
    for picture in pictures:
        assert ET.parse(picture).getroot().tag.endswith("svg")
