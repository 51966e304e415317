"""Who may call a function over HTTP: what of `auth` each front has, and how a function's code keeps
to it.

A front looks at a path before our router does, and in its own way. So no function runs what is
guarded otherwise than what it serves itself: a path that a front takes for a public one must not
lead to anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faasport.project.auth import Auth
from faasport.project.model import DeclaredFunction, Project
from faasport.project.problem import Problem
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.units import Unit, of_http


@dataclass(frozen=True)
class Guards:
    """The kinds of `auth` that a front has, and its page."""

    kinds: tuple[str, ...]
    source: str


_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
# As of November 2026.
GUARDS: Mapping[str, Guards] = {
    "http-api": Guards(("public", "iam", "jwt"), f"{_GATEWAY}/http-api-access-control.html"),
    "rest-api": Guards(
        ("public", "key", "iam"), f"{_GATEWAY}/apigateway-control-access-to-api.html"
    ),
    "function-url": Guards(
        ("public", "iam"), "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
    ),
    # Its rules can ask for a token, but are the listener's, which is not ours.
    "alb": Guards(
        ("public",),
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/"
        "listener-authenticate-users.html",
    ),
}


def authorizers(units: Sequence[Unit]) -> dict[str, Auth]:
    """The authorizers of tokens, by name: one for each issuer and audience."""
    wanted: list[Auth] = []
    for unit in units:
        if unit.consumer is None and unit.settings.auth.kind == "jwt":
            wanted += [] if unit.settings.auth in wanted else [unit.settings.auth]
    return {f"Jwt{number if number > 1 else ''}": auth for number, auth in enumerate(wanted, 1)}


def authorizer_of(unit: Unit, units: Sequence[Unit]) -> str:
    """The name of the one that guards the function's routes; "" where it is not a token's."""
    named = authorizers(units).items()
    return next((name for name, auth in named if auth == unit.settings.auth), "")


def closed(project: Project, unit: Unit) -> tuple[str, ...]:
    """What this function must not run though the route table has it, as "module:function"."""
    return tuple(
        function.reference
        for function in of_http(project).functions
        if not _may_run(unit, function.name, _auth(project, function))
    )


def _may_run(unit: Unit, name: str, auth: Auth) -> bool:
    """A role is let in route by route, so one route must not lead to another's function."""
    same = auth == unit.settings.auth and (auth.kind != "iam" or name in unit.functions)
    return auth.kind == "public" or same


def problems(project: Project, options: AwsOptions, units: Sequence[Unit]) -> Iterator[Problem]:
    """Functions that are to be guarded as their front does not guard."""
    guards = GUARDS[options.front]
    for function in of_http(project).functions:
        auth = _auth(project, function)
        if auth.kind not in guards.kinds:
            yield Problem(
                code="no-auth",
                where=function.where,
                message=f'{function.name}: a front = "{options.front}" knows no auth = '
                f'"{auth.kind}", but {_listed(guards.kinds)} ({guards.source}).',
                fix=_instead(auth),
            )
        elif options.one_unit and any(unit.settings.auth != auth for unit in _serving(units)):
            yield Problem(
                code="conflicting-settings",
                where=function.where,
                message=f"{function.name}: on aws one unit serves it together with functions that "
                f"are not guarded by {auth}.",
                fix='Give all of them one `auth`, or use front = "http-api" with a unit each.',
            )


def unguarded_preflights(
    project: Project, options: AwsOptions, units: Sequence[Unit]
) -> Iterator[str]:
    """Warnings where browsers ask, before they bring anything, for leave that nobody gives them."""
    if not options.one_unit or all(unit.settings.auth.kind == "public" for unit in _serving(units)):
        return
    asked = [
        function.name
        for function in of_http(project).functions
        if any(trigger.cors for trigger in function.triggers)
    ]
    if asked:
        yield (
            f"{', '.join(asked)}: a browser's preflight brings no credentials, and behind "
            f'front = "{options.front}" with one unit everything asks for them; with '
            'front = "http-api" and unit = "function" preflights are answered.'
        )


def _auth(project: Project, function: DeclaredFunction) -> Auth:
    return project.settings(function.name).auth


def _serving(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.consumer is None]


def _instead(auth: Auth) -> str:
    fronts = [f'"{front}"' for front, guards in GUARDS.items() if auth.kind in guards.kinds]
    return f"Use front = {' or '.join(fronts)}, or another `auth`; it is never made public for you."


def _listed(kinds: Sequence[str]) -> str:
    return ", ".join(f'"{kind}"' for kind in kinds)
