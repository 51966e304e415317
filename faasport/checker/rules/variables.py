"""FP052 to FP054: variables and secrets that the code reads, and those that are configured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faasport.checker import literal
from faasport.checker.code import Code
from faasport.checker.environment import reads
from faasport.checker.rule import Hit, Rule

# What every system has, or Python itself reads.
_USUAL = re.compile(
    r"PATH|HOME|USER|SHELL|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|PWD|HOSTNAME|CI|DEBUG|PYTHON\w*"
    r"|HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|FAASPORT_\w+"
    r"|PYTEST_\w+|VIRTUAL_ENV|XDG_\w+"
)


def _undeclared(code: Code) -> Iterator[Hit]:
    set_there = [each.dialect.variables for each in code.around.installed if each.dialect.variables]
    declared = code.around.variables | code.around.secrets
    for read in reads(code):
        if read.name in declared or read.fallback or _USUAL.fullmatch(read.name):
            continue
        if any(re.fullmatch(pattern, read.name) for pattern in set_there):
            continue
        if code.runs(read.module, read.node):
            message = f"{read.name} is not in the environment that is configured."
            yield Hit(read.module, read.node, message)


def _apart(code: Code) -> Iterator[Hit]:
    lacking = tuple(code.around.lacking("secrets-in-environment"))
    for read in reads(code):
        is_secret = read.name in code.around.secrets
        if lacking and is_secret and code.runs(read.module, read.node):
            message = f"{read.name} is declared as a secret, and read from the environment."
            yield Hit(read.module, read.node, message, lacking)


def _unknown(code: Code) -> Iterator[Hit]:
    for module, call, named in code.calls:
        if named != "faasport.secret" or not call.args:
            continue
        name = literal.text(module, call.args[0])
        known = code.around.secrets | code.around.variables
        if name is None or literal.UNKNOWN in name or name in known:
            continue
        if code.runs(module, call):
            yield Hit(module, call, f"no secret is declared under the name {name}.")


UNDECLARED = Rule(
    id="FP052",
    title="A variable that nobody sets",
    severity="warning",
    why="The environment of a function is what the configuration says and nothing else: what your "
    "shell has is not there.",
    fix="Declare it under `env`, or under `secrets`; or read it with a default.",
    check=_undeclared,
    found="""\
import os

import faasport


@faasport.http("GET", "/")
def index():
    return {"shop": os.environ["SHOP_NAME"]}
""",
    fine="""\
import os

import faasport


@faasport.http("GET", "/")
def index():
    mode = os.environ.get("SHOP_MODE", "quiet")
    return {"currency": os.environ["SHOP_CURRENCY"], "mode": mode, "zone": os.getenv("TZ")}
""",
    config='env = { SHOP_CURRENCY = "EUR" }',
)
APART = Rule(
    id="FP053",
    title="A secret read from the environment",
    severity="error",
    why="That platform keeps secrets apart from the environment: no variable has this name.",
    fix='Read it by faasport.secret("NAME"), which knows where it is.',
    check=_apart,
    found="""\
import os

import faasport


@faasport.http("POST", "/pay")
def pay():
    return {"paid": bool(os.environ["STRIPE_KEY"])}
""",
    fine="""\
import faasport


@faasport.http("POST", "/pay")
def pay():
    return {"paid": bool(faasport.secret("STRIPE_KEY"))}
""",
    config='secrets = { STRIPE_KEY = "stripe/key" }',
)
UNKNOWN_SECRETS = Rule(
    id="FP054",
    title="A secret that is not declared",
    severity="error",
    why="The function is given no right to read it, and faasport.secret raises SecretError.",
    fix='Declare it: secrets = { NAME = "path/in/the/store" }.',
    check=_unknown,
    found="""\
import faasport


@faasport.http("POST", "/pay")
def pay():
    return {"paid": bool(faasport.secret("STRIPE_KEY"))}
""",
    fine="""\
import faasport


@faasport.http("POST", "/pay")
def pay():
    return {"paid": bool(faasport.secret("SHOP_KEY"))}
""",
    config='secrets = { SHOP_KEY = "shop/key" }',
)
