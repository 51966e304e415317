import io
from dataclasses import replace

import pytest
from rich.console import Console

from faasport.runtime.event import Event
from faasport.runtime.outcome import DONE, RETRY, Verdict as OfEvent, rejected
from faasport.verifier import report
from faasport.verifier.answer import Answer, Broken
from faasport.verifier.asked import Asked, Failure, Refusal
from faasport.verifier.case import Case, Expected, request_of
from faasport.verifier.run import Run
from faasport.verifier.settlement import Settlement
from faasport.verifier.verdict import AGAIN, FAILS, judge
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


EVENTS = Case(
    "queue: batch", function="fulfil", trigger="queue orders", consumer="fulfil", events=(Event(),)
)
LATER = OfEvent("retry", after=30)


def settled(*verdicts, case=EVENTS, given=None, **more):
    """Outcome and detail where the handler says `verdicts` and the platform `given`."""
    wanted = Settlement(verdicts)
    asked = Asked(wanted, wanted if given is None else given, **more)
    (found,) = judge(case, [Run("aws", "real", "ours", asked={case.key: asked})])
    return found.outcome, found.detail


def expecting(*verdicts):
    return replace(EVENTS, expected=Expected(verdicts=verdicts))


def test_verdicts_on_events_are_compared_one_by_one():
    given = Settlement((DONE, RETRY, rejected("no")))

    assert settled(DONE, DONE, given=Settlement((DONE, DONE))) == ("same", "")
    assert settled(DONE, DONE, DONE, given=given) == (
        "different",
        "event 2: retry instead of done\nevent 3: reject instead of done (no)",
    )
    assert settled(DONE, given=Settlement(())) == ("different", "verdicts: 0 instead of 1")
    assert settled(LATER, given=Settlement((RETRY,))) == (
        "different",
        "event 1: retry instead of retry after 30 s",
    )


def test_a_reason_is_for_people_and_makes_no_difference():
    given = Settlement((rejected("told by the platform"),))

    assert settled(rejected("told by the handler"), given=given) == ("same", "")


def test_verdicts_that_the_platforms_known_losses_explain_are_not_expressible():
    lost = {"carried": Settlement((RETRY,)), "losses": "verdict: no delay"}

    assert settled(LATER, given=Settlement((RETRY,)), **lost) == (
        "not-expressible",
        "verdict: no delay",
    )
    assert settled(LATER, given=Settlement((DONE,)), **lost)[0] == "different"


def test_what_is_expected_is_seen_without_the_platform_that_cannot_tell_it():
    lost = {"carried": Settlement((RETRY,)), "losses": "verdict: a rejected one comes again"}
    given = Settlement((RETRY,))

    rightly = settled(rejected(""), case=expecting("reject"), given=given, **lost)
    wrongly = settled(rejected("no"), case=expecting("done"), given=given, **lost)

    assert rightly[0] == "not-expressible"
    assert wrongly == ("different", "event 1: reject instead of the expected done (no)")


def test_what_comes_again_everywhere_is_told_unless_it_is_expected():
    assert settled(RETRY) == ("same", AGAIN)
    assert settled(RETRY, case=expecting("retry")) == ("same", "")
    assert settled(LATER, case=expecting("retry")) == ("same", "")


def test_a_handler_that_varies_in_its_verdicts_is_told():
    outcome, detail = settled(DONE, given=Settlement((RETRY,)), varies=True)

    assert outcome == "different"
    assert "does not settle the same events the same way twice" in detail


@pytest.mark.parametrize(
    ("given", "outcome"),
    [(Refusal("too large"), "not-expressible"), (Failure("it died"), "failed")],
)
def test_events_that_got_no_verdict_are_told_as_requests_are(given, outcome):
    assert settled(DONE, given=given) == (outcome, given.detail)
