"""Run by the artifact's own Python, on the artifact's code and dependencies: neutral dispatch.

    python -I reference_child.py DIRECTORY...        where all of it lies, first wins

The first directory has faasport whole, as no artifact has it: what is linked into one is compared
with what it was made from.

Reads wire requests as JSON lines, writes `{"response": wire}` or `{"broken": why}`; or reads
`{"consumer": label, "events": neutral}` and writes `{"outcome": neutral}` or `{"refused": why}`.
It is a file and not a module of the verifier: nothing of the developer's environment may come in
with it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO


def main(directories: list[str]) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What handlers print must not stand among the answers.
    os.dup2(2, 1)
    sys.path[:0] = directories
    application, consumers = _loaded(answers)
    for line in sys.stdin:
        question = json.loads(line)
        with _without(question.pop("unset")):
            if "consumer" in question:
                told = _delivered(consumers[question["consumer"]], question["events"])
            else:
                told = _responded(application, question)
        _say(answers, told)


def _loaded(answers: TextIO) -> tuple[Any, dict[str, Any]]:
    """The application, and every consumer by its label."""
    try:
        import faasport_app as it  # type: ignore[import-not-found]  # the artifact's

        from faasport.runtime.application import Application
        from faasport.runtime.consumer import Consumer
        from faasport.runtime.function import load

        application = Application(it.APPLICATION_NAME, it.ROUTES, imports=it.MODULES)
        consumers = {label: Consumer(load(at), n) for label, (at, n) in it.CONSUMERS.items()}
    except BaseException:
        _say(answers, {"failed": traceback.format_exc()})
        raise SystemExit(1) from None
    _say(answers, {"ready": True})
    return application, consumers


@contextmanager
def _without(names: list[str]) -> Iterator[None]:
    """The environment less these variables, for a while."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _delivered(consumer: Any, native: Any) -> dict[str, Any]:
    from faasport.runtime import neutral
    from faasport.runtime.context import Context
    from faasport.runtime.errors import PayloadError

    try:
        trigger = consumer.trigger
        ordered = bool(trigger.options.get("ordered"))
        events = neutral.decode_events(native, trigger.kind, name=trigger.name, ordered=ordered)
    except PayloadError as refusal:
        return {"refused": str(refusal)}
    return {"outcome": neutral.encode_outcome(consumer.deliver(events, Context(), native))}


def _responded(application: Any, native: Any) -> dict[str, Any]:
    from faasport.runtime import streams, wire

    request = wire.decode_request(native)
    response = application.call(request)
    try:
        # A stream is collected here; its errors are what a client would see as a broken answer.
        response.body = streams.body_of(response)
    except Exception as error:
        traceback.print_exc()
        return {"broken": f"{type(error).__name__}: {error}"}
    return {"response": wire.encode_response(response, request)}


def _say(answers: TextIO, value: Any) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
