"""Tokens: what is in front of the app lets nobody through without one.

https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
"""

from __future__ import annotations

from typing import Any

from faasport.project.auth import Auth
from faasport.project.model import Project
from faasport_azure.packager import access
from faasport_azure.packager.arm import roles
from faasport_azure.packager.arm.literal import literal
from faasport_azure.packager.found import Found

_API = "2024-11-01"
KIND = "Microsoft.Web/sites/config"
ID = f"resourceId('{KIND}', parameters('name'), 'authsettingsV2')"


def tokens(project: Project, *, grid: bool) -> Found:
    """Nothing where no function wants one. `grid`: Event Grid delivers to the app as well."""
    given = access.token(project)
    return Found() if given is None else Found((_settings(given, grid=grid),))


def _settings(given: Auth, *, grid: bool) -> dict[str, Any]:
    """https://learn.microsoft.com/azure/app-service/configure-authentication-file-based#configuration-file-reference"""
    return {
        "type": KIND,
        "apiVersion": _API,
        "name": "[format('{0}/authsettingsV2', parameters('name'))]",
        "dependsOn": [f"[{roles.SITE_ID}]"],
        "properties": {
            "platform": {"enabled": True},
            "globalValidation": {
                "requireAuthentication": True,
                "unauthenticatedClientAction": "Return401",
                **({"excludedPaths": list(access.OPEN_PATHS)} if grid else {}),
            },
            "httpSettings": {"requireHttps": True},
            # Its provider for OpenID Connect logs people in and takes no bearer's token:
            # https://github.com/MicrosoftDocs/azure-docs/issues/72019
            "identityProviders": {"azureActiveDirectory": _provider(given)},
            "login": {"tokenStore": {"enabled": False}},
        },
    }


def _provider(given: Auth) -> dict[str, Any]:
    audience = [literal(each) for each in given.audience]
    return {
        "enabled": True,
        "registration": {
            "openIdIssuer": literal(given.issuer or ""),
            "clientId": audience[0].removeprefix("api://"),
        },
        "validation": {"allowedAudiences": audience},
    }
