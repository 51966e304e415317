"""The one suite: what an HTTP application answers, the same on every platform.

An adapter's test says only how a request gets to its platform and how the answer comes back:

    for verdict in suite(call, exceptions=EXCEPTIONS):
        ...

or, with pytest, a subclass of `faasport.testing.conformance.http_suite.HttpSuite`.
"""

from __future__ import annotations

from faasport.testing.conformance.case import Case as Case, Expected as Expected
from faasport.testing.conformance.cases import CASES as CASES
from faasport.testing.conformance.collected import collected as collected
from faasport.testing.conformance.project import (
    HANDLERS as HANDLERS,
    application as application,
    write_project as write_project,
)
from faasport.testing.conformance.suite import (
    BrokenAnswerError as BrokenAnswerError,
    NotExpressibleError as NotExpressibleError,
    Verdict as Verdict,
    cases_for as cases_for,
    suite as suite,
    verdict as verdict,
)
