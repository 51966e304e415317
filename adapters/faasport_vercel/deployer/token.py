"""Who deploys: a token out of the environment, or that of Vercel's command line."""

from __future__ import annotations

import os
import time

from faasport.deployer.faults import ExpiredCredentials, NoCredentials
from faasport_vercel.deployer import cli_files

VARIABLE = "VERCEL_TOKEN"
# https://vercel.com/docs/accounts/create-an-account#creating-an-access-token
SOURCE = "https://vercel.com/account/settings/tokens"


def found() -> str:
    """The token. It is in the header of each request, and nowhere else."""
    told = os.environ.get(VARIABLE, "").strip()
    if told:
        return _sendable(told, VARIABLE)
    login = cli_files.login()
    token = login.get("token")
    if not token:
        raise NoCredentials(
            "Vercel",
            f"{VARIABLE} is not set, and nobody is logged in to Vercel's command line here.",
            f"Set {VARIABLE} to a token ({SOURCE}), or run: vercel login",
        )
    expires = login.get("expiresAt")
    if isinstance(expires, (int, float)) and expires < time.time():
        raise ExpiredCredentials(
            "Vercel",
            "the login of Vercel's command line is no longer valid.",
            "Run: vercel whoami (which renews it), or vercel login",
        )
    return _sendable(str(token), "auth.json")


def _sendable(token: str, where: str) -> str:
    """What is no header would end in an exception that tells it."""
    if token.isascii() and token.isprintable() and " " not in token:
        return token
    raise NoCredentials(
        where,
        "what it holds is no token: those have letters, digits and underscores alone.",
        f"Make one at {SOURCE}.",
    )
