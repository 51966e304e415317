"""What came of one case on one target."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.verifier.answer import Answer, Broken
from faasport.verifier.settlement import Settlement

Result = Answer | Broken | Settlement


@dataclass(frozen=True)
class Failure:
    """No answer: the runtime died, refused or fell silent."""

    detail: str


@dataclass(frozen=True)
class Refusal:
    """The platform cannot carry this case, or what came of it."""

    detail: str


@dataclass(frozen=True)
class Asked:
    """What came of one case: out of the runtime (`reference`), and through it (`given`).

    Where the two are not equal: `carried` is the reference after the losses that the platform is
    known for, `losses` says which; `varies` is set if the reference does not answer the same twice.
    """

    reference: Result | Failure
    given: Result | Failure | Refusal
    carried: Answer | Settlement | None = None
    losses: str = ""
    varies: bool = False
