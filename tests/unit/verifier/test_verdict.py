import io
from dataclasses import replace

import pytest
from rich.console import Console

from faasport.verifier import report
from faasport.verifier.answer import Answer, Broken
from faasport.verifier.case import Case, Expected, request_of
from faasport.verifier.run import Asked, Failure, Refusal, Run
from faasport.verifier.verdict import FAILS, judge
from faasport.verifier.verification import Verification

CASE = Case("GET /", request_of("GET", "/"), function="home", trigger="http GET /")


def text(body, status=200):
    return Answer(status, (("content-type", "text/plain"),), (), body)


def run(name, reference, given, **more):
    return Run(name, "real", "ours", asked={CASE.key: Asked(reference, given, **more)})


def judged(*runs):
    return [(each.target, each.outcome, each.detail) for each in judge(CASE, runs)]


@pytest.mark.parametrize(
    ("reference", "given", "outcome"),
    [
        (text(b"a"), text(b"a"), "same"),
        (text(b"a"), text(b"b"), "different"),
        (text(b"a"), Refusal("too large"), "not-expressible"),
        (text(b"a"), Failure("it died"), "failed"),
        (text(b"a"), Broken("IncompleteRead"), "different"),
        (Failure("no answer"), text(b"a"), "failed"),
        (Broken("mid"), Broken("IncompleteRead"), "same"),
        (Broken("mid"), Failure("it failed"), "same"),
        (Broken("mid"), text(b"", 500), "same"),
        (Broken("mid"), text(b"begun"), "different"),
        (Broken("mid"), Refusal("too large"), "not-expressible"),
    ],
)
def test_a_target_is_judged_by_its_reference(reference, given, outcome):
    ((_, found, _),) = judged(run("aws", reference, given))

    assert found == outcome


def test_an_answer_of_500_is_told_though_it_is_the_same():
    sunk = text(b"", 500)
    expecting = replace(CASE, expected=Expected(status=500))

    ((_, outcome, detail),) = judged(run("aws", sunk, sunk))
    (expected,) = judge(expecting, [run("aws", sunk, sunk)])

    assert (outcome, detail) == ("same", FAILS)
    assert (expected.outcome, expected.detail) == ("same", "")


def test_a_difference_that_the_platforms_known_losses_explain_is_not_expressible():
    carried = run("azure", text(b"a"), text(b"b"), carried=text(b"b"), losses="joined (source)")
    other = run("azure", text(b"a"), text(b"c"), carried=text(b"b"), losses="joined (source)")

    assert judged(carried) == [("azure", "not-expressible", "joined (source)")]
    assert judged(other)[0][1] == "different"


def test_targets_that_agree_with_their_own_references_must_agree_with_each_other():
    found = judged(run("aws", text(b"1"), text(b"1")), run("gcp", text(b"2"), text(b"2")))

    assert found[0] == ("aws", "same", "")
    assert found[1][1] == "different"
    assert found[1][2].startswith("unlike aws:\n")


def test_a_target_that_never_started_is_told_for_every_case():
    unavailable = Run("aws", unavailable="no interpreter")
    failed = Run("gcp", failed="did not start")

    assert judged(unavailable, failed) == [
        ("aws", "unavailable", "no interpreter"),
        ("gcp", "failed", "did not start"),
    ]


def test_nothing_is_proven_by_asking_nothing():
    assert not Verification((), (), ()).ok
    assert not Verification((), (Run("aws"),), ()).ok


def test_the_report_shows_the_table_the_difference_and_what_was_real():
    runs = (run("aws", text(b"a"), text(b"a")), run("gcp", text(b"a"), text(b"b")))
    verification = Verification((CASE,), runs, tuple(judge(CASE, runs)))
    output = io.StringIO()

    report.show(verification, Console(file=output, width=100))

    shown = output.getvalue()
    assert "aws: real: real" in shown
    assert "our host: ours" in shown
    assert "different gcp: home, GET /" in shown
    assert "body: from byte 0: b'b' instead of b'a'" in shown
    assert "Not proven: 1 of 2. 1 different, 1 same." in shown
