from __future__ import annotations

import io

from rich.console import Console

from faasport.project.redaction import Redaction
from faasport.verifier.report import show
from faasport.verifier.run import Run
from faasport.verifier.verdict import DIFFERENT, SAME, Verdict
from faasport.verifier.verification import Verification


def test_what_holds_for_several_cases_is_told_once_with_their_number():
    verdicts = (
        Verdict("pack", "topic news", "empty body", "aws", DIFFERENT, "event 1: done"),
        Verdict("pack", "topic news", "empty body", "gcp", DIFFERENT, "event 1: done"),
        Verdict("notify", "topic news", "empty body", "aws", DIFFERENT, "event 1: done"),
        Verdict("notify", "topic news", "text", "aws", SAME),
    )
    console = Console(file=io.StringIO(), width=120)

    show(Verification((), (Run("aws"), Run("gcp")), verdicts), console)

    said = console.file.getvalue()
    assert said.count("event 1: done") == 1
    assert "different aws, gcp: pack, empty body and 1 more" in said


def test_what_holds_for_all_targets_is_told_once():
    verdicts = tuple(Verdict("pack", "t", "c", target, SAME) for target in ("aws", "gcp"))
    runs = (Run("aws"), Run("gcp"))
    verification = Verification((), runs, verdicts, ("KEY had a placeholder.",))
    console = Console(file=io.StringIO(), width=120)

    show(verification, console)

    assert console.file.getvalue().count("KEY had a placeholder.") == 1
    assert verification.as_json()["notes"] == ["KEY had a placeholder."]


def test_a_detail_is_told_without_values_of_secrets():
    verdict = Verdict("pack", "t", "c", "aws", DIFFERENT, "it said sk_live_0123456789")
    verification = Verification((), (Run("aws"),), (verdict,))
    console = Console(file=io.StringIO(), width=20)

    show(verification.redacted(Redaction([("KEY", "sk_live_0123456789")])), console)

    assert "it said ***KEY***" in console.file.getvalue()
