"""Functions of Google Cloud → neutral handlers, as far as what they read and what they answer is
understood wholly."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.plan import Plan, handler_of, parameters_of, refuse_nothing_returned
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.migrator.rewrite.tree import Tree
from faasport_gcp.rewriter import ambient, answers, events, requests

VENDOR = ("functions_framework", "flask", "cloudevents.http", "cloudevents.http.event")
MAKERS: tuple[str, ...] = ()
AMBIENT = ("flask",)
_TAKES = {
    "topic": ("message", "faasport.Message"),
    "queue": ("message", "faasport.Message"),
    "bucket": ("change", "faasport.ObjectEvent"),
    "schedule": ("tick", "faasport.Tick"),
}
_OF_TWO = 2
_PAYLOADS = {"event": "background"}
_SIGNATURES = {"http": "http", "cloud_event": "cloudevent"}


def plan(tree: Tree, subject: Subject) -> Plan:
    """What becomes of one function. Raises Kept."""
    made = Plan(tree, subject, handler_of(tree, subject.handler))
    signature = _signature(made)
    kinds = {kind for kind, _, _ in subject.triggers}
    if len(kinds) != 1 or not kinds <= {"http", *_TAKES}:
        raise Kept(f"triggers of the kinds {', '.join(sorted(kinds))} are not rewritten.")
    (kind,) = kinds
    names = parameters_of(made.function)
    if len(names) != (2 if signature == "background" else 1):
        raise Kept("its parameters are not those of its signature.", tree.line(made.function))
    ambient.refuse(made, VENDOR)
    if kind == "http" and signature == "http":
        requests.read(made, names[0])
        answers.answer(made)
        made.takes("request", "faasport.Request", "faasport.Response")
        return made
    if "http" in {kind, signature}:
        raise Kept(f"it takes {signature}, and {kind} calls it.", tree.line(made.function))
    for use in made.uses(names[-1]) if signature == "background" else ():
        raise Kept("it reads its context.", tree.line(use))
    parameter, annotation = _TAKES[kind]
    parameter = next((each for each in (parameter, "event") if not made.uses(each)), parameter)
    events.read(made, names[0], kind, signature, parameter)
    refuse_nothing_returned(made)
    made.takes(parameter, annotation)
    return made


def _signature(made: Plan) -> str:
    """`http`, `cloudevent` or `background`. Raises Kept for others, and where more decorates it."""
    tree, told = made.tree, made.subject.payload
    decorators = made.function.decorators
    if not decorators:
        by_parameters = "background" if len(made.function.params.params) == _OF_TWO else "http"
        return _PAYLOADS.get(told, told) or by_parameters
    node = decorators[0].decorator
    is_theirs = m.matches(node, m.Attribute(m.Name("functions_framework"), m.Name()))
    name = node.attr.value if is_theirs and isinstance(node, cst.Attribute) else ""
    if len(decorators) > 1 or name not in _SIGNATURES:
        raise Kept("it is decorated.", tree.line(decorators[0]))
    return _SIGNATURES[name]
