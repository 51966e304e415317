"""FP056: resources that the code asks the environment for, and those that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faasport.checker import literal
from faasport.checker.code import Code
from faasport.checker.environment import reads
from faasport.checker.rule import Hit, Rule
from faasport.packager.name import variable

_RESOURCE = re.compile(r"FAASPORT_(?P<kind>QUEUE|TOPIC|BUCKET|TABLE|STREAM)_\w+")


def _resources(code: Code) -> Iterator[Hit]:
    declared, uncertain = _declared(code)
    given = code.around.resources | code.around.variables
    for read in reads(code):
        match = _RESOURCE.fullmatch(read.name)
        if match is None or match["kind"] in uncertain or read.name in declared:
            continue
        if read.name not in given and code.runs(read.module, read.node):
            kind = match["kind"].lower()
            yield Hit(read.module, read.node, f"{read.name} is of no {kind} that is declared.")


def _declared(code: Code) -> tuple[set[str], set[str]]:
    """The variables of what functions listen to; and kinds of which not every name is certain."""
    names, uncertain = set(), set()
    for handler in code.handlers:
        for each in handler.declared:
            value = each.argument("name", 0)
            name = literal.text(handler.module, value)
            if name and literal.UNKNOWN not in name:
                names.add(variable(each.kind, name))
            else:
                uncertain.add(each.kind.upper())
    return names, uncertain


RESOURCES = Rule(
    id="FP056",
    title="A resource that nobody declares",
    severity="warning",
    why="faasport names in the environment what functions listen to, and what the configuration "
    "says exists; there is no variable of another.",
    fix="Correct the name; or declare what exists: targets.<name>.resources.<kind>.",
    check=_resources,
    found="""\
import os

import faasport


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    print(os.environ["FAASPORT_QUEUE_ORDRES"])
""",
    fine="""\
import os

import faasport

QUEUE = "new-orders"


@faasport.queue(QUEUE)
def fulfil(message: faasport.Message):
    print(os.environ["FAASPORT_QUEUE_NEW_ORDERS"])
""",
)
