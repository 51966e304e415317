"""The judgement of one case on one target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faasport.verifier import compare, settlement
from faasport.verifier.answer import Answer, Broken
from faasport.verifier.asked import Asked, Failure, Refusal
from faasport.verifier.case import Case
from faasport.verifier.run import Run
from faasport.verifier.settlement import Settlement

SAME = "same"
DIFFERENT = "different"
NOT_EXPRESSIBLE = "not-expressible"
UNAVAILABLE = "unavailable"
FAILED = "failed"
SERVER_ERROR = 500
FINE = frozenset({SAME, NOT_EXPRESSIBLE})
FAILS = "The answer is 500: the handler fails, here as without any platform."
AGAIN = "It is to be delivered again, here as without any platform."
VARIES_IN_VERDICT = "The handler itself does not settle the same events the same way twice."
VARIES = (
    "The handler itself does not answer the same twice: name what changes under `ignore` in "
    "faasport.verify.toml."
)


@dataclass(frozen=True)
class Verdict:
    """What a case showed on a target."""

    function: str
    trigger: str
    case: str
    target: str
    outcome: str
    detail: str = ""


def judge(case: Case, runs: Sequence[Run], ignored: Sequence[str] = ()) -> list[Verdict]:
    """One verdict for each target that the case is for. The reference counts first, then what is
    expected, then what the other targets answered."""
    rules = (*ignored, *case.ignore)
    asked = [run for run in runs if run.wants(case)]
    outcomes = {run.target: _outcome(case, run, rules) for run in asked}
    answers = {
        run.target: given
        for run in asked
        if outcomes[run.target][0] == SAME and (given := _answer(case, run)) is not None
    }
    for target in answers:
        if others := _unlike_others(target, answers, rules):
            outcomes[target] = (DIFFERENT, others)
    return [
        Verdict(case.function, case.trigger, case.name, target, outcome, detail)
        for target, (outcome, detail) in outcomes.items()
    ]


def _answer(case: Case, run: Run) -> Answer | None:
    """What is compared with the other targets. Verdicts on events are not: each target was found
    to agree with the handler itself."""
    asked = run.asked.get(case.key)
    return asked.given if asked and isinstance(asked.given, Answer) else None


def _outcome(case: Case, run: Run, rules: Sequence[str]) -> tuple[str, str]:
    if run.unavailable:
        return UNAVAILABLE, run.unavailable
    asked = run.asked.get(case.key)
    if asked is None:
        return FAILED, run.failed
    return _compared(case, asked, rules)


def _compared(case: Case, asked: Asked, rules: Sequence[str]) -> tuple[str, str]:
    wanted, given = asked.reference, asked.given
    if isinstance(given, Refusal):
        return NOT_EXPRESSIBLE, given.detail
    if isinstance(wanted, Failure):
        return FAILED, f"neutral dispatch did not answer: {wanted.detail}"
    if isinstance(wanted, Broken):
        return _broken(wanted, given)
    if isinstance(given, Failure):
        return FAILED, given.detail
    if isinstance(given, Broken):
        return DIFFERENT, f"the answer broke off: {given.detail}"
    if isinstance(wanted, Settlement) and isinstance(given, Settlement):
        return _settled(case, asked, wanted, given)
    return _answered(case, asked, wanted, given, rules)


def _answered(
    case: Case, asked: Asked, wanted: Any, given: Any, rules: Sequence[str]
) -> tuple[str, str]:
    found = compare.differences(wanted, given, rules)
    carried: Any = asked.carried
    if found and carried and not compare.differences(carried, given, rules):
        return NOT_EXPRESSIBLE, asked.losses
    if found:
        return DIFFERENT, _lines(found, [VARIES] if asked.varies else [])
    if case.expected:
        found = compare.unexpected(case.expected, given, rules)
    if found:
        return DIFFERENT, _lines(found)
    return SAME, FAILS if given.status == SERVER_ERROR and not case.expected else ""


def _settled(case: Case, asked: Asked, wanted: Settlement, given: Settlement) -> tuple[str, str]:
    found = settlement.differences(wanted, given)
    if found and asked.carried != given:
        return DIFFERENT, _lines(found, [VARIES_IN_VERDICT] if asked.varies else [])
    # What a platform cannot tell us is seen without it.
    expected = case.expected.verdicts if case.expected else None
    if expected is not None and (unlike := settlement.unexpected(expected, wanted)):
        return DIFFERENT, _lines(unlike)
    if found:
        return NOT_EXPRESSIBLE, asked.losses
    return SAME, AGAIN if wanted.comes_again and expected is None else ""


def _broken(wanted: Broken, given: object) -> tuple[str, str]:
    """A stream that fails must not look like one that ends: it breaks, or nothing was sent yet."""
    if isinstance(given, (Broken, Failure)):
        return SAME, ""
    if isinstance(given, Answer) and given.status >= 500:
        return SAME, ""
    return DIFFERENT, f"the stream fails ({wanted.detail}), and the answer looks whole"


def _unlike_others(target: str, answers: Mapping[str, Answer], rules: Sequence[str]) -> str:
    """How this target's answer differs from that of the first target; empty if it does not."""
    first = next(iter(answers))
    found = compare.differences(answers[first], answers[target], rules)
    return _lines([f"unlike {first}:", *found]) if found else ""


def _lines(*groups: Iterable[str]) -> str:
    return "\n".join(line for group in groups for line in group)
