"""local.settings.json: names of settings, and the values of those that are no secrets.

https://learn.microsoft.com/azure/azure-functions/functions-develop-local#local-settings-file
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from faasport.migrator import documents
from faasport.migrator.plain import looks_secret, path_of
from faasport.migrator.reader import Reader
from faasport.project.config import ENV_NAME
from faasport_azure.importer.app import App
from faasport_azure.importer.setting import Setting

FILE = "local.settings.json"
_HOST = re.compile(
    r"AzureWebJobs|AzureFunctions|FUNCTIONS_|WEBSITE_|APPINSIGHTS|APPLICATIONINSIGHTS_|PYTHON_"
    r"|SCM_|ENABLE_ORYX|BUILD_FLAGS|XDG_CACHE|DOTNET_|languageWorkers|AzureWebJobsStorage"
)
"""Settings of the host's own. https://learn.microsoft.com/azure/azure-functions/functions-app-settings"""
_VAULT = re.compile(
    r"@Microsoft\.KeyVault\((?:.*SecretUri=https?://[^/]+/secrets/([\w-]+).*"
    r"|.*SecretName=([\w-]+).*)\)",
    re.IGNORECASE,
)

_IN_VAULT = re.compile(r"\s*@Microsoft\.KeyVault\(", re.IGNORECASE)


def read(folder: Path, app: App) -> Reader | None:
    """The values, which names in bindings may be of. They are carried by `carry`, once it is known
    which of them are connections."""
    if not (folder / FILE).is_file():
        return None
    reader = Reader(documents.json(folder, FILE).table)
    encrypted = reader.take("IsEncrypted", bool, default=False)
    values = reader.section("Values")
    if encrypted:
        app.draft.say("left", reader.where("IsEncrypted"), "its values are encrypted.", _WRITE)
        values.ignore(*values.keys())
    for key in ("Host", "ConnectionStrings"):
        section = reader.section(key)
        for name in section.keys():  # noqa: SIM118  # of a Reader: those nobody has taken yet
            section.take(name)
            app.draft.say("left", section.where(name), _ASIDE[key])
    app.values = {key: str(value) for key, value in values.table.items() if value is not None}
    app.values = {} if encrypted else app.values
    return values


_WRITE = "Write `env` and `secrets` by hand, or decrypt it first (func settings decrypt)."
_ASIDE = {
    "Host": "it is about the host on your machine. CORS is `cors` of a route here.",
    "ConnectionStrings": "connection strings are no settings that Python finds.",
}


def local(values: Reader | None) -> list[Setting]:
    """Those of the file."""
    if values is None:
        return []
    keys = values.keys()
    return [Setting(key, values.take(key, str, ""), values.where(key)) for key in keys]


def carry(told: Iterable[Setting], app: App) -> None:
    """Each to where it belongs, once: what the app is deployed with comes first."""
    env: dict[str, str] = {}
    secrets: dict[str, str] = {}
    hosts: dict[str, list[Setting]] = {}
    unknown: dict[str, list[str]] = {}
    for each in _once(told):
        key, value = each.name, each.value or ""
        if _HOST.match(key):
            hosts.setdefault(each.where.partition(":")[0], []).append(each)
        elif not re.match(ENV_NAME, key):
            app.draft.say("left", each.where, f"{key!r} is no name that a variable may have.")
        elif _IN_VAULT.match(value):
            vault = _VAULT.search(value)
            secrets[key] = vault[1] or vault[2] if vault else path_of(key)
        elif _is_connection(key, app):
            message = (
                f"{key} is how bindings found their account; the triggers here need none. If the "
                "code reads it itself, it is a secret."
            )
            app.draft.say("left", each.where, message, f'secrets = {{ {key} = "..." }}')
        elif looks_secret(key, value):
            secrets[key] = path_of(key)
            message = f"the value of {key} is not copied, since it looks like a secret."
            app.draft.say("changed", each.where, message, "Put it into the store.")
        elif each.value is None:
            unknown.setdefault(each.where, []).append(key)
        else:
            env[key] = value.replace("${", "$${")
    for several in hosts.values():
        names = ", ".join(each.name for each in several)
        message = f"{names}: settings of Azure's host, which no other platform has."
        app.draft.say("left", several[0].where, message)
    for where, keys in unknown.items():
        message = f"only a deployment tells what {', '.join(keys)} is there."
        app.draft.say("left", where, message, "Write it in `env`, or in `secrets`.")
    for name, table in (("env", env), ("secrets", secrets)):
        if table:
            app.draft.settings[name] = table


def _once(told: Iterable[Setting]) -> Iterable[Setting]:
    every: dict[str, Setting] = {}
    for each in told:
        known = every.get(each.name)
        every[each.name] = each if known is None or known.value is None else known
    return every.values()


def _is_connection(key: str, app: App) -> bool:
    """Also of an identity, told in several settings: `Orders__serviceUri`."""
    names = {key, key.partition("__")[0], key.removeprefix("AzureWebJobs")}
    return bool(names & app.connections)
