"""Handlers of Lambda → neutral handlers, as far as what they read of the event and what they answer
is understood wholly."""

from __future__ import annotations

from faasport.migrator.rewrite.plan import Plan, handler_of, parameters_of, refuse_nothing_returned
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.migrator.rewrite.tree import Tree
from faasport_aws.rewriter import answers, events, records

VENDOR: tuple[str, ...] = ()
MAKERS: tuple[str, ...] = ()
AMBIENT: tuple[str, ...] = ()
_TAKES = {
    "http": ("request", "faasport.Request", "faasport.Response"),
    "queue": ("messages", "faasport.Batch", ""),
    "schedule": ("tick", "faasport.Tick", ""),
}
"""Kinds that are rewritten: the parameter of the neutral handler, its type, and the answer's."""


def plan(tree: Tree, subject: Subject) -> Plan:
    """What becomes of one handler. Raises Kept."""
    kinds = {kind for kind, _, _ in subject.triggers}
    if len(kinds) != 1 or not kinds <= {*_TAKES}:
        raise Kept(f"triggers of the kinds {', '.join(sorted(kinds))} are not rewritten.")
    made = Plan(tree, subject, handler_of(tree, subject.handler))
    function = made.function
    if function.decorators:
        raise Kept("it is decorated.", tree.line(function.decorators[0]))
    names = parameters_of(function)
    if len(names) != 2:
        raise Kept("its parameters are not (event, context).", tree.line(function))
    event, context = names
    for use in made.uses(context):
        raise Kept("it reads its context.", tree.line(use))
    (kind,) = kinds
    if kind == "http":
        events.read(made, event)
        answers.answer(made)
    elif kind == "queue":
        records.read(made, event)
        refuse_nothing_returned(made)
    else:
        for use in made.uses(event):
            raise Kept("it reads the event of its schedule.", tree.line(use))
        refuse_nothing_returned(made)
    made.takes(*_TAKES[kind])
    return made
