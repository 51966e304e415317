"""Who may call what answers HTTP: everybody, or whom Google's own identities say.

https://cloud.google.com/run/docs/authenticating/overview
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.units import Deployed, application

EVERYBODY = "allUsers"
_DIGITS = 6
TARGET = "gcp"
# What the services of other platforms check, and why Cloud Run does not.
# https://cloud.google.com/run/docs/authenticating/overview
SOURCE = "https://cloud.google.com/run/docs/authenticating/overview"
MISSING = {
    "key": "Cloud Run knows no keys of callers",
    "jwt": "Cloud Run takes tokens of Google's alone, and of no other issuer",
}
_INSTEAD = (
    'Set auth = "iam" and list who may call in `invokers`; or set auth = "public" for this target '
    "and check the caller in the handler, or put an API Gateway in front "
    "(https://cloud.google.com/api-gateway/docs/authenticating-users-jwt) whose account is the "
    "one invoker."
)


def members(options: GcpOptions, unit: Deployed) -> dict[str, str]:
    """By the name of the binding."""
    if unit.settings.auth.kind == "public":
        # https://cloud.google.com/run/docs/authenticating/public
        return {unit.key: EVERYBODY}
    return {f"{unit.key}__{_digest(who)}": who for who in options.invokers}


def _digest(who: str) -> str:
    """No number: with one, a binding would be another's when somebody leaves the list."""
    return hashlib.sha256(who.encode()).hexdigest()[:_DIGITS]


def problems(project: Project, options: GcpOptions, unit: Deployed) -> Iterator[Problem]:
    """What Cloud Run cannot check, or would not check of one function among others."""
    table = f"{project.config_table}targets.{TARGET}"
    for function in application(project).functions:
        wanted = project.settings(function.name).auth
        if wanted.kind in MISSING:
            yield Problem(
                code="no-auth",
                where=function.where,
                message=f"{function.name}: auth is {wanted}, and {MISSING[wanted.kind]} "
                f"({SOURCE}).",
                fix=_INSTEAD,
            )
        elif wanted != unit.settings.auth and options.auth is not None:
            yield Problem(
                code="conflicting-settings",
                where=function.where,
                message=f"{function.name}: auth is {wanted}, and one service answers all of HTTP, "
                f"for which {table}.auth is {options.auth}.",
                fix=f"If that is meant for this function, too, say so: {table}.functions."
                f'{function.name}.auth = "{options.auth}".',
            )
    if options.invokers and unit.settings.auth.kind == "public":
        yield Problem(
            code="invokers-of-public",
            where=f"{project.config_file}: {table}.invokers",
            message="everybody may call what is public, whoever is listed.",
            fix='Set auth = "iam", or leave `invokers` out.',
        )


def warnings(options: GcpOptions, unit: Deployed | None) -> tuple[str, ...]:
    """Where nobody may call it yet."""
    if unit is None or unit.settings.auth.kind == "public" or options.invokers:
        return ()
    warning = (
        'auth is "iam" and `invokers` is empty: nobody but who holds roles/run.invoker on the '
        f"project may call what answers HTTP ({SOURCE})."
    )
    return (warning,)
