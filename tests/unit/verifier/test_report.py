from __future__ import annotations

import io

from rich.console import Console

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
