"""Who may call: which functions ask for a key, and whose tokens the whole app takes.

A key is asked for by each function; tokens are checked in front of the app, for all of it.
https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#http-auth
https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from faasport.project.auth import Auth
from faasport.project.model import DeclaredFunction, Project
from faasport.project.problem import Problem
from faasport_azure.packager.options import AzureOptions

TARGET = "azure"
SOURCE = (
    "https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger"
    "#http-auth"
)
FRONT_SOURCE = "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization"
# Where Event Grid posts to; the host asks for a key of its own there.
# https://learn.microsoft.com/azure/azure-functions/functions-event-grid-blob-trigger#build-the-endpoint-url
OPEN_PATHS = ("/runtime/webhooks/eventgrid",)
# Issuers that the front is documented to take a bearer's token of.
# https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
MICROSOFT = ("login.microsoftonline.com", "sts.windows.net", ".ciamlogin.com", ".b2clogin.com")


def callable_functions(project: Project) -> tuple[DeclaredFunction, ...]:
    return tuple(each for each in project.functions if any(t.kind == "http" for t in each.triggers))


def keyed(project: Project) -> frozenset[str]:
    """The functions that ask for a key."""
    every = callable_functions(project)
    return frozenset(each.name for each in every if _auth(project, each).kind == "key")


def token(project: Project) -> Auth | None:
    """The tokens that the app asks for, if it does."""
    found = (_auth(project, each) for each in callable_functions(project))
    return next((each for each in found if each.kind == "jwt"), None)


def problems(project: Project, options: AzureOptions) -> list[Problem]:
    """What Azure has not, and what its functions cannot have differently."""
    found = [*_without(project)]
    kinds = {_said(_auth(project, each)): each.name for each in callable_functions(project)}
    if len(kinds) > 1 and any(said.startswith("jwt") for said in kinds):
        found.append(
            _differing(project, kinds, "tokens are checked for the whole app", FRONT_SOURCE)
        )
    elif len(kinds) > 1 and options.unit == "app":
        found.append(
            _differing(project, kinds, 'with unit = "app" one function has all routes', SOURCE)
        )
    return found


def warnings(project: Project) -> tuple[str, ...]:
    """What holds, but not as it does elsewhere."""
    given = token(project)
    if given is None:
        return ()
    host = urlsplit(given.issuer or "").hostname or ""
    found = []
    if not host.endswith(MICROSOFT):
        found.append(
            f"{TARGET}: App Service documents that it takes a bearer's token of Microsoft Entra "
            f"alone ({FRONT_SOURCE}); try one of {host} before you rely on it."
        )
    if any(trigger.cors for each in callable_functions(project) for trigger in each.triggers):
        found.append(
            f"{TARGET}: a preflight brings no token and is answered by 401 in front of the app; "
            "have the platform answer it (`az functionapp cors add`)."
        )
    return tuple(found)


def _auth(project: Project, function: DeclaredFunction) -> Auth:
    return project.settings(function.name).auth


def _said(auth: Auth) -> str:
    return f"{auth} for {', '.join(auth.audience)}" if auth.kind == "jwt" else str(auth)


def _without(project: Project) -> Iterator[Problem]:
    for function in callable_functions(project):
        if _auth(project, function).kind == "iam":
            yield Problem(
                code="no-auth",
                where=function.where,
                message=f"{function.name}: an Azure function asks for a key, or its app for tokens "
                f"(jwt); it knows no iam ({SOURCE}).",
                fix='Use auth = "key", or a jwt of your Entra tenant\'s: issuer = '
                '"https://login.microsoftonline.com/<tenant>/v2.0".',
            )


def _differing(project: Project, kinds: dict[str, str], reason: str, source: str) -> Problem:
    said = " and ".join(f"{auth!r} for {function}" for auth, function in kinds.items())
    return Problem(
        code="conflicting-settings",
        where=f"{project.config_file}: {project.config_table}functions",
        message=f"on {TARGET} {reason}, and auth is {said} ({source}).",
        fix="Give them one `auth`, or deploy them as two projects.",
    )
