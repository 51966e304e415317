"""The one suite of events: what a handler is given and what becomes of it, on every platform.

A platform's test says how events get to one deployed function, and what is lost on the way:

    @pytest.fixture(scope="module")
    def host(tmp_path_factory): ...                    # package write_event_project(...), boot it

    class TestMyPlatform(EventSuite):
        kinds = ("schedule", "queue", "topic")         # what the platform has
        exceptions = {"name of a case": ("why it cannot be carried", "https://who.says/so")}

        @pytest.fixture(autouse=True)
        def _started(self, host):
            self.host, self.seen_file = host, host.seen_file

        def deliver(self, label, events):              # -> faasport.runtime.outcome.Outcome
            return self.host.deliver(label, events)    # may raise NotExpressibleError

        def losses(self, label):                       # -> EventLosses
            return LOSSES[...]

- `CASES`: every case. `case.label` is the consumer's label (the function's name, or
  `fn-kind[-n]`), `case.events` what is delivered, `case.verdicts` what must become of each,
  `case.seen(losses)` the notes that handlers must have made, each once. `case.handlers` names its
  module.
- `write_event_project(folder, kinds, targets=..., seen=..., handlers=...)`: a project with the
  handlers of these kinds, its `env` naming the file of notes (CONFORMANCE_SEEN, `seen`).
- `consumers(*handlers)`: label -> faasport.runtime.consumer.Consumer, in this process.
- `modules_for(kinds, ...)`: names of the modules of handlers: of each kind sync ones, async ones
  (`waiting_*`) and those that need pydantic (`models_*`). A subclass whose platform hosts only some
  of them sets `handlers`.
- `findings(deliver, ...)`: the suite without pytest, for tests of the suite itself.

What a case expects is compared with what the platform makes of it: events through
`losses(label).carried`, the outcome through `losses(label).settled`. A platform that delivers one
event at a time may deliver those of a case one after another; a batch handler notes each event by
itself. `NotExpressibleError` is that of the HTTP suite.
"""

from __future__ import annotations

from faasport.testing.conformance.events.case import EventCase as EventCase
from faasport.testing.conformance.events.cases import CASES as CASES
from faasport.testing.conformance.events.event_suite import EventSuite as EventSuite
from faasport.testing.conformance.events.findings import (
    Finding as Finding,
    cases_for as cases_for,
    finding as finding,
    findings as findings,
)
from faasport.testing.conformance.events.project import (
    KINDS as KINDS,
    SEEN as SEEN,
    consumers as consumers,
    modules_for as modules_for,
    write_event_project as write_event_project,
)
from faasport.testing.conformance.suite import NotExpressibleError as NotExpressibleError
