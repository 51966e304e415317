"""Secrets: variables of the project on Vercel, which its owner sets; nothing of them is written.

https://vercel.com/docs/environment-variables
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from faasport.project.model import Project, Settings
from faasport.project.problem import Problem
from faasport_vercel.packager import units
from faasport_vercel.packager.options import VercelOptions

SOURCE = "https://vercel.com/docs/environment-variables"
# What Vercel shows when it fires a schedule: the project's variable, and no function's own.
CRON = "CRON_SECRET"
CRON_SOURCE = "https://vercel.com/docs/cron-jobs/manage-cron-jobs#securing-cron-jobs"


def names(project: Project, options: VercelOptions) -> tuple[str, ...]:
    """Of every unit: a variable of the project is one of all its functions."""
    return tuple(sorted({name for each in _every(project, options) for name in each.secrets}))


def problems(target: str, project: Project, options: VercelOptions) -> Iterator[Problem]:
    """One name for two secrets, and one that some function has as plain text."""
    yield from _cron(target, project, options)
    paths: dict[str, set[str]] = defaultdict(set)
    plain: dict[str, str] = {}
    for settings in _every(project, options):
        plain.update(settings.env)
        for name, path in settings.secrets.items():
            paths[name].add(path)
    for name, several in sorted(paths.items()):
        if len(several) > 1:
            yield Problem(
                code="same-secret",
                where=f"{target}: secrets.{name}",
                message=f"{' and '.join(sorted(several))} would both be the variable {name}, which "
                f"is one for all functions of a project ({SOURCE}).",
                fix="Give them different names.",
            )
        if name in plain:
            yield Problem(
                code="secret-in-env",
                where=f"{target}: env.{name}",
                message=f"{name} is a secret of one function and a variable of another, and a "
                f"variable of the project is one for all its functions ({SOURCE}).",
                fix="Give one of them another name.",
            )


def warnings(project: Project, options: VercelOptions) -> tuple[str, ...]:
    """The commands that set them, once for each project."""
    return (*_declared(project, options), *_crons(project, options))


def _declared(project: Project, options: VercelOptions) -> tuple[str, ...]:
    found = names(project, options)
    if not found:
        return ()
    commands = "; ".join(f"vercel env add {name} production --sensitive" for name in found)
    warning = (
        f"{', '.join(found)}: a secret is a variable of the project, which every function of it "
        f"can read. Set it once: {commands} ({SOURCE})."
    )
    return (warning,)


def _crons(project: Project, options: VercelOptions) -> tuple[str, ...]:
    labels = ", ".join(each.label for each in units.crons(project))
    if not labels or CRON in names(project, options):
        return ()
    warning = (
        f"{labels}: refused until the project has the variable {CRON}, by which Vercel is known. "
        f"Set it once: vercel env add {CRON} production --sensitive ({CRON_SOURCE})."
    )
    return (warning,)


def _cron(target: str, project: Project, options: VercelOptions) -> Iterator[Problem]:
    if units.crons(project) and any(CRON in each.env for each in _every(project, options)):
        yield Problem(
            code="secret-in-env",
            where=f"{target}: env.{CRON}",
            message=f"Vercel fires schedules with the project's variable {CRON}, and not with what "
            f"a function has of this name: it would refuse them ({CRON_SOURCE}).",
            fix=f"Leave it out here, and set it on Vercel: vercel env add {CRON} production "
            "--sensitive.",
        )


def _every(project: Project, options: VercelOptions) -> list[Settings]:
    private = [each.settings for each in units.event_units(project, options)]
    return [units.shared(project, options), *private]
