"""Functions of Azure Functions, second model → neutral handlers, as far as what they read and what
they answer is understood wholly."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.plan import Plan, handler_of, parameters_of, refuse_nothing_returned
from faasport.migrator.rewrite.subject import Kept, Subject
from faasport.migrator.rewrite.tree import Tree
from faasport_azure.rewriter import answers, events, requests

VENDOR = ("azure.functions",)
MAKERS = ("FunctionApp", "Blueprint")
AMBIENT: tuple[str, ...] = ()
_TAKES = {
    "queue": ("message", "faasport.Message"),
    "topic": ("message", "faasport.Message"),
    "schedule": ("tick", "faasport.Tick"),
}
_NAMED = "function_name"
_DECORATORS = {
    "route": "http",
    "queue_trigger": "queue",
    "service_bus_queue_trigger": "queue",
    "service_bus_topic_trigger": "topic",
    "timer_trigger": "schedule",
    "schedule": "schedule",
}
"""Decorators that are understood, and what calls the function."""


def plan(tree: Tree, subject: Subject) -> Plan:
    """What becomes of one function. Raises Kept."""
    made = Plan(tree, subject, handler_of(tree, subject.handler))
    kind = _kind(made)
    if {each for each, _, _ in subject.triggers} != {kind}:
        raise Kept("other triggers call it than its own.", tree.line(made.function))
    names = parameters_of(made.function)
    if len(names) != 1:
        raise Kept("it takes more than its trigger brings.", tree.line(made.function))
    if kind == "http":
        requests.read(made, names[0])
        answers.answer(made)
        made.takes("request", "faasport.Request", "faasport.Response")
        return made
    parameter, annotation = _TAKES[kind]
    parameter = next((each for each in (parameter, "event") if not made.uses(each)), parameter)
    events.read(made, names[0], kind, parameter)
    refuse_nothing_returned(made)
    made.takes(parameter, annotation)
    return made


def _kind(made: Plan) -> str:
    """What its own trigger is. Raises Kept where another decorator stands there too."""
    found: list[str] = []
    for each in made.function.decorators:
        call = each.decorator
        is_theirs = m.matches(call, m.Call(func=m.Attribute(m.Name(), m.Name())))
        name = call.func.attr.value if is_theirs else ""  # type: ignore[attr-defined]
        if name == _NAMED:
            continue
        told = call.args if isinstance(call, cst.Call) else ()
        is_many = any(arg.keyword and arg.keyword.value == "cardinality" for arg in told)
        if name not in _DECORATORS or is_many:
            line = made.tree.line(each)
            raise Kept(f"the decorator {name or 'here'} has no like.", line)
        found.append(_DECORATORS[name])
    if len(found) != 1:
        raise Kept("it has no trigger of the second model.", made.tree.line(made.function))
    return found[0]
