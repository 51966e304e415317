"""Whom App Service Authentication or Static Web Apps let in.

https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
https://learn.microsoft.com/azure/static-web-apps/user-information
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def user_of(header: str | None) -> dict[str, Any] | None:
    """The user of `x-ms-client-principal`; None where it is missing or is not what it should be."""
    principal = _principal(header)
    if principal is None:
        return None
    listed = principal.get("claims")
    claims: dict[str, Any] = {}
    for claim in listed if isinstance(listed, list) else ():
        if isinstance(claim, dict) and "typ" in claim:
            claims.setdefault(claim["typ"], claim.get("val"))
    own = ("identityProvider", "userId", "userDetails", "userRoles")
    claims.update({name: principal[name] for name in own if name in principal})
    return {
        "kind": principal.get("auth_typ") or principal.get("identityProvider") or "easyauth",
        "claims": claims,
        "roles": _roles(principal, listed if isinstance(listed, list) else []),
    }


def _roles(principal: dict[str, Any], claims: list[Any]) -> list[str]:
    listed = principal.get("userRoles")
    if isinstance(listed, list):
        return listed
    kind = principal.get("role_typ")
    return [c["val"] for c in claims if isinstance(c, dict) and c.get("typ") == kind and "val" in c]


def _principal(header: str | None) -> dict[str, Any] | None:
    if not header:
        return None
    import json
    from base64 import b64decode

    try:
        principal = json.loads(b64decode(header + "=" * (-len(header) % 4)))
    except ValueError:
        return None
    return principal if isinstance(principal, dict) else None
